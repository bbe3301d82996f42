import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { type Heard, longToken, type MetaWorld, openMetaWorld, pageToken, userToken } from './testing.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let m: MetaWorld;
let token: string;
before(async () => {
  m = await openMetaWorld();
});
after(() => m.close());
beforeEach(async () => {
  await m.world.reset();
  token = await longToken(m, 'linen.and.oak');
});

const to = { account: 'linen.and.oak', person: 'nora' };
const write = async (text = 'Hello'): Promise<string> => (await m.play('message', { ...to, text })).from;
const send = (json: unknown, headers = {}) =>
  m.call('POST', 'graph.instagram.com/v25.0/me/messages', { json, token, headers });
const sendText = (id: string, text: string, more: object = {}) =>
  send({ recipient: { id }, message: { text }, ...more });
const wrong = ({ status, body }: Heard) => [status, body.error?.code, body.error?.error_subcode];
const get = (path: string, query: Record<string, string> = {}, headers = {}) =>
  m.call('GET', `graph.instagram.com/v25.0/${path}`, { query, token, headers });

describe('POST /{account}/messages', () => {
  test('sends within 24 hours of what the customer wrote last, and says under which id', async () => {
    const id = await write();
    const { status, body } = await sendText(id, 'Hi!');
    assert.deepEqual([status, body.recipient_id, typeof body.message_id], [200, id, 'string']);
    m.move(dayMs + 1_000);
    assert.deepEqual(wrong(await sendText(id, 'Still there?')), [400, 10, 2534022]);
    await write('Yes');
    assert.equal((await sendText(id, 'Good')).status, 200);
  });

  test('lets a person answer for seven days, where the app was approved for it', async () => {
    const id = await write();
    const tagged = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };
    m.move(6 * dayMs);
    assert.equal((await sendText(id, 'Sorry for the wait', tagged)).status, 200);
    assert.deepEqual(wrong(await sendText(id, 'x', { ...tagged, tag: 'ACCOUNT_UPDATE' })), [
      400,
      100,
      undefined,
    ]);
    m.move(2 * dayMs);
    assert.deepEqual(wrong(await sendText(id, 'x', tagged)), [400, 10, 2534022]);
    await m.play('app', { app: '1000000000000002', humanAgent: false });
    await write();
    assert.deepEqual(wrong(await sendText(id, 'x', tagged)), [400, 100, 2018276]);
  });

  test('counts a text in bytes, and takes one thing at a time', async () => {
    const id = await write();
    assert.equal((await sendText(id, 'é'.repeat(500))).status, 200);
    const image = { type: 'image', payload: { url: 'https://cdn.sandbox/picture/a.jpg' } };
    for (const message of [
      { text: 'é'.repeat(501) },
      { text: ' ' },
      { text: 'both', attachment: image },
      { attachments: [image, image] },
      { attachment: { type: 'image', payload: {} } },
      { attachment: { type: 'carrier-pigeon' } },
      { text: 'x', colour: 'red' },
      {},
    ])
      assert.equal(
        (await send({ recipient: { id }, message })).body.error.code,
        100,
        JSON.stringify(message).slice(0, 60),
      );
    assert.equal((await send({ recipient: { id }, message: { attachment: image } })).status, 200);
    assert.equal(
      (await send({ recipient: { id }, message: { text: 'x' }, unheard_of: 1 })).body.error.code,
      100,
    );
    assert.deepEqual(wrong(await sendText('12', 'x')), [400, 100, 2018001]);
    const asText = await m.call('POST', 'graph.instagram.com/me/messages', {
      token,
      headers: { 'content-type': 'text/plain' },
      form: { recipient: JSON.stringify({ id }) },
    });
    assert.equal(asText.body.error.code, 100);
  });

  test('takes its objects as JSON in a form as well', async () => {
    const id = await write();
    const { status } = await m.call('POST', 'graph.instagram.com/me/messages', {
      form: {
        recipient: JSON.stringify({ id }),
        message: JSON.stringify({ text: 'Hi' }),
        access_token: token,
      },
    });
    assert.equal(status, 200);
  });

  test('answers a comment in private once, within seven days, and not again until the customer writes', async () => {
    const { id: comment } = await m.play('comment', { ...to, text: 'price?' });
    const reply = (comment_id: string) => send({ recipient: { comment_id }, message: { text: '89 euros' } });
    const { body } = await reply(comment);
    assert.ok(body.message_id);
    assert.equal((await reply(comment)).body.error.code, 10900);
    assert.deepEqual(wrong(await sendText(body.recipient_id, 'And?')), [400, 10, 2534022]);
    await write('Thank you');
    assert.equal((await sendText(body.recipient_id, 'Welcome')).status, 200);
    const { id: old } = await m.play('comment', { ...to, text: 'and in blue?' });
    m.move(8 * dayMs);
    assert.deepEqual(wrong(await reply(old)), [400, 10, 2534022]);
    assert.deepEqual(wrong(await reply('999')), [400, 100, 33]);
  });

  test('does not reach who blocked the business', async () => {
    const id = await write();
    const { mid } = await m.play('message', { ...to, text: 'Well?' });
    await m.play('block', to);
    assert.equal((await sendText(id, 'Hello?')).body.error.code, 551);
    const react = { sender_action: 'react', payload: { message_id: mid, reaction: 'love' } };
    assert.equal((await send({ recipient: { id }, ...react })).body.error.code, 551);
  });

  test('is at the Page, not at the account, for whoever came by Facebook Login', async () => {
    const user = await userToken(m, ['tiny-atelier', 'tiny.atelier']);
    const { body } = await m.call('GET', 'graph.facebook.com/me/accounts', {
      query: { fields: 'id,access_token,instagram_business_account' },
      token: user,
    });
    const [page] = body.data;
    const { from } = await m.play('message', { account: 'tiny.atelier', person: 'nora', text: 'Hi' });
    const at = (id: string, access: string) =>
      m.call('POST', `graph.facebook.com/v25.0/${id}/messages`, {
        json: { recipient: { id: from }, message: { text: 'Hi' } },
        token: access,
      });
    assert.equal((await at(page.instagram_business_account.id, page.access_token)).body.error.code, 3);
    assert.equal((await at(page.id, user)).body.error.code, 190);
    assert.equal((await at(page.id, page.access_token)).status, 200);
  });

  test('has a window of its own number on Messenger, and echoes what it sends', async () => {
    const page = await pageToken(m, 'tiny-atelier');
    const { from } = await m.play('message', { account: 'tiny-atelier', person: 'jonas', text: 'Hallo' });
    const write = () =>
      m.call('POST', `graph.facebook.com/${page.id}/messages`, {
        json: { recipient: { id: from }, message: { text: 'Guten Tag', metadata: 'ours' } },
        token: page.token,
      });
    assert.equal((await write()).status, 200);
    m.move(dayMs + 1_000);
    assert.deepEqual(wrong(await write()), [400, 10, 2018278]);
  });

  test('shows that it was seen, and takes a reaction', async () => {
    const id = await write();
    const { mid } = await m.play('message', { ...to, text: 'Well?' });
    const gesture = (json: object) => send({ recipient: { id }, ...json });
    assert.equal((await gesture({ sender_action: 'typing_on' })).status, 200);
    assert.equal((await gesture({ sender_action: 'mark_seen' })).status, 200);
    const react = { sender_action: 'react', payload: { message_id: mid, reaction: 'love' } };
    assert.equal((await gesture(react)).status, 200);
    assert.equal((await gesture({ sender_action: 'dance' })).body.error.code, 100);
    const [thread] = (await m.facts('linen.and.oak')).threads;
    assert.deepEqual([thread.messages[1].reactions.business, thread.messages[0].state], ['love', 'read']);
  });
});

