import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { newId } from '../../../kit/ids.ts';
import { MailBegun } from '../addressing/contract.ts';
import { type MailWorkspace, mailWorkspace, openMailbox } from '../mail/testing.ts';
import { MessageId } from '../messages/contract.ts';
import { beginConversation, said } from '../messages/testing.ts';
import { getDraft, putDraft } from './drafts.ts';
import { putMessage } from './sends.ts';

let w: MailWorkspace;
beforeEach(async () => {
  w = await mailWorkspace();
});

const mail: MailBegun = {
  to: [{ name: 'Ada Adler', address: 'ada@ada.test' }],
  cc: [],
  bcc: [{ name: null, address: 'root@localhost' }],
  subject: 'Re: Linen',
};

/** A conversation by mail, and one of those who may answer in it. */
async function begun() {
  const actor = await w.member('member');
  const conversation = await beginConversation(w, { channelId: await openMailbox(w) });
  const { conversationId } = conversation;
  const put = (body: string, to: MailBegun | null = null) =>
    w.as(actor, (ctx) => putDraft(ctx, { conversationId, body, mail: to }));
  const get = (who = actor) => w.reading(who, (ctx) => getDraft(ctx, { conversationId }));
  return { actor, conversation, put, get };
}

describe('what somebody has begun to write', () => {
  test('is there with its words and with whom it is to, for them alone', async () => {
    const { put, get } = await begun();
    await put('Dear Ada, ', mail);
    const { body, mail: to } = await get();
    assert.deepEqual([body, to], ['Dear Ada, ', mail]);
    assert.deepEqual(await get(await w.member('member')), { body: null, mail: null, updatedAt: null });
  });

  test('is whom it is to without words, words as it usually goes, or nothing', async () => {
    const { put, get } = await begun();
    assert.deepEqual([(await put(' ', mail)).body, (await get()).mail], [null, mail]);
    await put('Dear Ada,');
    const { body, mail: to } = await get();
    assert.deepEqual([body, to], ['Dear Ada,', null]);
    await put('', mail);
    await put(' ');
    assert.deepEqual(await get(), { body: null, mail: null, updatedAt: null });
  });

  test('is gone once it is sent', async () => {
    const { actor, conversation, put, get } = await begun();
    await said(w, conversation, { kind: 'mail' });
    await put('Dear Ada,', mail);
    const wish = { ...conversation, messageId: newId(MessageId), attachmentIds: [], body: 'Dear Ada,' };
    await w.as(actor, (ctx) => putMessage(ctx, wish, w.outside));
    assert.equal((await get()).mail, null);
  });

  test('is addressed to nobody else where it is no mail', async () => {
    const actor = await w.member('member');
    const { conversationId } = await beginConversation(w);
    await assert.rejects(
      w.as(actor, (ctx) => putDraft(ctx, { conversationId, body: 'Dear Ada,', mail })),
      { code: 'inbox.no_recipients_there' },
    );
  });

  test('is kept as far as somebody may be sorting it out, and no further', () => {
    const of = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ name: null, address: `${n}@a.test` }));
    assert.equal(MailBegun.safeParse({ ...mail, cc: of(100) }).success, true);
    assert.equal(MailBegun.safeParse({ ...mail, cc: of(101) }).success, false);
    assert.equal(MailBegun.safeParse({ ...mail, subject: 'a'.repeat(1_001) }).success, false);
  });
});
