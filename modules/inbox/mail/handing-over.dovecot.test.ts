import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import { newId, uuidv7 } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { type ConversationId, MessageId } from '../messages/contract.ts';
import { runSend } from '../sending/dispatch.ts';
import { putMessage } from '../sending/sends.ts';
import { retryMessage } from '../sending/waiting.ts';
import { runCheck } from './checking.ts';
import type { MailWish } from './contract.ts';
import { runSendMail, sweepMails } from './handing-over.ts';
import { mailIdOf } from './mail-ids.ts';
import { runSync } from './syncing.ts';
import { type Dovecot, startDovecot } from './testing/dovecot.ts';
import { bounceOf, letter, newMailId } from './testing/mails.ts';
import { mailWorkspace, nameInMailbox, openMailbox, unitOf } from './testing.ts';
import { writeFirst } from './writing-first.ts';

let dovecot: Dovecot;
before(async () => {
  dovecot = await startDovecot();
});

const minuteMs = 60_000;

/** A mailbox with a mail in it, and how to answer that. */
async function asked(
  person = `ada-${uuidv7().slice(-12)}@ada.test`,
  part: Parameters<typeof letter>[0] = {},
) {
  const w = await mailWorkspace();
  w.ground.clock.set(new Date());
  const [user, owner] = [`box-${uuidv7().slice(-12)}`, await w.member('owner')];
  const mailboxId = await openMailbox(w, {
    ...{ address: 'info@linen.test', imapPort: dovecot.imapPort, username: user },
    smtpPort: w.outside.sandbox.smtpPort,
  });
  const unit = unitOf(w);
  await runCheck(unit, { mailboxId }, w.outside);
  const id = newMailId();
  await dovecot.deliver(user, letter({ from: `Ada Adler <${person}>`, id, ...part }));
  const sync = () => runSync(unit, { mailboxId }, w.outside);
  await sync();
  const { conversationId } = await w.ground.db
    .reader({ kind: 'workspace', workspaceId: w.workspaceId })
    .one(
      z.object({ conversationId: z.string() }),
      sql`select id as conversation_id from inbox.conversations`,
    );

  const due = async () => {
    w.ground.clock.set(new Date(w.ground.clock.now().getTime() + 6_000));
    await runSend(unit, { conversationId: conversationId as ConversationId }, w.outside);
  };
  const answer = async (body = 'Yes, we do.', mail?: MailWish) => {
    const messageId = newId(MessageId);
    const place = { conversationId: conversationId as ConversationId, messageId };
    const wish = { ...place, body, attachmentIds: [], mail };
    await w.as(owner, (ctx) => putMessage(ctx, wish, w.outside));
    await due();
    return messageId;
  };
  const send = (messageId: MessageId) => runSendMail(unit, { messageId }, w.outside);
  const stateOf = async (messageId: MessageId) => {
    const { status, failureCode } = await w.ground.db
      .reader({ kind: 'workspace', workspaceId: w.workspaceId })
      .one(
        z.object({ status: z.string(), failureCode: z.string().nullable() }),
        sql`select status, failure_code from inbox.messages where id = ${messageId}`,
      );
    return failureCode ?? status;
  };
  const arrived = async (to = person) =>
    (await w.outside.mailsTo(to)).filter(({ messageId }) => messageId !== '');
  return {
    w,
    owner,
    user,
    mailboxId,
    unit,
    conversationId,
    person,
    id,
    answer,
    due,
    send,
    stateOf,
    arrived,
    sync,
  };
}

