import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { z } from 'zod';
import type { Unit } from '../../../kit/ctx.ts';
import { uuidv7 } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { runCheck } from './checking.ts';
import type { MailboxId } from './contract.ts';
import { addMailbox, getMailbox } from './mailboxes.ts';
import { runSync, sweepMailboxes } from './syncing.ts';
import { type Dovecot, startDovecot } from './testing/dovecot.ts';
import { bounceOf, letter, letterWithFiles, newMailId } from './testing/mails.ts';
import {
  type MailWorkspace,
  mailboxForm,
  mailWorkspace,
  newMailboxId,
  openMailbox,
  unitOf,
} from './testing.ts';

let dovecot: Dovecot;
before(async () => {
  dovecot = await startDovecot();
});

const Row = z.object({
  conversationId: z.string(),
  subject: z.string().nullable(),
  direction: z.string(),
  author: z.string(),
  status: z.string(),
  body: z.string().nullable(),
  mailId: z.string(),
  details: z.looseObject({ mail: z.looseObject({}) }),
});
const mailsHere = ({ ground, workspaceId }: MailWorkspace) =>
  ground.db.reader({ kind: 'workspace', workspaceId }).many(
    Row,
    sql`
    select m.conversation_id, v.subject, m.direction, m.author, m.status, m.body, m.platform_message_id as mail_id,
           m.details
      from inbox.messages m join inbox.conversations v on v.workspace_id = m.workspace_id and v.id = m.conversation_id
     order by m.happened_at, m.id`,
  );
const count = async (w: MailWorkspace, table: string) =>
  (
    await w.ground.db
      .reader({ kind: 'workspace', workspaceId: w.workspaceId })
      .one(z.object({ count: z.number() }), sql`select count(*)::int as count from inbox.${sql.id(table)}`)
  ).count;

/** A mailbox at Dovecot that was reached, and how to have it read. */
async function connected() {
  const w = await mailWorkspace();
  w.ground.clock.set(new Date());
  const user = `box-${uuidv7().slice(-12)}`;
  const owner = await w.member('owner');
  const mailboxId = newMailboxId();
  const plain = { host: '127.0.0.1', isSecure: false };
  const form = {
    ...mailboxForm(),
    address: 'info@linen.test',
    username: user,
    imap: { ...plain, port: dovecot.imapPort },
    smtp: { ...plain, port: w.outside.sandbox.smtpPort },
  };
  await w.as(owner, (ctx) =>
    addMailbox(ctx, { ...form, mailboxId, locationId: null, isForMembers: false }, w.outside),
  );
  const unit = unitOf(w);
  await runCheck(unit, { mailboxId }, w.outside);
  return {
    ...{ w, owner, user, mailboxId, unit, form },
    deliver: (mail: string) => dovecot.deliver(user, mail),
    sync: () => runSync(unit, { mailboxId }, w.outside),
    state: () => w.reading(owner, (ctx) => getMailbox(ctx, { mailboxId })),
  };
}

