import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { asciiJson, merged } from './hooks.ts';
import { instagramApp } from './state.ts';
import {
  appToken,
  type Listener,
  type MetaWorld,
  openListener,
  openMetaWorld,
  shortToken,
  subscribeApp,
  userToken,
} from './testing.ts';

const everything =
  'messages,message_reactions,messaging_seen,message_edit,messaging_postbacks,comments,mentions,standby';
let m: MetaWorld;
let hook: Listener;
before(async () => {
  m = await openMetaWorld();
});
after(() => m.close());
beforeEach(async () => {
  hook = await openListener();
  await m.world.reset();
});
afterEach(() => hook.close());

/** An account that is told of, by Instagram Login. */
async function listening(account = 'linen.and.oak', fields = everything): Promise<string> {
  const url = hook.url;
  assert.equal(
    (await subscribeApp(m, 'instagram', { object: 'instagram', url, fields: everything })).status,
    200,
  );
  const token = await shortToken(m, account);
  const { body } = await m.call('POST', 'graph.instagram.com/v25.0/me/subscribed_apps', {
    query: { subscribed_fields: fields },
    token,
  });
  assert.deepEqual(body, { success: true });
  return token;
}
const say = (text: string, more: Record<string, unknown> = {}) =>
  m.play('message', { account: 'linen.and.oak', person: 'nora', text, ...more });

