import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { Ctx, OpenCtx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { installationId, uuidv7 } from '../../../kit/ids.ts';
import { mailError } from '../../../kit/mail/mail.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { testGround } from '../../../kit/testing/ground.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { openCtxOf, workIn } from '../../../kit/work.ts';
import { identity } from '../index.ts';
import type { IdentityOutside } from '../outside.ts';
import { campaignOf, countdownStep, runCountdown, runSpread } from './countdown.ts';
import { markOptedIn } from './preferences.sql.ts';
import {
  getUnsubscription,
  noteBounce,
  subscribeAgain,
  unsubscribe,
  unsubscribeToken,
} from './preferences.ts';
import { queueCampaignMail, runSending, settleCampaignMails } from './sending.ts';

const launchAt = new Date('2026-06-20T15:00:00Z');
const dayMs = 86_400_000;

/** A database of its own: a campaign is about everybody who waits. */
async function campaign() {
  const db = await (await scratchDatabase()).open();
  const ground = await testGround([identity], db);
  const world = await testOutside();
  const outside = world as typeof world & IdentityOutside;
  const asInstallation = <T>(fn: (ctx: OpenCtx) => Promise<T>) =>
    db.transaction({ kind: 'installation' }, (tx) =>
      fn(openCtxOf(ground, tx, { actor: { kind: 'system' } })),
    );
  const unit: Unit = {
    workspaceId: installationId,
    jobId: uuidv7(),
    log: ground.log,
    signal: new AbortController().signal,
    work: <T>(fn: (ctx: Ctx) => Promise<T>) =>
      workIn(ground, installationId, { actor: { kind: 'system' } }, fn),
    progress: async () => {},
  };
  await asInstallation((ctx) =>
    ctx.tx.run(
      sql`update identity.installation_settings set launch_at = ${launchAt}, launch_timezone = 'UTC'`,
    ),
  );
  const moveTo = (at: Date | string) => ground.clock.set(new Date(at));
  moveTo('2026-06-10T12:00:00Z');
  /** Somebody who waits and wants to hear from us. */
  async function waiting(part: { optedIn?: boolean; letIn?: boolean } = {}) {
    const email = `${uuidv7()}@test.local`;
    const { optedIn = true, letIn = false } = part;
    await asInstallation(async ({ tx, now }) => {
      await tx.run(sql`
        insert into identity.waiting_list (email, joined_at, early_access_granted_at, updated_at)
        values (${email}, ${now}, ${letIn ? now : null}, ${now})`);
      if (optedIn) await markOptedIn(tx, email, undefined, now);
    });
    return email;
  }
  const status = async (email: string) => {
    const rows = await db
      .reader({ kind: 'owner' })
      .many(
        z.object({ step: z.string(), status: z.string(), reason: z.string().nullable() }),
        sql`select step, status, reason from identity.campaign_mails where email = ${email} order by queued_at`,
      );
    return rows.map((row) => [row.step, row.status, row.reason].filter(Boolean).join(' '));
  };
  const send = (other: Partial<IdentityOutside> = {}) => runSending(unit, {}, { ...outside, ...other });
  /** What the hour does, and every worker with it. */
  async function hour() {
    await asInstallation(runCountdown);
    const { launchAt: at } = { launchAt };
    const step = countdownStep({ launchAt: at, launchTimezone: 'UTC' }, ground.clock.now());
    if (step) await runSpread(unit, { campaign: campaignOf(at), step });
    await send();
  }
  return { db, ground, outside, unit, asInstallation, moveTo, waiting, status, send, hour };
}

describe('the countdown', () => {
  test('CR-08 is at a step from its morning until the next, by the calendar of the launch', () => {
    const expected: [string, unknown][] = [
      ['2026-06-06T08:59:00Z', undefined],
      ['2026-06-06T09:00:00Z', 't14'],
      ['2026-06-12T23:59:00Z', 't14'],
      ['2026-06-13T08:00:00Z', 't14'],
      ['2026-06-13T09:00:00Z', 't7'],
      ['2026-06-19T09:00:00Z', 't1'],
      ['2026-06-20T14:59:59Z', 't1'],
      ['2026-06-20T15:00:00Z', 'launch'],
      ['2026-06-27T15:00:00Z', undefined],
    ];
    for (const [now, step] of expected)
      assert.equal(countdownStep({ launchAt, launchTimezone: 'UTC' }, new Date(now)), step, now);
    const tokyo = { launchAt, launchTimezone: 'Asia/Tokyo' }; // the 21st there
    assert.equal(countdownStep(tokyo, new Date('2026-06-13T23:59:00Z')), 't14');
    assert.equal(countdownStep(tokyo, new Date('2026-06-14T00:00:00Z')), 't7');
    assert.equal(countdownStep({ launchAt: null, launchTimezone: 'UTC' }, new Date()), undefined);
  });

  test('CR-08 reaches everybody once per step, however often it runs and however late', async () => {
    const { waiting, hour, moveTo, outside } = await campaign();
    const email = await waiting();
    moveTo('2026-06-09T12:00:00Z'); // three days late
    await hour();
    await hour();
    moveTo('2026-06-13T12:00:00Z');
    await hour();
    moveTo('2026-06-20T16:00:00Z'); // slept past the last day
    await hour();
    const subjects = (await outside.mailsTo(email)).map(({ subject }) => subject);
    assert.deepEqual(subjects.reverse(), ['Two weeks until Stoa', 'A week until Stoa', 'Stoa is open']);
  });

  test('CR-08 sends one mail when four workers are at it at once', async () => {
    const { waiting, asInstallation, unit, send, outside } = await campaign();
    const emails = await Promise.all([1, 2, 3].map(() => waiting()));
    const payload = { campaign: campaignOf(launchAt), step: 't14' } as const;
    await Promise.all([1, 2, 3, 4].map(() => runSpread(unit, payload)));
    await asInstallation((ctx) => queueCampaignMail(ctx, { ...payload, email: emails[0]! }));
    await Promise.all([1, 2, 3, 4].map(() => send()));
    for (const email of emails) assert.equal((await outside.mailsTo(email)).length, 1);
  });

  test('CR-09 CR-11 says nothing to who did not ask for it, opted out, bounced or was let in', async () => {
    const { waiting, hour, asInstallation, outside } = await campaign();
    const [silent, letIn, optedOut, bounced] = [
      await waiting({ optedIn: false }),
      await waiting({ letIn: true }),
      await waiting(),
      await waiting(),
    ];
    await asInstallation((ctx) => unsubscribe(ctx, outside, { token: unsubscribeToken(outside, optedOut) }));
    const [hookToken] = outside.hookTokens('mail-bounces');
    await asInstallation((ctx) => noteBounce(ctx, outside, { hookToken, email: bounced, kind: 'hard' }));
    await hour();
    for (const email of [silent, letIn, optedOut, bounced])
      assert.deepEqual(await outside.mailsTo(email), [], email);
  });

  test('CR-09 asks once more at the last moment', async () => {
    const { waiting, asInstallation, unit, send, status, outside, moveTo } = await campaign();
    const [optedOut, late] = [await waiting(), await waiting()];
    await runSpread(unit, { campaign: campaignOf(launchAt), step: 't14' });
    await asInstallation((ctx) => unsubscribe(ctx, outside, { token: unsubscribeToken(outside, optedOut) }));
    moveTo('2026-06-14T12:00:00Z');
    await send();
    assert.deepEqual(await status(optedOut), ['t14 skipped unsubscribed']);
    assert.deepEqual(await status(late), ['t14 skipped overtaken']);
    assert.deepEqual(await outside.mailsTo(late), []);
  });
});

describe('a mail of a campaign', () => {
  const failing = (code: 'unavailable' | 'unknown_outcome' | 'rejected') => ({
    mail: {
      send: async () => {
        throw mailError(code);
      },
      check: async () => {},
      close: async () => {},
    },
  });

  test('is tried again when nothing was sent, and only then', async () => {
    const { waiting, hour, unit, send, status, outside } = await campaign();
    const [again, lost, refused] = [await waiting(), await waiting(), await waiting()];
    const queue = () => runSpread(unit, { campaign: campaignOf(launchAt), step: 't14' });
    await queue();
    await assert.rejects(send(failing('unavailable')), { code: 'mail.unavailable' });
    assert.deepEqual(await status(again), ['t14 queued']);
    const byAddress = {
      mail: {
        ...outside.mail,
        send: async (message: { to: unknown }) => {
          if (message.to === lost) throw mailError('unknown_outcome');
          if (message.to === refused) throw mailError('rejected');
          return outside.mail.send(message as never);
        },
      },
    };
    await send(byAddress as never);
    await hour();
    assert.deepEqual(await status(again), ['t14 sent']);
    assert.deepEqual(await status(lost), ['t14 unknown no_answer']);
    assert.deepEqual(await status(refused), ['t14 failed rejected']);
    assert.deepEqual(await outside.mailsTo(lost), []);
  });

  test('whose worker died is never sent a second time, and is known to be unknown', async () => {
    const { waiting, asInstallation, unit, send, status, moveTo, ground, outside } = await campaign();
    const email = await waiting();
    await runSpread(unit, { campaign: campaignOf(launchAt), step: 't14' });
    const died = new Promise<never>(() => {});
    void send({ mail: { ...outside.mail, send: () => died } } as never);
    while (!(await status(email))[0]?.endsWith('claimed')) await new Promise((done) => setTimeout(done, 5));

    await send();
    assert.deepEqual(await status(email), ['t14 claimed']);
    moveTo(new Date(ground.clock.now().getTime() + 16 * 60_000));
    await asInstallation(settleCampaignMails);
    await send();
    assert.deepEqual(await status(email), ['t14 unknown worker_died']);
    assert.deepEqual(await outside.mailsTo(email), []);
  });

  test('says how to hear no more of it, to people and to their mail program', async () => {
    const { waiting, hour, outside, asInstallation } = await campaign();
    const email = await waiting();
    await hour();
    const [mail] = await outside.mailsTo(email);
    const headers = Object.fromEntries(
      Object.entries(mail!.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    assert.equal(headers['list-unsubscribe-post'], 'List-Unsubscribe=One-Click');
    const url = /<(http[^>]+)>/.exec(headers['list-unsubscribe']!)![1]!;
    const token = new URL(url).searchParams.get('token')!;
    const shown = await asInstallation((ctx) => getUnsubscription(ctx, outside, { token }));
    assert.equal(shown.unsubscribedAt, null);
    assert.doesNotMatch(shown.email, new RegExp(email));
    assert.ok((await asInstallation((ctx) => unsubscribe(ctx, outside, { token }))).unsubscribedAt);
    assert.equal(
      (await asInstallation((ctx) => subscribeAgain(ctx, outside, { token }))).unsubscribedAt,
      null,
    );
  });

  test('CR-07 warns of the end of a trial once, whatever somebody said about news', async () => {
    const { asInstallation, send, outside } = await campaign();
    const [plain, declined] = [`${uuidv7()}@test.local`, `${uuidv7()}@test.local`];
    const facts = { workspaceName: 'Atelier', endsOn: '20 June 2026' };
    const mail = (email: string) => ({
      campaign: 'trial:x:2026-06-20',
      step: 'trial_7' as const,
      email,
      facts,
    });
    await asInstallation((ctx) => unsubscribe(ctx, outside, { token: unsubscribeToken(outside, declined) }));
    for (const email of [plain, declined, plain])
      await asInstallation((ctx) => queueCampaignMail(ctx, mail(email)));
    await send();
    assert.deepEqual(
      (await outside.mailsTo(plain)).map(({ subject }) => subject),
      ['One more week of the trial of Atelier'],
    );
    assert.deepEqual(await outside.mailsTo(declined), []);
  });
});

describe('what the mail provider tells', () => {
  test('counts only from where it was told to come from, and a full mailbox is nothing', async () => {
    const { asInstallation, outside, db } = await campaign();
    const email = `${uuidv7()}@test.local`;
    const [hookToken] = outside.hookTokens('mail-bounces');
    const tell = (token: string, kind: 'hard' | 'soft' | 'complaint') =>
      asInstallation((ctx) => noteBounce(ctx, outside, { hookToken: token, email, kind }));
    await assert.rejects(tell('made-up-token', 'hard'), { code: 'stoa.not_found' });
    await tell(hookToken, 'soft');
    const seen = () =>
      db
        .reader({ kind: 'owner' })
        .many(
          z.object({ lastEvent: z.string() }),
          sql`select last_event from identity.marketing_preferences where email = ${email} and bounced_at is not null`,
        );
    assert.deepEqual(await seen(), []);
    await tell(hookToken, 'complaint');
    assert.deepEqual(await seen(), [{ lastEvent: 'complained' }]);
  });

  test('a link that was cut off is none of ours', async () => {
    const { asInstallation, outside } = await campaign();
    const token = unsubscribeToken(outside, 'ada@test.local').slice(0, -4);
    await assert.rejects(
      asInstallation((ctx) => unsubscribe(ctx, outside, { token })),
      (error) => error instanceof AppError && error.code === 'identity.unsubscribe_link_is_none',
    );
  });
});

test('days are days of the calendar, not of 24 hours', () => {
  const zurich = { launchAt: new Date('2026-03-31T10:00:00Z'), launchTimezone: 'Europe/Zurich' };
  // The clocks go forward on 29 March 2026: a day of 23 hours lies between.
  assert.equal(countdownStep(zurich, new Date('2026-03-24T07:59:00Z')), 't14');
  assert.equal(countdownStep(zurich, new Date('2026-03-24T08:00:00Z')), 't7');
  assert.equal(countdownStep(zurich, new Date(zurich.launchAt.getTime() - dayMs)), 't1');
});
