import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import type { OpenCtx } from '../../../kit/ctx.ts';
import type { Database } from '../../../kit/db/database.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { testDatabase } from '../../../kit/testing/database.ts';
import { assertNoSecretInDump } from '../../../kit/testing/no-secrets.ts';
import { putAlertAddress, removeAlertAddress } from '../administration/settings.ts';
import { findAdmission } from '../sign-in/people.sql.ts';
import { takeTicket } from '../sign-in/tickets.ts';
import { newAdministrator, newPerson } from '../testing.ts';
import * as applications from './applications.ts';
import { type ApplicationForm, ApplicationId, type Decisions } from './contract.ts';
import { asAdministrator, overlapping } from './testing.ts';
import { mailingWorld } from './testing-world.ts';

let db: Database;
before(async () => {
  db = await testDatabase();
});

const newAddress = () => `${newId(ApplicationId)}@test.local`;
const newForm = (more: Partial<ApplicationForm> = {}): ApplicationForm => ({
  email: newAddress(),
  name: 'Ada',
  accountType: 'creator',
  ...more,
});

const isLetIn = async (email: string) =>
  (await findAdmission(db.reader({ kind: 'installation' }), email)).isLetIn;

type World = Awaited<ReturnType<typeof mailingWorld>>;

/** And its mail is there: what is decided is told after it. */
async function applied(world: World, form = newForm()): Promise<ApplicationId> {
  const applicationId = newId(ApplicationId);
  await world.asNobody((ctx) => applications.apply(ctx, { applicationId, ...form }));
  await world.mailsTo(form.email);
  return applicationId;
}

const read = (world: World, applicationId: ApplicationId) =>
  world.asAdministrator((ctx) => applications.getApplication(ctx, { applicationId }));

describe('apply', () => {
  test('CR-12 keeps every field of the form in one application, which waits for a decision', async () => {
    await using world = await mailingWorld(db);
    const form = newForm({
      accountType: 'agency',
      companyName: 'Atelier Ada',
      companySize: '1 to 5',
      website: 'https://atelier.example',
      audienceSize: '50,000',
      platforms: ['instagram', 'youtube'],
      niche: 'Slow fashion',
      country: 'Portugal',
      heardFrom: 'A friend',
      message: 'Two\nlines',
    });

    const application = await read(world, await applied(world, form));

    assert.deepEqual(application.details, form);
    assert.deepEqual(
      [application.status, application.submittedAt, application.decidedAt, application.decidedBy],
      ['pending', world.clock.now(), null, null],
    );
    const [mail, ...others] = await world.mailsTo(form.email);
    assert.match(mail!.text, /applying to Stoa as an agency/);
    assert.deepEqual(others, []);
  });

  test('is one application and one mail when the same id comes twice', async () => {
    await using world = await mailingWorld(db);
    const form = newForm();
    const applicationId = await applied(world, form);

    await world.asNobody((ctx) =>
      applications.apply(ctx, { applicationId, ...form, email: newAddress(), name: 'Somebody else' }),
    );

    assert.equal((await read(world, applicationId)).name, 'Ada');
    assert.equal((await world.mailsTo(form.email)).length, 1);
  });

  test('CR-01 keeps the first of an address while it waits, and answers a second the same', async () => {
    await using world = await mailingWorld(db);
    const form = newForm();
    const first = await applied(world, form);
    const second = await applied(world, { ...form, name: 'Ada again' });

    assert.equal((await read(world, first)).name, 'Ada');
    await assert.rejects(read(world, second), { code: 'identity.application_not_found' });
    assert.equal((await world.mailsTo(form.email)).length, 1);
  });

  test('runs the same statements for an address that is known and one that is not', async () => {
    await using world = await mailingWorld(db);
    const form = newForm();
    const statements = async () => {
      let count = 0;
      const counted = <T>(done: T): T => {
        count += 1;
        return done;
      };
      await world.asNobody((ctx) => {
        const { tx } = ctx;
        const counter: OpenCtx = {
          ...ctx,
          tx: {
            many: (shape, query) => counted(tx.many(shape, query)),
            maybeOne: (shape, query) => counted(tx.maybeOne(shape, query)),
            one: (shape, query) => counted(tx.one(shape, query)),
            run: (query) => counted(tx.run(query)),
            asDb: tx.asDb,
          },
          enqueue: (...sent) => counted(ctx.enqueue(...sent)),
        };
        return applications.apply(counter, { applicationId: newId(ApplicationId), ...form });
      });
      return count;
    };

    const unknown = await statements();
    assert.ok(unknown >= 3);
    assert.equal(await statements(), unknown);
  });

  test('takes nothing from a program that fills in what nobody sees', async () => {
    await using world = await mailingWorld(db);
    const [applicationId, form] = [newId(ApplicationId), newForm()];

    const answer = await world.asNobody((ctx) =>
      applications.apply(ctx, { applicationId, ...form, website_url: 'https://spam.example' }),
    );

    assert.deepEqual(answer, {});
    await assert.rejects(read(world, applicationId), { code: 'identity.application_not_found' });
    assert.deepEqual(await world.mailsTo(form.email), []);
  });

  test('CR-13 is announced once to each active address that chose its type', async () => {
    await using world = await mailingWorld(db);
    const wanted = { creatorApplications: true, agencyApplications: false, paused: false };
    const [creators, agencies, paused] = [newAddress(), newAddress(), newAddress()];
    await world.asAdministrator(async (ctx) => {
      await putAlertAddress(ctx, { ...wanted, email: creators });
      await putAlertAddress(ctx, {
        ...wanted,
        email: agencies,
        creatorApplications: false,
        agencyApplications: true,
      });
      await putAlertAddress(ctx, { ...wanted, email: paused, paused: true });
    });

    const applicationId = await applied(world);
    await world.asNobody((ctx) => applications.apply(ctx, { applicationId, ...newForm() }));

    const [alert, ...others] = await world.mailsTo(creators);
    assert.ok(alert!.links.includes(`http://stoa.test/admin/applications/${applicationId}`));
    assert.deepEqual([others, await world.mailsTo(agencies), await world.mailsTo(paused)], [[], [], []]);
    await world.asAdministrator(async (ctx) => {
      for (const email of [creators, agencies, paused]) await removeAlertAddress(ctx, { email });
    });
  });
});