describe('what was said', () => {
  test('is there to be asked, so that a lost answer can be found out', async () => {
    const id = await write();
    await assert.rejects(
      send(
        { recipient: { id }, message: { text: 'Did you get this?' } },
        { 'x-sandbox-failure': 'lost-answer' },
      ),
    );
    const { body } = await get('me/conversations', {
      user_id: id,
      fields: 'id,updated_time,messages.limit(5){id,from,to,message,created_time}',
    });
    const [last] = body.data[0].messages.data;
    assert.equal(last.message, 'Did you get this?');
    assert.equal(last.from.username, 'linen.and.oak');
    assert.equal(last.to.data[0].id, id);
    assert.match(last.created_time, /\+0000$/);
    const { body: one } = await get(last.id, { fields: 'message' });
    assert.equal(one.message, 'Did you get this?');
  });

  test('comes in pages, each with a way to the next', async () => {
    for (let i = 0; i < 7; i += 1) await write(`message ${i}`);
    const [{ id }] = (await get('me/conversations')).body.data;
    const seen: string[] = [];
    let path: string | undefined = `${id}/messages`;
    let query: Record<string, string> = { fields: 'message', limit: '3' };
    while (path) {
      const { body }: Heard = await get(path, query);
      seen.push(...body.data.map(({ message }: any) => message));
      const next: URL | undefined = body.paging?.next && new URL(body.paging.next);
      assert.equal(next?.host ?? 'graph.instagram.com', 'graph.instagram.com');
      path = next?.pathname.replace('/v25.0/', '');
      query = Object.fromEntries(next?.searchParams ?? []);
    }
    assert.deepEqual(
      seen,
      [6, 5, 4, 3, 2, 1, 0].map((i) => `message ${i}`),
    );
    const bad = await get(`${id}/messages`, { after: 'nowhere' });
    assert.equal(bad.body.error.code, 100);
  });

  test('can be read as far as the last twenty of it, and is only named before', async () => {
    for (let i = 0; i < 21; i += 1) await write(`message ${i}`);
    const [{ id }] = (await get('me/conversations')).body.data;
    const { data } = (await get(`${id}/messages`, { fields: 'message,from' })).body;
    assert.deepEqual([data[19].message, Object.keys(data[20])], ['message 1', ['id']]);
    assert.deepEqual([(await get(data[19].id)).status, (await get(data[20].id)).status], [200, 400]);
  });

  test('can begin with an empty page that still has a next one', async () => {
    await write();
    const { body } = await get('me/conversations', {}, { 'x-sandbox-failure': 'empty-page' });
    assert.deepEqual(body.data, []);
    const next = new URL(body.paging.next);
    const { body: more } = await get('me/conversations', Object.fromEntries(next.searchParams));
    assert.equal(more.data.length, 1);
  });

  test('tells who somebody is only once they wrote', async () => {
    const { id: comment } = await m.play('comment', { ...to, text: 'price?' });
    const { body } = await get(comment, { fields: 'from' });
    const profile = () => get(body.from.id, { fields: 'name,username' });
    assert.equal((await profile()).body.error.code, 230);
    await write();
    assert.deepEqual((await profile()).body, { name: 'Nora Lindqvist', username: 'nora', id: body.from.id });
    const { from } = await m.play('message', { ...to, person: 'withheld-fields', text: 'Hi' });
    assert.deepEqual((await get(from)).body, { id: from });
  });

  test('refuses fields that do not exist, and lists that are written wrong', async () => {
    assert.equal((await get('me', { fields: 'id,shoe_size' })).body.error.code, 100);
    assert.equal((await get('me', { fields: 'id,{' })).body.error.code, 100);
    assert.equal((await get('me/shoes')).body.error.code, 100);
    assert.deepEqual(wrong(await get('123456')), [400, 100, 33]);
  });
});