describe('a mail that answers', () => {
  test('goes out once, to whoever wrote, in their thread, signed and with their words below', async () => {
    const { w, mailboxId, id, answer, send, stateOf, arrived } = await asked();
    await w.system.work((ctx) =>
      ctx.tx.run(sql`update inbox.email_accounts set signature = 'Linen & Oak' where id = ${mailboxId}`),
    );
    const messageId = await answer();
    await send(messageId);
    await send(messageId);
    const [mail, ...more] = await arrived();
    assert.deepEqual([await stateOf(messageId), more.length], ['sent', 0]);
    assert.deepEqual(
      [mail!.subject, mail!.messageId, mail!.headers?.['in-reply-to'], mail!.headers?.references],
      ['Re: Linen from Athens', mailIdOf(messageId, 'info@linen.test'), id, id],
    );
    assert.match(
      mail!.text,
      /^Yes, we do\.\n\n-- \nLinen & Oak\n\nOn .* UTC, Ada Adler wrote:\n> Do you ship to Rome\?/,
    );
  });

  test('goes where they want to be answered, and to nobody else who was told', async () => {
    const other = `desk-${uuidv7().slice(-12)}@ada.test`;
    const cc = `boss-${uuidv7().slice(-12)}@ada.test`;
    const { answer, send, arrived } = await asked(undefined, { headers: { 'Reply-To': other, Cc: cc } });
    await send(await answer());
    assert.deepEqual([(await arrived(other)).length, (await arrived(cc)).length], [1, 0]);
  });

  test('goes to all it is addressed to and nobody else, as it is called; the hidden are in no header', async () => {
    const { person, answer, send, arrived, stateOf } = await asked();
    const [cc, bcc] = ['boss', 'hidden'].map((name) => `${name}-${uuidv7().slice(-12)}@ada.test`);
    const wish = { to: [cc!], cc: [`desk-${cc}`], bcc: [bcc!], subject: 'About linen' };
    const messageId = await answer('Yes, we do.', wish);
    await send(messageId);
    assert.equal(await stateOf(messageId), 'sent');
    for (const one of [...wish.to, ...wish.cc, ...wish.bcc]) {
      const [mail, ...more] = await arrived(one);
      assert.deepEqual([mail!.subject, more.length], ['About linen', 0]);
      assert.ok(!JSON.stringify(mail!.headers).includes(bcc!));
      assert.match(String(mail!.headers?.cc), /desk-boss/);
    }
    assert.equal((await arrived(person)).length, 0);
  });

  test('is kept among the sent ones, and is no second message when it is read from there', async () => {
    const { w, user, answer, send, sync } = await asked();
    const messageId = await answer();
    await send(messageId);
    const sent = await dovecot.mailsIn(user, 'Sent');
    assert.equal(sent.length, 1);
    assert.ok(sent[0]!.includes(mailIdOf(messageId, 'info@linen.test')));
    await sync();
    const { count } = await w.ground.db
      .reader({ kind: 'workspace', workspaceId: w.workspaceId })
      .one(
        z.object({ count: z.number() }),
        sql`select count(*)::int as count from inbox.messages where kind = 'mail'`,
      );
    assert.equal(count, 2);
  });

  test('is not brought to the sent ones by us where the server has done so', async () => {
    const { user, answer, send } = await asked();
    const messageId = await answer();
    const copy = letter({ from: 'info@linen.test', id: mailIdOf(messageId, 'info@linen.test') });
    await dovecot.deliver(`${user}/.Sent`, copy);
    await send(messageId);
    assert.equal((await dovecot.mailsIn(user, 'Sent')).length, 1);
  });

  test('has failed where the server refuses whom it is for, and can be sent again then', async () => {
    const { w, owner, conversationId, answer, due, send, stateOf } = await asked('rejected@ada.test');
    const messageId = await answer();
    await send(messageId);
    assert.equal(await stateOf(messageId), 'rejected');
    await w.as(owner, (ctx) =>
      retryMessage(ctx, { conversationId: conversationId as ConversationId, messageId }, w.outside),
    );
    await due();
    assert.equal(await stateOf(messageId), 'queued');
  });

  test('waits where the server puts it off, and goes at another turn', async () => {
    const person = `greylisted@${uuidv7().slice(-12)}.test`;
    const { answer, send, stateOf, arrived } = await asked(person);
    const messageId = await answer();
    await send(messageId);
    assert.equal(await stateOf(messageId), 'queued');
    await send(messageId);
    assert.deepEqual([await stateOf(messageId), (await arrived()).length], ['sent', 1]);
  });

  test('has failed when no server took it for a day', async () => {
    const { w, answer, send, stateOf } = await asked('unavailable@ada.test');
    const messageId = await answer();
    await send(messageId);
    w.ground.clock.set(new Date(w.ground.clock.now().getTime() + 25 * 60 * minuteMs));
    await send(messageId);
    assert.equal(await stateOf(messageId), 'unavailable');
  });

  test('is returned: what did not arrive has failed, though it had gone out', async () => {
    const { user, answer, send, stateOf, sync } = await asked();
    const messageId = await answer();
    await send(messageId);
    await dovecot.deliver(user, bounceOf(mailIdOf(messageId, 'info@linen.test')));
    await sync();
    assert.equal(await stateOf(messageId), 'rejected');
  });
});