describe('decide', () => {
  test('CR-03 records who approved it and when, and mails a link that lets this address in once', async () => {
    await using world = await mailingWorld(db);
    const form = newForm();
    const id = await applied(world, form);

    const decisions = await world.asAdministrator((ctx) =>
      applications.decide(ctx, { ids: [id], decision: 'approved' }),
    );

    assert.deepEqual(decisions, { decided: [id], alreadyDecided: [], unknown: [] });
    const { status, decidedAt, decidedBy, rejectionReason } = await read(world, id);
    assert.deepEqual(
      [status, decidedAt, decidedBy?.id, rejectionReason],
      ['approved', world.clock.now(), world.ownerId, null],
    );
    const [mail] = await world.mailsTo(form.email);
    const link = new URL(mail!.links.find((one) => one.includes('/sign-up?'))!);
    const token = link.searchParams.get('ticket')!;
    await assertNoSecretInDump(db, [token]);
    const take = () => world.asNobody((ctx) => takeTicket(ctx.tx, 'sign_up', token, ctx.now));
    assert.equal((await take())?.email, form.email);
    assert.equal(await take(), undefined);
  });

  test('tells whoever has an account already that they are in, without a link to make one', async () => {
    await using world = await mailingWorld(db);
    const userId = await newPerson(db, world.clock.now());
    const form = newForm({ email: `${userId}@test.local` });
    const id = await applied(world, form);
    await world.asAdministrator((ctx) => applications.decide(ctx, { ids: [id], decision: 'approved' }));

    const [mail] = await world.mailsTo(form.email);

    assert.ok(mail!.links.includes('http://stoa.test/sign-in'));
    assert.doesNotMatch(mail!.text, /sign-up/);
    assert.equal((await read(world, id)).userId, userId);
  });

  test('CR-03 records the reason of a rejection, and mails it', async () => {
    await using world = await mailingWorld(db);
    const form = newForm();
    const id = await applied(world, form);
    await world.asAdministrator((ctx) =>
      applications.decide(ctx, { ids: [id], decision: 'rejected', reason: 'We cannot read Portuguese yet.' }),
    );

    const { status, decidedBy, rejectionReason } = await read(world, id);
    assert.deepEqual(
      [status, decidedBy?.id, rejectionReason],
      ['rejected', world.ownerId, 'We cannot read Portuguese yet.'],
    );
    const [mail] = await world.mailsTo(form.email);
    assert.match(
      mail!.text,
      /Not this time[\s\S]*We cannot read Portuguese yet\.[\s\S]*welcome to apply again/,
    );
  });

  test('CR-02 knows creator, agency and legacy, pending, approved and rejected, and nothing else', async () => {
    await using world = await mailingWorld(db);
    const insert = (accountType: string, status: string) =>
      world.asNobody(({ tx, now }) => {
        const [id, decidedAt] = [newId(ApplicationId), status === 'pending' ? null : now];
        return tx.run(sql`
          insert into identity.applications (id, email, name, account_type, status, submitted_at, decided_at,
                                             created_at, updated_at)
          values (${id}, ${newAddress()}, 'Ada', ${accountType}, ${status}, ${now}, ${decidedAt}, ${now}, ${now})`);
      });
    for (const type of ['creator', 'agency', 'legacy'])
      for (const status of ['pending', 'approved', 'rejected']) assert.equal(await insert(type, status), 1);
    await assert.rejects(insert('brand', 'pending'), { constraint: 'application_account_type_is_known' });
    await assert.rejects(insert('creator', 'waiting'), { constraint: 'application_status_is_known' });
  });

  test('names those decided before and those nobody knows, and changes neither', async () => {
    await using world = await mailingWorld(db);
    const form = newForm();
    const [first, second, unknown] = [await applied(world, form), await applied(world), newId(ApplicationId)];
    await world.asAdministrator((ctx) => applications.decide(ctx, { ids: [first], decision: 'approved' }));
    const before = await read(world, first);
    const another = await newAdministrator(db, world.clock.now());

    const decisions = await asAdministrator({ ...world, ownerId: another }, (ctx) =>
      applications.decide(ctx, { ids: [first, second, unknown, second], decision: 'rejected' }),
    );

    assert.deepEqual(decisions, {
      decided: [second],
      alreadyDecided: [{ id: first, status: 'approved' }],
      unknown: [unknown],
    });
    assert.deepEqual(await read(world, first), before);
    const subjects = (await world.mailsTo(form.email)).map(({ subject }) => subject);
    assert.deepEqual(subjects, ['Welcome to Stoa', 'We have your application to Stoa']);
  });

  test('is one decision and one mail each when two administrators decide at once', async () => {
    await using world = await mailingWorld(db);
    const forms = Array.from({ length: 12 }, () => newForm());
    const ids: ApplicationId[] = [];
    for (const form of forms) ids.push(await applied(world, form));
    const another = { ...world, ownerId: await newAdministrator(db, world.clock.now()) };

    const outcomes = await overlapping(
      [world, (ctx) => applications.decide(ctx, { ids, decision: 'approved' })],
      [another, (ctx) => applications.decide(ctx, { ids: ids.toReversed(), decision: 'rejected' })],
    );

    const [approved, rejected] = outcomes.map((outcome) => {
      assert.equal(outcome.status, 'fulfilled');
      return outcome.value;
    }) as [Decisions, Decisions];
    assert.deepEqual([...approved.decided, ...rejected.decided].sort(), ids.toSorted());
    for (const [i, form] of forms.entries()) {
      const mails = await world.mailsTo(form.email);
      const isIn = approved.decided.includes(ids[i]!);
      assert.equal(mails.length, 2);
      assert.match(mails[0]!.text, isIn ? /You are in/ : /Not this time/);
    }
  });

  test('CR-04 alone lets an address in where sign-up is by application', async () => {
    await using world = await mailingWorld(db);
    const form = newForm();
    const letIn = () => isLetIn(form.email);
    const id = await applied(world, form);
    assert.equal(await letIn(), false);

    await world.asAdministrator((ctx) => applications.decide(ctx, { ids: [id], decision: 'approved' }));
    assert.equal(await letIn(), true);
  });

  test('gives an approval no reason', async () => {
    await using world = await mailingWorld(db);
    const id = await applied(world);
    await assert.rejects(
      world.asAdministrator((ctx) =>
        applications.decide(ctx, { ids: [id], decision: 'approved', reason: 'Nice' }),
      ),
      {
        code: 'stoa.invalid_input',
        fields: [
          { path: 'body.reason', code: 'not_for_approvals', message: 'Only a rejection is given a reason.' },
        ],
      },
    );
  });

  test('is in the trail with who did it, and with what was before', async () => {
    await using world = await mailingWorld(db);
    const id = await applied(world);
    await world.asAdministrator((ctx) => applications.keepNotes(ctx, { applicationId: id, notes: 'Known.' }));
    world.clock.move(1_000);
    await world.asAdministrator((ctx) =>
      applications.decide(ctx, { ids: [id], decision: 'rejected', reason: 'Not yet' }),
    );

    assert.equal((await read(world, id)).notes, 'Known.');
    assert.deepEqual(await entriesAbout(id), [
      { actor: world.ownerId, action: 'identity.application_notes_kept', changes: {} },
      {
        actor: world.ownerId,
        action: 'identity.application_rejected',
        changes: { status: { from: 'pending', to: 'rejected' }, reason: { to: 'Not yet' } },
      },
    ]);
  });
});

const Entry = z.object({ actor: z.string(), action: z.string(), changes: z.record(z.string(), z.unknown()) });

const entriesAbout = (id: ApplicationId) =>
  db.reader({ kind: 'installation' }).many(
    Entry,
    sql`
    select actor_user_id as actor, action, changes from identity.audit_entries
     where subject_id = ${id} order by created_at, id`,
  );
