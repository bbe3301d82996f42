import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { splitMeta } from './events.ts';

const number = '106540352242922';
const metadata = { display_phone_number: '15550783881', phone_number_id: number };
const contact = { profile: { name: 'Nora' }, wa_id: '46700000001' };
const change = (field: string, value: object) => ({
  object: 'whatsapp_business_account',
  entry: [
    { id: '102290129340398', changes: [{ field, value: { messaging_product: 'whatsapp', ...value } }] },
  ],
});
const message = (more: object) => ({ from: '46700000001', id: 'wamid.1', timestamp: '1763683200', ...more });
const status = (more: object) => ({
  id: 'wamid.2',
  recipient_id: '46700000001',
  timestamp: '1763683201',
  ...more,
});

describe('a delivery of WhatsApp', () => {
  test('is one event per message and per status, of the number they concern', () => {
    const one = message({ type: 'text', text: { body: 'Hello' } });
    const [sent, read] = [status({ status: 'sent' }), status({ status: 'read' })];
    const events = splitMeta(
      change('messages', { metadata, contacts: [contact], messages: [one], statuses: [sent, read, sent] }),
    );
    const common = {
      platform: 'whatsapp',
      accountId: number,
      conversationKey: 'person/46700000001',
      personId: '46700000001',
      field: 'messages',
      isStandby: false,
    };
    const toldAt = new Date('2025-11-21T00:00:01Z');
    assert.deepEqual(events, [
      {
        ...common,
        kind: 'message',
        eventId: 'wamid.1',
        at: new Date('2025-11-21T00:00:00Z'),
        payload: { message: one, contact, metadata },
      },
      { ...common, kind: 'status', eventId: 'wamid.2/sent', at: toldAt, payload: { status: sent, metadata } },
      { ...common, kind: 'status', eventId: 'wamid.2/read', at: toldAt, payload: { status: read, metadata } },
    ]);
  });

  test('tells apart what is no message although it comes as one', () => {
    const kindOf = (type: string) =>
      splitMeta(change('messages', { metadata, messages: [message({ type })] })).map(({ kind }) => kind);
    assert.deepEqual(
      ['text', 'reaction', 'system', 'edit', 'revoke', 'unsupported', 'hologram'].flatMap(kindOf),
      ['message', 'reaction', 'contact_update', 'edit', 'unsend', 'message', 'message'],
    );
  });

  test('brings each message with the contact who wrote it', () => {
    const other = { profile: { name: 'Matteo' }, wa_id: '39000' };
    const messages = [
      message({}),
      message({ id: 'wamid.3', from: '39000' }),
      message({ id: 'wamid.4', from: '7' }),
    ];
    const events = splitMeta(change('messages', { metadata, contacts: [contact, other], messages }));
    assert.deepEqual(
      events.map(({ payload }) => (payload as { contact?: typeof contact }).contact?.profile.name),
      ['Nora', 'Matteo', undefined],
    );
    // Brazil writes a ninth digit that the sender may lack: with one contact there is no doubt.
    const [only] = splitMeta(change('messages', { metadata, contacts: [other], messages: [message({})] }));
    assert.deepEqual((only!.payload as { contact: unknown }).contact, other);
  });

  test('tells what somebody wrote on the telephone of the business', () => {
    const echo = { from: number, to: '46700000001', id: 'wamid.5', timestamp: '1763683200', type: 'text' };
    const [event] = splitMeta(change('smb_message_echoes', { metadata, message_echoes: [echo] }));
    assert.deepEqual([event!.kind, event!.personId, event!.accountId], ['echo', '46700000001', number]);
  });

  test('tells of templates and of the account by the business account', () => {
    const template = { event: 'APPROVED', message_template_id: 1 };
    const [one] = splitMeta(change('message_template_status_update', template));
    assert.deepEqual(
      [one!.kind, one!.accountId, one!.eventId],
      ['template_status', '102290129340398', undefined],
    );
    assert.deepEqual(one!.payload, { messaging_product: 'whatsapp', ...template });
    const [two] = splitMeta(change('phone_number_quality_update', { event: 'FLAGGED' }));
    assert.equal(two!.kind, 'account_update');
    const [three] = splitMeta(change('history', { metadata, history: [] }));
    assert.deepEqual([three!.kind, three!.field, three!.accountId], ['unknown', 'history', number]);
  });

  test('does not lose what went wrong before there was a message', () => {
    const [event, ...more] = splitMeta(change('messages', { metadata, errors: [{ code: 131051 }] }));
    assert.deepEqual(more, []);
    assert.deepEqual([event!.kind, event!.payload], ['unknown', { error: { code: 131051 }, metadata }]);
  });
});
