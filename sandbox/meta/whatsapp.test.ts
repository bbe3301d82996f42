import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { type Listener, type MetaWorld, openListener, openMetaWorld, subscribeApp } from './testing.ts';

const dayMs = 24 * 3_600_000;
let m: MetaWorld;
let hook: Listener;
let token: string;
let phone: string;
let waba: string;
before(async () => {
  m = await openMetaWorld();
});
after(() => m.close());
beforeEach(async () => {
  hook = await openListener();
  await m.world.reset();
  token = (await m.play('system-token', {})).access_token;
  const { id } = (await get('me/businesses')).data[0];
  waba = (await get(`${id}/owned_whatsapp_business_accounts`)).data[0].id;
  const numbers = await get(`${waba}/phone_numbers`);
  assert.equal(numbers.data.length, 2);
  phone = numbers.data[0].id;
  const object = 'whatsapp_business_account';
  await subscribeApp(m, 'facebook', {
    object,
    url: hook.url,
    fields: 'messages,message_template_status_update',
  });
  await m.call('POST', `graph.facebook.com/${waba}/subscribed_apps`, { token });
});
afterEach(() => hook.close());

async function get(path: string): Promise<any> {
  return (await m.call('GET', `graph.facebook.com/v25.0/${path}`, { token })).body;
}
const account = '+390650100100';
const write = (more: Record<string, unknown> = { text: 'Ciao' }, person = 'matteo') =>
  m.play('message', { account, person, ...more });
const send = (json: object, headers = {}) =>
  m.call('POST', `graph.facebook.com/v25.0/${phone}/messages`, {
    json: { messaging_product: 'whatsapp', ...json },
    token,
    headers,
  });
const text = (to: string, body = 'Buongiorno') => send({ to, type: 'text', text: { body } });
const values = () => hook.heard.map(({ body }) => body.entry[0].changes[0].value);
const statuses = () => values().flatMap((value) => (value.statuses ?? []).map((one: any) => one.status));