async function addressOf(server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe('subscribing an app', () => {
  test('asks the address first, with a challenge that no number can hold', async () => {
    const refused = await subscribeApp(m, 'instagram', {
      object: 'instagram',
      url: hook.url,
      fields: 'messages',
      token: 'another',
    });
    assert.deepEqual([refused.status, refused.body.error.code], [400, 2200]);
    const careless = createServer((request, response) => {
      const challenge = new URL(request.url!, 'http://here').searchParams.get('hub.challenge');
      response.end(String(Number(challenge)));
    });
    const url = await addressOf(careless);
    const wrong = await subscribeApp(m, 'instagram', { object: 'instagram', url, fields: 'messages' });
    careless.close();
    assert.equal(wrong.body.error.code, 2200);
    const facts = { object: 'instagram', url: hook.url, fields: 'messages,comments' };
    assert.deepEqual((await subscribeApp(m, 'instagram', facts)).body, { success: true });
    const list = await m.call('GET', `graph.facebook.com/${instagramApp.id}/subscriptions`, {
      token: appToken.instagram,
    });
    assert.deepEqual(
      list.body.data[0].fields.map(({ name }: any) => name),
      ['messages', 'comments'],
    );
  });

  test('refuses a field or an object that does not exist, and whoever is not the app', async () => {
    const code = async (object: string, fields: string) =>
      (await subscribeApp(m, 'instagram', { object, url: hook.url, fields })).body.error.code;
    assert.equal(await code('instagram', 'telepathy'), 100);
    assert.equal(await code('page', 'messages'), 100);
    const token = await shortToken(m, 'linen.and.oak');
    const foreign = await m.call('GET', `graph.instagram.com/${instagramApp.id}/subscriptions`, { token });
    assert.equal(foreign.body.error.code, 15);
  });
});

describe('what is told', () => {
  test('is signed over bytes that have nothing but ASCII in them', async () => {
    await listening();
    await say('Très joli ✨ https://shop.test/');
    await hook.until(1);
    const [one] = hook.heard;
    assert.equal(one!.signedBy, 'instagram');
    assert.match(one!.raw, /Tr\\u00e8s joli \\u2728 https:\\\/\\\/shop\.test\\\//);
    const { id } = await m.facts('linen.and.oak');
    const [entry] = one!.body.entry;
    assert.deepEqual([one!.body.object, entry.id, entry.messaging[0].recipient.id], ['instagram', id, id]);
    assert.equal(entry.messaging[0].message.text, 'Très joli ✨ https://shop.test/');
    assert.ok(entry.time > 1e12 && entry.messaging[0].timestamp > 1e12, 'in milliseconds');
  });

  test('is told to nobody who did not subscribe this account to this field', async () => {
    await listening('tiny.atelier');
    await say('Hello?');
    const token = await listening('linen.and.oak', 'comments');
    await say('Hello??');
    await m.play('comment', { account: 'linen.and.oak', person: 'nora', text: 'price?' });
    await hook.until(1);
    assert.equal(hook.heard[0]!.body.entry[0].changes[0].value.text, 'price?');
    await m.call('DELETE', 'graph.instagram.com/me/subscribed_apps', { token });
    await m.play('comment', { account: 'linen.and.oak', person: 'nora', text: 'still?' });
    assert.equal(m.world.post.parcels().length, 1);
  });

  test('has three forms, of which an account can be set to each', async () => {
    await listening();
    const send = async (shape: string) => {
      await m.play('shape', { account: 'linen.and.oak', shape });
      const before = hook.heard.length;
      await m.play('comment', { account: 'linen.and.oak', person: 'nora', text: shape });
      await hook.until(before + 1);
      return hook.heard.at(-1)!.body.entry[0];
    };
    const usual = await send('usual');
    assert.equal(usual.changes[0].field, 'comments');
    assert.ok(usual.time < 1e11, 'in seconds');
    const flat = await send('flat');
    assert.deepEqual([flat.field, flat.value.text, flat.changes], ['comments', 'flat', undefined]);
    await m.play('shape', { account: 'linen.and.oak', shape: 'changes' });
    const before = hook.heard.length;
    await say('as a change');
    await hook.until(before + 1);
    const [change] = hook.heard.at(-1)!.body.entry[0].changes;
    assert.deepEqual([change.field, change.value.message.text], ['messages', 'as a change']);
  });

  test('goes to the standby list while another app answers, and the account cannot send', async () => {
    const token = await listening();
    await m.play('standby', { account: 'linen.and.oak', on: true });
    const { from } = await say('Anybody?');
    await hook.until(1);
    const [entry] = hook.heard[0]!.body.entry;
    assert.deepEqual([entry.standby[0].message.text, entry.messaging], ['Anybody?', undefined]);
    const sent = await m.call('POST', 'graph.instagram.com/me/messages', {
      json: { recipient: { id: from }, message: { text: 'Here!' } },
      token,
    });
    assert.equal(sent.body.error.error_subcode, 2018300);
  });

  test('tells of reactions, edits, what was unsent, buttons, stories and what was seen', async () => {
    await listening();
    const { mid } = await say('Is it warm?');
    await m.play('own-message', { account: 'linen.and.oak', person: 'nora', text: 'Very.' });
    const to = { account: 'linen.and.oak', person: 'nora' };
    await m.play('edit', { ...to, mid, text: 'Is it warm enough?' });
    await m.play('reaction', { ...to, emoji: '❤' });
    await m.play('reaction', { ...to, emoji: '' });
    await m.play('seen', to);
    await m.play('postback', { ...to, title: 'Sizes', payload: 'SIZES' });
    await m.play('message', { ...to, storyMention: 'yes' });
    await m.play('message', { ...to, text: 'Lovely', story: 'newest' });
    await m.play('unsend', { ...to, mid });
    await hook.until(10);
    const items = hook.heard
      .map(({ body }) => body.entry[0].messaging[0])
      .sort((a: any, b: any) => a.timestamp - b.timestamp);
    const find = (fits: (item: any) => unknown) => items.find((item: any) => fits(item));
    const echo = find((item) => item.message?.is_echo);
    assert.equal(echo.sender.id, (await m.facts('linen.and.oak')).id);
    assert.deepEqual(find((item) => item.message_edit).message_edit, {
      mid,
      text: 'Is it warm enough?',
      num_edit: 1,
    });
    assert.equal(find((item) => item.reaction?.action === 'react').reaction.reaction, 'love');
    assert.deepEqual(Object.keys(find((item) => item.reaction?.action === 'unreact').reaction), [
      'mid',
      'action',
    ]);
    assert.equal(find((item) => item.read).read.mid, echo.message.mid);
    assert.equal(find((item) => item.postback).postback.payload, 'SIZES');
    assert.equal(find((item) => item.message?.attachments).message.attachments[0].type, 'story_mention');
    assert.match(find((item) => item.message?.reply_to).message.reply_to.story.url, /cdn\.sandbox\/story/);
    assert.deepEqual(find((item) => item.message?.is_deleted).message, { mid, is_deleted: true });
  });

  test('comes again until it is taken, at once and then less often', async () => {
    await listening();
    hook.status = 503;
    await say('Hello');
    await hook.until(2);
    const [parcel] = m.world.post.parcels();
    while (parcel!.attempts.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(parcel!.state, 'waiting');
    hook.status = 200;
    m.move(2 * 60_000);
    await hook.until(3);
    assert.equal(new Set(hook.heard.map(({ raw }) => raw)).size, 1);
  });

  test('comes fifty times, with strangers in it, or under ids that no number holds, by name', async () => {
    await listening();
    await say('Hello', { person: 'unknown-fields' });
    await hook.until(1);
    const [item] = hook.heard[0]!.body.entry[0].messaging;
    assert.deepEqual([item.field_of_tomorrow.length, item.message.field_of_tomorrow.length], [3, 3]);
    const { from } = await say('Hello', { person: 'big-ids' });
    assert.notEqual(String(Number(from)), from);
    await say('Hello', { person: 'duplicate-storm' });
    await hook.until(52);
  });

  test('is tested from the dashboard in a form of its own', async () => {
    await listening();
    assert.deepEqual(await m.play('test', { app: instagramApp.id, object: 'instagram', field: 'messages' }), {
      sent: 1,
    });
    await hook.until(1);
    const [entry] = hook.heard[0]!.body.entry;
    assert.deepEqual([entry.id, typeof entry.changes[0].value.timestamp], ['0', 'string']);
  });

  test('reaches an Instagram account by Facebook Login through its Page, signed by the other app', async () => {
    await subscribeApp(m, 'facebook', { object: 'instagram', url: hook.url, fields: 'messages' });
    const user = await userToken(m, ['tiny-atelier', 'tiny.atelier']);
    const { body } = await m.call('GET', 'graph.facebook.com/me/accounts', { token: user });
    const write = () => m.play('message', { account: 'tiny.atelier', person: 'nora', text: 'Hi' });
    await write();
    assert.equal(m.world.post.parcels().length, 0);
    await m.call('POST', `graph.facebook.com/${body.data[0].id}/subscribed_apps`, {
      form: { subscribed_fields: 'messages' },
      token: body.data[0].access_token,
    });
    await write();
    await hook.until(1);
    assert.deepEqual([hook.heard[0]!.signedBy, hook.heard[0]!.body.object], ['facebook', 'instagram']);
  });

  test('tells that somebody removed the app, in a request that is signed in itself', async () => {
    await listening();
    let said = '';
    const ears = createServer(async (request, response) => {
      for await (const chunk of request) said += chunk;
      response.end();
    });
    const url = await addressOf(ears);
    await m.play('app', { app: instagramApp.id, deauthorizeUrl: url });
    assert.equal((await m.play('deauthorize', { account: 'linen.and.oak' })).ended, 1);
    ears.close();
    const [signature, payload] = new URLSearchParams(said).get('signed_request')!.split('.');
    assert.ok(signature);
    const { user_id: id } = JSON.parse(Buffer.from(payload!, 'base64url').toString());
    assert.equal(id, (await m.facts('linen.and.oak')).id);
  });
});

describe('several in one', () => {
  const one = (id: string, text: string) =>
    asciiJson({ object: 'instagram', entry: [{ id, time: 1, messaging: [{ message: { text } }] }] });

  test('puts what belongs to one account into one entry, and loses nothing', () => {
    const flat = asciiJson({
      object: 'instagram',
      entry: [{ id: '1', time: 1, field: 'comments', value: {} }],
    });
    const { entry } = JSON.parse(merged([one('1', 'a'), one('2', 'b'), one('1', 'é'), flat, flat]));
    assert.deepEqual(
      entry.map(({ id, messaging }: any) => [id, messaging?.map(({ message }: any) => message.text)]),
      [
        ['1', ['a', 'é']],
        ['2', ['b']],
        ['1', undefined],
        ['1', undefined],
      ],
    );
    assert.match(merged([one('1', 'é'), one('1', 'a')]), /\\u00e9/);
  });
});