describe('a mailbox that is read', () => {
  test('is reached, and brings every mail once, with whoever wrote it', async () => {
    const { w, deliver, sync, state } = await connected();
    assert.equal((await state()).state, 'open');
    await deliver(letter());
    await deliver(letter({ from: 'bob@bob.test', subject: 'Wool' }));
    await sync();
    await sync();
    const mails = await mailsHere(w);
    assert.deepEqual(
      mails.map(({ subject, direction, author, body }) => [subject, direction, author, body]),
      [
        ['Linen from Athens', 'inbound', 'contact', 'Do you ship to Rome?'],
        ['Wool', 'inbound', 'contact', 'Do you ship to Rome?'],
      ],
    );
    assert.deepEqual([await count(w, 'identities'), await count(w, 'contacts')], [2, 2]);
  });

  test('goes on where it was after an outage, without loss and without doubles', async () => {
    const { w, deliver, sync, state } = await connected();
    const own = await startDovecot();
    const user = `box-${uuidv7().slice(-12)}`;
    const mailboxId = await openMailbox(w, {
      ...{ address: 'outage@linen.test', imapPort: own.imapPort, username: user },
      smtpPort: w.outside.sandbox.smtpPort,
    });
    const unit = unitOf(w);
    await runCheck(unit, { mailboxId }, w.outside);
    const read = () => runSync(unit, { mailboxId }, w.outside);
    await own.deliver(user, letter({ subject: 'One' }));
    await read();
    await own.stop();
    await own.deliver(user, letter({ subject: 'Two' }));
    await read();
    const trouble = await w.reading(await w.member('owner'), (ctx) => getMailbox(ctx, { mailboxId }));
    assert.deepEqual([trouble.state, trouble.trouble], ['open', 'connection_refused']);
    await own.start();
    await own.deliver(user, letter({ subject: 'Three' }));
    await read();
    await deliver(letter({ subject: 'Elsewhere' }));
    await sync();
    // Dates of mails are whole seconds: of two in one, either may stand first.
    assert.deepEqual((await mailsHere(w)).map(({ subject }) => subject).sort(), [
      'Elsewhere',
      'One',
      'Three',
      'Two',
    ]);
    assert.equal((await state()).trouble, null);
  });

  test('says the same when a process dies between having a mail and keeping it', async () => {
    const { w, deliver, mailboxId } = await connected();
    await deliver(letterWithFiles());
    await deliver(letter());
    for (const dyingAt of [2, 3, 4, 5]) {
      const killed = dyingUnit(w, dyingAt);
      await assert.rejects(runSync(killed, { mailboxId }, w.outside), { message: 'killed' });
    }
    await runSync(unitOf(w), { mailboxId }, w.outside);
    const [first, second] = await mailsHere(w);
    assert.deepEqual(
      [first!.subject, second!.subject, (await mailsHere(w)).length],
      ['A photo', 'Linen from Athens', 2],
    );
    assert.equal(await count(w, 'attachments'), 2);
  });

  test('is the same when the server numbers its mails anew', async () => {
    const { w, user, deliver, sync } = await connected();
    await deliver(letter({ subject: 'Before' }));
    await sync();
    await dovecot.renumber(user);
    await deliver(letter({ subject: 'After' }));
    await sync();
    assert.deepEqual(
      (await mailsHere(w)).map(({ subject }) => subject),
      ['Before', 'After'],
    );
  });

  test('has what was written in another program, as ours, in the same thread', async () => {
    const { w, user, deliver, sync } = await connected();
    const asked = newMailId();
    await deliver(letter({ id: asked }));
    await sync();
    await dovecot.deliver(
      `${user}/.Sent`,
      letter({
        from: 'info@linen.test',
        to: 'Ada <ada@ada.test>',
        subject: 'Re: Linen from Athens',
        text: 'Yes.',
        headers: { 'In-Reply-To': asked },
      }),
    );
    await sync();
    // Both may be of the same second, so either may stand first.
    const mails = await mailsHere(w);
    const answer = mails.find(({ direction }) => direction === 'outbound');
    assert.deepEqual([mails.length, answer?.author, answer?.status], [2, 'elsewhere', 'sent']);
    assert.equal(new Set(mails.map(({ conversationId }) => conversationId)).size, 1);
  });

  test('keeps pictures and files of a mail, and the names its text calls them by', async () => {
    const { w, deliver, sync } = await connected();
    await deliver(letterWithFiles());
    await sync();
    const files = await w.ground.db.reader({ kind: 'workspace', workspaceId: w.workspaceId }).many(
      z.object({
        name: z.string().nullable(),
        kind: z.string(),
        mediaType: z.string(),
        key: z.string(),
        contentId: z.string().nullable(),
      }),
      sql`
      select a.name, a.kind, a.media_type, a.storage_key as key, p.content_id from inbox.attachments a
        left join inbox.mail_pictures p on p.workspace_id = a.workspace_id and p.attachment_id = a.id
       order by a.place`,
    );
    assert.deepEqual(
      files.map(({ name, kind, mediaType, contentId }) => [name, kind, mediaType, contentId]),
      [
        ['photo.png', 'image', 'image/webp', 'photo@ada.test'],
        ['Invoice 12.pdf', 'file', 'application/pdf', null],
      ],
    );
    for (const { key } of files) assert.ok(await w.outside.storage.stat(key));
    const [{ details }] = (await mailsHere(w)) as [z.infer<typeof Row>];
    assert.deepEqual([details.mail.hasHtml, details.mail.remoteImagesCount], [true, 1]);
  });

  test('passes nothing over in silence: what cannot be read is there, and says so', async () => {
    const { w, deliver, sync } = await connected();
    const nested = Array.from(
      { length: 4_000 },
      (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`,
    );
    await deliver(
      `From: eve@eve.test\r\nSubject: Broken\r\nMessage-ID: ${newMailId()}\r\n${nested.join('')}`,
    );
    await deliver(letter({ subject: 'Fine' }));
    await sync();
    const mails = await mailsHere(w);
    assert.deepEqual(
      mails.map(({ subject, details }) => [subject, details.mail.lacking]),
      [
        ['Broken', 'unreadable'],
        ['Fine', null],
      ],
    );
  });

  test('takes the answer of a machine for what it is', async () => {
    const { w, deliver, sync } = await connected();
    await deliver(letter({ subject: 'Away', headers: { 'Auto-Submitted': 'auto-replied' } }));
    await deliver(letter({ subject: 'News', headers: { 'List-Unsubscribe': '<https://ada.test/off>' } }));
    await deliver(bounceOf('<none@linen.test>'));
    await sync();
    assert.deepEqual(
      (await mailsHere(w)).map(({ details }) => details.mail.automatic),
      ['reply', 'bulk', 'bounce'],
    );
  });

  test('is broken when its password is refused again and again, and not for once', async () => {
    const { w, form, mailboxId, sync, state } = await connected();
    void form;
    const wrong = { ...w.outside, vault: { ...w.outside.vault, open: () => Buffer.from('wrong') } };
    const fail = () => runSync(unitOf(w), { mailboxId }, wrong);
    await fail();
    assert.deepEqual([(await state()).state, (await state()).trouble], ['open', 'password_refused']);
    await sync();
    assert.equal((await state()).trouble, null);
    for (let i = 0; i < 3; i++) await fail();
    assert.deepEqual([(await state()).state, (await state()).brokenReason], ['broken', 'password_refused']);
  });

  test('is sent for by turns', async () => {
    const { w, mailboxId, sync } = await connected();
    await sync();
    const waiting = async () =>
      (
        await w.ground.db.reader({ kind: 'owner' }).many(
          z.object({ id: z.string() }),
          sql`select id from pgboss.job where name = 'inbox.sync_mailbox'
               and data->'payload'->>'mailboxId' = ${mailboxId}`,
        )
      ).length;
    const before = await waiting();
    await w.system.work(sweepMailboxes);
    assert.equal(await waiting(), before);
    w.ground.clock.set(new Date(w.ground.clock.now().getTime() + 5 * 60_000));
    await w.ground.db.transaction({ kind: 'owner' }, (tx) =>
      tx.run(sql`delete from pgboss.job where data->'payload'->>'mailboxId' = ${mailboxId}`),
    );
    await w.system.work(sweepMailboxes);
    await w.system.work(sweepMailboxes);
    assert.equal(await waiting(), 1);
  });
});

describe('a mailbox that is tried', () => {
  const outcome = async (change: object, outside?: object) => {
    const w = await mailWorkspace();
    const owner = await w.member('owner');
    const mailboxId: MailboxId = newMailboxId();
    const form = {
      ...mailboxForm(),
      imap: { host: '127.0.0.1', port: dovecot.imapPort, isSecure: false },
      smtp: { host: '127.0.0.1', port: w.outside.sandbox.smtpPort, isSecure: false },
      ...change,
    };
    await w.as(owner, (ctx) =>
      addMailbox(ctx, { ...form, mailboxId, locationId: null, isForMembers: false }, w.outside),
    );
    await runCheck(unitOf(w), { mailboxId }, { ...w.outside, ...outside });
    const { state, brokenReason } = await w.reading(owner, (ctx) => getMailbox(ctx, { mailboxId }));
    return brokenReason ?? state;
  };
  const localhost = () => ({ host: 'localhost', port: dovecot.imapsPort, isSecure: true });

  test('is open when it is reached in and out', async () => {
    assert.equal(await outcome({}), 'open');
  });
  test('says that the password is wrong', async () => {
    assert.equal(await outcome({ password: 'wrong' }), 'password_refused');
  });
  test('says that there is no such host', async () => {
    assert.equal(
      await outcome({ imap: { host: 'nowhere.invalid', port: 993, isSecure: true } }),
      'host_not_found',
    );
  });
  test('says that nobody listens there', async () => {
    assert.equal(
      await outcome({ imap: { host: '127.0.0.1', port: 1, isSecure: true } }),
      'connection_refused',
    );
  });
  test('says that the certificate is not to be trusted, and reaches it once it is', async () => {
    assert.equal(await outcome({ imap: localhost() }), 'certificate_refused');
    const known = getCACertificates('default');
    setDefaultCACertificates([...known, dovecot.certificate]);
    try {
      assert.equal(await outcome({ imap: localhost() }), 'open');
    } finally {
      setDefaultCACertificates(known);
    }
  });
  test('says that it is no mail server that answers', async () => {
    const port = Number(new URL((await mailWorkspace()).outside.sandbox.url).port);
    assert.match(
      await outcome({ imap: { host: '127.0.0.1', port, isSecure: true } }),
      /no_mail_server|timed_out/,
    );
  });
  test('never leads to this machine or its network, whatever it is called', async () => {
    for (const host of ['127.0.0.1', 'localhost', '10.0.0.1', '169.254.169.254', '0.0.0.0', '::1'])
      assert.equal(
        await outcome({ imap: { host, port: 993, isSecure: true } }, { allowPrivate: false }),
        'address_not_allowed',
        host,
      );
  });
  test('says no password to a server that does not encrypt', async () => {
    const { sandbox } = (await mailWorkspace()).outside;
    const { handOver } = await import('../../../providers/mail/smtp.ts');
    await assert.rejects(
      handOver(
        {
          ...{ host: '127.0.0.1', address: '127.0.0.1', port: sandbox.smtpPort, isSecure: false },
          ...{ mayBePlain: false, user: 'info', password: 'secret' },
        },
        { from: 'info@linen.test', to: ['ada@ada.test'], raw: Buffer.from(letter()) },
      ),
      ({ facts }) => facts.code === 'encryption_missing',
    );
  });
});

/** A worker that is killed in the middle of its nth transaction. */
function dyingUnit(w: MailWorkspace, dyingAt: number): Unit {
  let nth = 0;
  const unit = unitOf(w);
  return {
    ...unit,
    work: (fn) =>
      unit.work(async (ctx) => {
        const answer = await fn(ctx);
        if (++nth === dyingAt) throw new Error('killed');
        return answer;
      }),
  };
}