describe('WhatsApp', () => {
  test('tells what was written to a number, and by whom', async () => {
    const { mid, from } = await write({ text: 'Ciao, spedite a Roma?' });
    await hook.until(1);
    const [{ body, signedBy }] = hook.heard as any;
    assert.deepEqual(
      [body.object, body.entry[0].id, signedBy],
      ['whatsapp_business_account', waba, 'facebook'],
    );
    const { value, field } = body.entry[0].changes[0];
    assert.equal(field, 'messages');
    assert.equal(value.metadata.phone_number_id, phone);
    assert.deepEqual(value.contacts[0], { profile: { name: 'Matteo Ricci' }, wa_id: from });
    const { id, type, text: said, timestamp } = value.messages[0];
    assert.deepEqual(
      [id, type, said.body, typeof timestamp],
      [mid, 'text', 'Ciao, spedite a Roma?', 'string'],
    );
  });

  test('sends, and tells how far it came', async () => {
    const { from } = await write();
    const { body } = await text(`+${from}`);
    assert.deepEqual(body.contacts, [{ input: `+${from}`, wa_id: from }]);
    await m.play('seen', { account, person: 'matteo' });
    await hook.until(4);
    assert.deepEqual(statuses().sort(), ['delivered', 'read', 'sent']);
    const status = values().find((value) => value.statuses)!.statuses[0];
    assert.equal(status.id, body.messages[0].id);
    assert.equal(status.pricing.pricing_model, 'PMP');
  });

  test('takes words without a template, and then says that they came too late', async () => {
    const { from } = await write();
    m.move(dayMs + 1_000);
    assert.equal((await text(from)).status, 200);
    await hook.until(2);
    const [failed] = values()[1].statuses;
    assert.deepEqual([failed.status, failed.errors[0].code], ['failed', 131047]);
    const template = { name: 'we_are_back', language: { code: 'en_US' } };
    assert.equal(
      (await send({ to: from, type: 'template', template })).body.messages[0].message_status,
      'accepted',
    );
    await hook.until(4);
    assert.deepEqual(statuses().sort(), ['delivered', 'failed', 'sent']);
  });

  test('refuses a template that is not there, not approved, or filled in wrongly', async () => {
    const { from } = await write();
    const code = async (name: string, parameters: string[] = [], language = 'en_US') => {
      const components = [
        { type: 'body', parameters: parameters.map((one) => ({ type: 'text', text: one })) },
      ];
      const template = { name, language: { code: language }, components };
      return (await send({ to: from, type: 'template', template })).body.error?.code;
    };
    assert.equal(await code('nothing'), 132001);
    assert.equal(await code('we_are_back', [], 'it'), 132001);
    assert.equal(await code('spring_sale', ['20']), 132001);
    assert.equal(await code('order_is_on_its_way', ['Matteo']), 132000);
    assert.equal(await code('order_is_on_its_way', ['Matteo', '1007']), undefined);
    await m.play('template', { name: 'spring_sale', event: 'APPROVED' });
    assert.equal(await code('spring_sale', ['20']), undefined);
    await hook.until(6);
    const update = hook.heard.find(({ body }) => body.entry[0].changes[0].field !== 'messages')!;
    assert.equal(update.body.entry[0].changes[0].value.event, 'APPROVED');
  });

  test('refuses what it does not know, in its own words', async () => {
    const { from } = await write();
    const plain = await m.call('POST', `graph.facebook.com/${phone}/messages`, {
      json: { to: from, text: { body: 'Hi' } },
      token,
    });
    assert.equal(plain.body.error.code, 100);
    const strange = (await send({ to: from, type: 'telegram' })).body.error;
    assert.deepEqual([strange.code, strange.error_data.messaging_product], [131051, 'whatsapp']);
    assert.equal((await send({ to: 'Matteo', type: 'text', text: { body: 'Hi' } })).body.error.code, 100);
    assert.equal((await send({ to: from, type: 'text', text: { body: ' ' } })).body.error.code, 100);
    assert.equal((await send({ to: from, type: 'image', image: { id: '1' } })).body.error.code, 131053);
  });

  test('keeps a file under an address that is good for five minutes, with the token', async () => {
    await write({ photo: 'yes', text: 'questo' });
    await hook.until(1);
    const { image } = values()[0].messages[0];
    assert.deepEqual([image.mime_type, image.caption], ['image/jpeg', 'questo']);
    const facts = await get(image.id);
    assert.equal(facts.sha256, image.sha256);
    const path = facts.url.replace('https://', '');
    const fetched = (headers: Record<string, string>) => fetch(`${m.url}/${path}`, { headers });
    assert.equal((await fetched({})).status, 401);
    const bearer = { authorization: `Bearer ${token}` };
    assert.equal((await (await fetched(bearer)).arrayBuffer()).byteLength, facts.file_size);
    m.move(6 * 60_000);
    assert.equal((await fetched(bearer)).status, 404);
  });

  test('takes a file, and sends it', async () => {
    const { from } = await write();
    const form = new FormData();
    form.set('messaging_product', 'whatsapp');
    form.set('type', 'image/jpeg');
    form.set('file', new Blob(['a picture'], { type: 'image/jpeg' }), 'dress.jpg');
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${m.url}/graph.facebook.com/v25.0/${phone}/media`, {
      method: 'POST',
      body: form,
      headers,
    });
    const { id } = (await answer.json()) as { id: string };
    assert.equal((await send({ to: from, type: 'image', image: { id, caption: 'This one' } })).status, 200);
    assert.deepEqual((await m.call('DELETE', `graph.facebook.com/${id}`, { token })).body, { success: true });
    assert.equal((await get(id)).error.error_subcode, 33);
  });

  test('has contacts who are known by another number, who are never reached, and to whom news overtake', async () => {
    const { from } = await write({ text: 'Oi' }, 'other-number');
    const dialled = `${from.slice(0, 2)}9${from.slice(2)}`;
    assert.deepEqual((await text(dialled)).body.contacts, [{ input: dialled, wa_id: from }]);
    const lost = await write({ text: 'Hi' }, 'undeliverable');
    assert.equal((await text(lost.from)).status, 200);
    await hook.until(5);
    const failed = values()
      .flatMap((value) => value.statuses ?? [])
      .find((one: any) => one.status === 'failed');
    assert.equal(failed.errors[0].code, 131026);
    const late = await write({ text: 'Hi' }, 'out-of-order');
    await text(late.from);
    const told = m.world.post.parcels().filter(({ about }) => about.endsWith('message to out-of-order'));
    assert.deepEqual(told.map(({ about }) => about.split(':')[0]).reverse(), ['delivered', 'sent']);
  });

  test('marks as read what was read, and refuses what never came', async () => {
    const { mid } = await write();
    assert.deepEqual((await send({ status: 'read', message_id: mid })).body, { success: true });
    assert.equal((await send({ status: 'read', message_id: 'wamid.nothing' })).body.error.code, 100);
    const [thread] = (await m.facts(account)).threads;
    assert.equal(thread.messages[0].state, 'read');
  });
});
