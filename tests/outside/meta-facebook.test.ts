import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Candidate, messageIn, statusIn } from '../../providers/meta/index.ts';
import type { WebhookObject } from '../../providers/meta/subscriptions.ts';
import { openMetaStage, verifyToken } from './meta-stage.ts';

let stage: Awaited<ReturnType<typeof openMetaStage>>;
before(async () => {
  stage = await openMetaStage();
});
after(() => stage.close());

const limit = { timeout: 30_000 };

async function subscribed(object: WebhookObject, fields: readonly string[]) {
  await stage.meta.appWebhooks.subscribe({ object, callbackUrl: stage.callbackUrl, verifyToken, fields });
}

describe('what Facebook Login gives', () => {
  let all: readonly Candidate[];
  const one = (platform: Candidate['platform']) => all.find((candidate) => candidate.platform === platform)!;
  before(async () => {
    all = await stage.byFacebook();
    await subscribed('page', ['messages', 'message_echoes', 'feed']);
    await subscribed('whatsapp_business_account', ['messages', 'message_template_status_update']);
  });

  test('is a Page, the Instagram account linked to it, and two numbers', limit, async () => {
    assert.deepEqual(
      all.map(({ platform, name }) => [platform, name]),
      [
        ['facebook', 'Tiny Atelier'],
        ['instagram', 'Tiny Atelier'],
        ['whatsapp', 'Linen & Oak, the shop'],
        ['whatsapp', 'Linen & Oak, after sale'],
      ],
    );
    const { data } = await stage.meta.facebookLogin.debug(one('facebook').token);
    assert.deepEqual([data.isValid, data.kind, data.expiresAt], [true, 'PAGE', undefined]);
  });

  test('a Page hears and answers', limit, async () => {
    const { token, accountId, senderId } = one('facebook');
    const { messages, webhooks, conversations } = stage.meta.facebook({ token });
    await webhooks.subscribe(accountId, ['messages', 'message_echoes']);
    const { mid } = await stage.play('message', {
      account: 'tiny-atelier',
      person: 'jonas',
      text: 'Was kostet das?',
    });
    const { personId } = await stage.until(({ eventId }) => eventId === mid);
    const { data } = await messages.send(senderId, {
      to: { personId: personId! },
      content: { text: '89 Euro' },
    });
    const echo = await stage.until(({ eventId }) => eventId === data.messageId);
    assert.deepEqual([echo.platform, echo.kind, echo.personId], ['facebook', 'echo', personId]);
    const { data: profile } = await conversations.getProfile(personId!);
    assert.equal(profile.name, 'Jonas Weber');
  });

  test('an Instagram account is answered through its Page', limit, async () => {
    const { token, accountId, senderId, pageId } = one('instagram');
    const { messages, webhooks, conversations } = stage.meta.instagram({ login: 'facebook', token });
    await webhooks.subscribe(pageId!, ['messages']);
    await subscribed('instagram', ['messages']);
    const { mid } = await stage.play('message', {
      account: 'tiny.atelier',
      person: 'yuki',
      text: 'こんにちは',
    });
    const event = await stage.until(({ eventId }) => eventId === mid);
    assert.deepEqual([event.platform, event.accountId], ['instagram', accountId]);
    const { personId } = event;
    await messages.send(senderId, { to: { personId: personId! }, content: { text: 'こんにちは ✨' } });
    const { data: found } = await conversations.list(pageId!, { personId: personId! });
    const { data: said } = await conversations.listMessages(found.items[0]!.id);
    assert.equal(said.items[0]!.text, 'こんにちは ✨');
  });

  test('a number hears, fetches a photo, answers and hears what became of it', limit, async () => {
    const { token, accountId, businessAccountId } = one('whatsapp');
    const { messages, webhooks, files, templates } = stage.meta.whatsapp({ token });
    await webhooks.subscribe(businessAccountId!);
    assert.equal((await webhooks.state(businessAccountId!)).data.isSubscribed, true);
    const { phoneNumber: account } = one('whatsapp');
    const { mid } = await stage.play('message', {
      account,
      person: 'samira',
      photo: 'a parcel',
      text: 'Where is it?',
    });
    const event = await stage.until(({ eventId }) => eventId === mid);
    assert.equal(event.accountId, accountId);
    const [photo] = messageIn(event)!.files;
    const { bytes, mimeType } = await files.download(photo!.fileId!, 5_000_000);
    assert.deepEqual([mimeType, bytes.length > 100], ['image/jpeg', true]);
    await messages.markRead(accountId, mid, true);
    const to = event.personId!;
    const { data } = await messages.send(accountId, { to, content: { text: 'On its way' }, replyTo: mid });
    const told = await stage.until((one) => statusIn(one)?.messageId === data.messageId);
    assert.equal(told.eventId, `${data.messageId}/${statusIn(told)!.status}`);
    const { data: approved } = await templates.list(businessAccountId!, { status: 'APPROVED' });
    const name = approved.items.find((one) => one.name === 'we_are_back')!.name;
    await messages.send(accountId, { to, content: { template: { name, language: 'en_US' } } });
    const { data: uploaded } = await files.upload(accountId, {
      bytes: new Uint8Array(bytes),
      mimeType: 'image/jpeg',
      fileName: 'parcel.jpg',
    });
    await messages.send(accountId, { to, content: { file: { type: 'image', fileId: uploaded.fileId } } });
  });
});
