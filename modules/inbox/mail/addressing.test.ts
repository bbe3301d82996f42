import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { MessageId } from '../messages/contract.ts';
import { beginConversation, said } from '../messages/testing.ts';
import { putMessage } from '../sending/sends.ts';
import { answerSubject, answerTo, answerToAll, type MailAddress, MailWish } from './contract.ts';
import { type MailWorkspace, mailWorkspace, openMailbox } from './testing.ts';

const somebody = (name: string): MailAddress => ({ name, address: `${name}@ada.test` });
const own = 'info@linen.test';
const [ada, ben, cem, desk] = ['ada', 'ben', 'cem', 'desk'].map(somebody) as [MailAddress, ...MailAddress[]];
const us = { name: 'Linen & Oak', address: own };
const theirs = { from: ada, replyTo: null, to: [us, ben!], cc: [cem!, ada] };

describe('whom an answer is to', () => {
  test('is whoever wrote, where they want to be answered, and nobody else', () => {
    assert.deepEqual(answerTo(theirs, cem!, own), { to: [ada], cc: [] });
    assert.deepEqual(answerTo({ ...theirs, replyTo: desk! }, cem!, own), { to: [desk], cc: [] });
    assert.deepEqual(answerTo({ ...theirs, replyTo: us }, cem!, own), { to: [ada], cc: [] });
    assert.deepEqual(answerTo(undefined, cem!, own), { to: [cem], cc: [] });
  });

  test('is to all who had it when that is asked for, each once, and never to ourselves', () => {
    assert.deepEqual(answerToAll(theirs, cem!, own), { to: [ada], cc: [ben, cem] });
    assert.deepEqual(answerToAll({ ...theirs, replyTo: ben! }, cem!, own), { to: [ben], cc: [cem, ada] });
    assert.deepEqual(answerToAll(undefined, cem!, own), { to: [cem], cc: [] });
  });

  test('is called as what it answers, and says so once', () => {
    assert.deepEqual(['Linen', 'RE: Linen', ''].map(answerSubject), ['Re: Linen', 'RE: Linen', '']);
  });

  test('is refused where it is no address, or nobody, by the name of its field', () => {
    const refusedAt = (wish: object) =>
      MailWish.safeParse(wish).error?.issues.map(({ path }) => path.join('.'));
    assert.deepEqual(refusedAt({ to: ['ada@ada.test'], bcc: ['ada at home'] }), ['bcc.0']);
    assert.deepEqual(refusedAt({ to: [], subject: 'Linen' }), ['to']);
    assert.deepEqual(refusedAt({ to: ['ada@ada.test'], subject: ' ' }), ['subject']);
  });
});

const Kept = z.object({ to: z.any(), cc: z.any(), bcc: z.any(), subject: z.string() });

async function keptOf(w: MailWorkspace, messageId: MessageId) {
  const rows = await w.ground.db.transaction({ kind: 'workspace', workspaceId: w.workspaceId }, (tx) =>
    tx.many(
      Kept,
      sql`
      select details->'mail'->'to' as to, details->'mail'->'cc' as cc, details->'mail'->'bcc' as bcc,
             details->'mail'->>'subject' as subject
        from inbox.messages where id = ${messageId}`,
    ),
  );
  return rows[0];
}

describe('an answer that says whom it is to', () => {
  const mail = { to: ['ada@ada.test'], cc: ['ben@ada.test', 'ben@ada.test'], bcc: ['cem@ada.test'] };

  test('keeps it before it goes out, each once; the same again is the same, another is refused', async () => {
    const w = await mailWorkspace();
    const me = await w.member('owner');
    const begun = await beginConversation(w, { channelId: await openMailbox(w) });
    await said(w, begun, { kind: 'mail' });
    const wish = { ...begun, messageId: newId(MessageId), body: 'Yes.', attachmentIds: [], mail };
    const put = (more: object) => w.as(me, (ctx) => putMessage(ctx, { ...wish, ...more }, w.outside));
    await put({});
    await put({});
    const plain = (address: string) => ({ name: null, address });
    const kept = await keptOf(w, wish.messageId);
    assert.deepEqual(
      [kept!.to, kept!.cc, kept!.bcc],
      [[plain('ada@ada.test')], [plain('ben@ada.test')], [plain('cem@ada.test')]],
    );
    await assert.rejects(put({ mail: { ...mail, bcc: [] } }), { code: 'inbox.message_reused' });
  });

  test('is refused where messages are no mails, and nothing of it is kept', async () => {
    const w = await mailWorkspace();
    const me = await w.member('owner');
    const begun = await beginConversation(w);
    await said(w, begun);
    const wish = { ...begun, messageId: newId(MessageId), body: 'Yes.', attachmentIds: [], mail };
    await assert.rejects(
      w.as(me, (ctx) => putMessage(ctx, wish, w.outside)),
      { code: 'inbox.no_recipients_there' },
    );
    assert.equal(await keptOf(w, wish.messageId), undefined);
  });
});