describe('calls', () => {
  test('are counted in headers, and refused when there were too many', async () => {
    const usage = async () => {
      const { headers } = await get('me');
      const [[entry]] = Object.values(JSON.parse(headers.get('x-business-use-case-usage')!)) as any[];
      return [entry.call_count, JSON.parse(headers.get('x-app-usage')!).call_count];
    };
    const [before] = await usage();
    for (let i = 0; i < 60; i += 1) await get('me');
    const [now, app] = await usage();
    assert.ok(now > before && app > 0);
    await m.play('budget', { account: 'linen.and.oak', percent: 101 });
    const refused = await get('me');
    assert.deepEqual(wrong(refused), [400, 80002, undefined]);
    const [[entry]] = Object.values(JSON.parse(refused.headers.get('x-business-use-case-usage')!)) as any[];
    assert.ok(entry.estimated_time_to_regain_access > 0);
    m.move(hourMs);
    assert.equal((await get('me')).status, 200);
  });

  test('go wrong by the name of whom they are about', async () => {
    const about = async (person: string) => {
      const { from } = await m.play('message', { ...to, person, text: 'Hi' });
      return sendText(from, 'Hello');
    };
    assert.deepEqual(wrong(await about('rate-limited')), [400, 80002, undefined]);
    assert.deepEqual(wrong(await about('server-error')), [500, 2, undefined]);
    assert.deepEqual(wrong(await about('expired-token')), [400, 190, 463]);
    assert.ok((await about('unknown-fields')).body.field_of_tomorrow);
    await assert.rejects(about('lost-answer'));
    assert.equal((await about('nora')).status, 200);
  });

  test('reach an account that is called as a failure far enough to connect it', async () => {
    await m.play('account', { platform: 'instagram', name: 'server-error' });
    token = await longToken(m, 'server-error');
    assert.equal((await get('me', { fields: 'user_id' })).status, 200);
    assert.equal((await get('me/media')).status, 500);
  });
});