describe('a mail whose outcome was lost', () => {
  const lost = () => asked(`lost-answer@${uuidv7().slice(-12)}.test`);

  test('is never sent again, and is sent when it is found among the sent ones', async () => {
    const { user, answer, send, stateOf, arrived } = await lost();
    const messageId = await answer();
    await send(messageId);
    assert.equal(await stateOf(messageId), 'unknown');
    await send(messageId);
    assert.deepEqual([await stateOf(messageId), (await arrived()).length], ['unknown', 1]);
    await dovecot.deliver(`${user}/.Sent`, letter({ id: mailIdOf(messageId, 'info@linen.test') }));
    await send(messageId);
    assert.deepEqual([await stateOf(messageId), (await arrived()).length], ['sent', 1]);
  });

  test('is found as well by whoever reads the folder', async () => {
    const { user, answer, send, stateOf, sync } = await lost();
    const messageId = await answer();
    await send(messageId);
    await dovecot.deliver(`${user}/.Sent`, letter({ id: mailIdOf(messageId, 'info@linen.test') }));
    await sync();
    assert.equal(await stateOf(messageId), 'sent');
  });

  test('is told as unknown for good when it was looked for often enough, and is not sent again by hand', async () => {
    const { w, owner, conversationId, answer, send, stateOf, arrived } = await lost();
    const messageId = await answer();
    for (let i = 0; i < 12; i++) await send(messageId);
    assert.deepEqual([await stateOf(messageId), (await arrived()).length], ['outcome_unknown', 1]);
    await assert.rejects(
      w.as(owner, (ctx) =>
        retryMessage(ctx, { conversationId: conversationId as ConversationId, messageId }, w.outside),
      ),
      { code: 'inbox.message_may_have_arrived' },
    );
  });

  test('is looked for as well where the process died while it was handed over', async () => {
    const { w, answer, send, stateOf, arrived } = await asked();
    const messageId = await answer();
    await w.system.work((ctx) =>
      ctx.tx.run(sql`update inbox.messages set status = 'sending' where id = ${messageId}`),
    );
    await w.system.work((ctx) =>
      ctx.tx.run(
        sql`update inbox.mail_details set handed_over_at = ${ctx.now} where message_id = ${messageId}`,
      ),
    );
    await send(messageId);
    assert.equal(await stateOf(messageId), 'sending');
    w.ground.clock.set(new Date(w.ground.clock.now().getTime() + 5 * minuteMs));
    await send(messageId);
    assert.deepEqual([await stateOf(messageId), (await arrived()).length], ['unknown', 0]);
  });

  test('is found by the sweep, as is one whose job is gone', async () => {
    const { w, answer } = await asked();
    const messageId = await answer();
    const jobs = async () =>
      (
        await w.ground.db
          .reader({ kind: 'owner' })
          .many(
            z.object({ id: z.string() }),
            sql`select id from pgboss.job where name = 'inbox.send_mail' and data->'payload'->>'messageId' = ${messageId}`,
          )
      ).length;
    await w.ground.db.transaction({ kind: 'owner' }, (tx) =>
      tx.run(sql`delete from pgboss.job where data->'payload'->>'messageId' = ${messageId}`),
    );
    w.ground.clock.set(new Date(Date.now() + 10 * minuteMs));
    await w.system.work(sweepMails);
    await w.system.work(sweepMails);
    assert.equal(await jobs(), 1);
  });
});

describe('a mail to somebody who has not written', () => {
  async function writer() {
    const w = await mailWorkspace();
    w.ground.clock.set(new Date());
    const mailboxId = await openMailbox(w, {
      ...{ address: 'info@linen.test', imapPort: dovecot.imapPort, username: `box-${uuidv7().slice(-12)}` },
      smtpPort: w.outside.sandbox.smtpPort,
    });
    const unit = unitOf(w);
    await runCheck(unit, { mailboxId }, w.outside);
    const to = ['a', 'b', 'c'].map((name) => `${name}-${uuidv7().slice(-12)}@ada.test`);
    const mail = {
      ...{ mailboxId, messageId: newId(MessageId), subject: 'Your order', body: 'It is on its way.' },
      ...{ to: [to[0]!], cc: [to[1]!], bcc: [to[2]!] },
    };
    return { w, unit, to, mail };
  }

  test('goes to all it is for, begins one thread, and shows nobody who is not to be seen', async () => {
    const { w, unit, to, mail } = await writer();
    const member = await w.member('member');
    const write = () => w.as(member, (ctx) => writeFirst(ctx, mail, w.outside));
    const { conversationId } = await write();
    assert.equal((await write()).conversationId, conversationId);
    w.ground.clock.set(new Date(w.ground.clock.now().getTime() + 6_000));
    await runSend(unit, { conversationId }, w.outside);
    await runSendMail(unit, { messageId: mail.messageId }, w.outside);
    for (const address of to) {
      const [arrived, ...more] = await w.outside.mailsTo(address);
      assert.deepEqual([arrived!.subject, more.length], ['Your order', 0]);
      assert.ok(!JSON.stringify(arrived!.headers).includes(to[2]!));
    }
    await assert.rejects(
      w.as(member, (ctx) => writeFirst(ctx, { ...mail, body: 'Something else' }, w.outside)),
      { code: 'inbox.message_reused' },
    );
  });

  test('SE-129 is written by those who may write from the mailbox', async () => {
    const { w, mail } = await writer();
    const [viewer, reader] = [await w.member('viewer'), await w.member('member')];
    await nameInMailbox(w, mail.mailboxId, reader.memberId, 'readonly');
    for (const actor of [viewer, reader])
      await assert.rejects(
        w.as(actor, (ctx) => writeFirst(ctx, mail, w.outside)),
        { code: 'stoa.not_permitted' },
      );
    const hidden = await openMailbox(w, { memberOnly: true, owner: reader });
    await assert.rejects(
      w.as(await w.member('owner'), (ctx) => writeFirst(ctx, { ...mail, mailboxId: hidden }, w.outside)),
      { code: 'inbox.mailbox_not_found' },
    );
  });
});
