import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseJson } from '../json.ts';
import type { MetaEvent } from './event.ts';
import { splitMeta } from './events.ts';

const account = '17841400000000001';
const customer = '900100200300';
const ms = 1_763_683_199_456;
const seconds = 1_763_683_200;

const talk = (what: object, { isOwn = false, time = ms as unknown } = {}) => ({
  sender: { id: isOwn ? account : customer },
  recipient: { id: isOwn ? customer : account },
  timestamp: time,
  ...what,
});
const body = (object: string, entry: object) => ({
  object,
  entry: [{ id: account, time: seconds, ...entry }],
});
const only = (json: unknown): MetaEvent => {
  const events = splitMeta(json);
  assert.equal(events.length, 1, JSON.stringify(events));
  return events[0]!;
};
const short = ({ kind, eventId, conversationKey }: MetaEvent) => [kind, eventId, conversationKey];

describe('a message of Instagram', () => {
  const split = (what: object, more = {}) => only(body('instagram', { messaging: [talk(what, more)] }));

  test('says whose it is, who wrote it, when, and which it is', () => {
    const item = talk({ message: { mid: 'mid1', text: 'Do you ship to Rome?' } });
    assert.deepEqual(only(body('instagram', { time: ms + 667, messaging: [item] })), {
      platform: 'instagram',
      accountId: account,
      eventId: 'mid1',
      kind: 'message',
      conversationKey: `person/${customer}`,
      personId: customer,
      at: new Date(ms),
      isStandby: false,
      payload: item,
    });
  });

  const person = `person/${customer}`;
  const table: readonly [string, object, object, unknown[]][] = [
    ['a photo', { message: { mid: 'm', attachments: [{ type: 'image' }] } }, {}, ['message', 'm', person]],
    ['an unsupported one', { message: { mid: 'm', is_unsupported: true } }, {}, ['message', 'm', person]],
    ['an echo', { message: { mid: 'm', is_echo: true } }, { isOwn: true }, ['echo', 'm', person]],
    ['an unmarked echo', { message: { mid: 'm' } }, { isOwn: true }, ['echo', 'm', person]],
    ['an unsent one', { message: { mid: 'm', is_deleted: true } }, {}, ['unsend', 'm/unsend', person]],
    ['an edit', { message_edit: { mid: 'm', text: 'x', num_edit: 2 } }, {}, ['edit', 'm/edit/2', person]],
    [
      'a reaction',
      { reaction: { mid: 'm', action: 'react', emoji: '❤' } },
      {},
      ['reaction', `m/react/${customer}/${ms}`, person],
    ],
    ['a reading', { read: { mid: 'm' } }, {}, ['seen', 'm/seen', person]],
    ['a reading up to a time', { read: { watermark: ms } }, {}, ['seen', undefined, person]],
    ['a delivery', { delivery: { watermark: ms } }, {}, ['delivered', undefined, person]],
    ['a tap', { postback: { mid: 'm', payload: 'MENU' } }, {}, ['postback', 'm/postback', person]],
    ['a tap without an id', { postback: { payload: 'MENU' } }, {}, ['postback', undefined, person]],
    ['a referral', { referral: { ref: 'ad', type: 'OPEN_THREAD' } }, {}, ['referral', undefined, person]],
    ['an opt-in', { optin: { type: 'notification_messages' } }, {}, ['optin', undefined, person]],
    ['a handover', { pass_thread_control: { new_owner_app_id: 1 } }, {}, ['handover', undefined, person]],
    ['what nobody described', { hologram: {} }, {}, ['unknown', undefined, person]],
  ];
  for (const [words, what, more, expected] of table)
    test(`is told apart: ${words}`, () => assert.deepEqual(short(split(what, more)), expected));

  test('is an echo by its mark, also where the account goes by another id', () => {
    const item = talk({ message: { mid: 'm', is_echo: true } }, { isOwn: true });
    const event = only({ object: 'instagram', entry: [{ id: '0', messaging: [item] }] });
    assert.deepEqual([event.kind, event.personId], ['echo', customer]);
  });

  test('in a thread of another app is marked as such', () => {
    const event = only(body('instagram', { standby: [talk({ message: { mid: 'm' } })] }));
    assert.deepEqual([event.kind, event.isStandby], ['message', true]);
  });

  test('to oneself, to try it out, is a message of a customer', () => {
    const item = { ...talk({ message: { mid: 'm', is_self: true } }), sender: { id: account } };
    const event = only(body('instagram', { messaging: [item] }));
    assert.deepEqual([event.kind, event.personId], ['message', account]);
  });

  test('in the shape of a change, as the dashboard tests it, is the same', () => {
    const value = talk({ message: { mid: 'm', text: 'x' } }, { time: '1763683199456' });
    const event = only({
      object: 'instagram',
      entry: [{ id: '0', time: '1763683200', changes: [{ field: 'messages', value }] }],
    });
    assert.deepEqual(
      [event.accountId, event.kind, event.eventId, event.personId, event.at, event.field],
      ['0', 'message', 'm', customer, new Date(ms), 'messages'],
    );
  });

  test('keeps ids that a double cannot hold', () => {
    const json = parseJson(
      '{"object":"instagram","entry":[{"id":9788032119674292922,"messaging":[{"sender":{"id":9788032119674292923},' +
        '"recipient":{"id":9788032119674292922},"timestamp":1763683199456,"message":{"mid":"m"}}]}]}',
    );
    const event = only(json);
    assert.deepEqual([event.accountId, event.personId], ['9788032119674292922', '9788032119674292923']);
  });
});

describe('a comment', () => {
  const value = {
    id: '17900000000000007',
    from: { id: customer, username: 'anna.b' },
    text: 'price?',
    media: { id: '18000000000000009' },
  };

  test('is the same in both of its shapes', () => {
    const wrapped = only(body('instagram', { changes: [{ field: 'comments', value }] }));
    const flat = only(body('instagram', { field: 'comments', value }));
    assert.deepEqual(wrapped, flat);
    assert.deepEqual(wrapped, {
      platform: 'instagram',
      accountId: account,
      eventId: 'comment/17900000000000007',
      kind: 'comment',
      conversationKey: 'comment/17900000000000007',
      personId: customer,
      at: new Date(seconds * 1_000),
      field: 'comments',
      isStandby: false,
      payload: value,
    });
  });

  test('belongs to the one it answers, by either name of its id', () => {
    const { id, ...rest } = value;
    const answer = { ...rest, comment_id: id, parent_id: '179' };
    const event = only(body('instagram', { changes: [{ field: 'comments', value: answer }] }));
    assert.deepEqual(short(event), ['comment', `comment/${id}`, 'comment/179']);
  });

  test('of the account itself has nobody on the other side', () => {
    const own = { ...value, from: { id: account } };
    const event = only(body('instagram', { changes: [{ field: 'comments', value: own }] }));
    assert.equal('personId' in event, false);
  });

  test('told twice of a boosted post is one', () => {
    const boosted = { ...value, media: { ...value.media, ad_id: '7', ad_title: 'Linen' } };
    const changes = [value, boosted].map((one) => ({ field: 'comments', value: one }));
    assert.equal(splitMeta(body('instagram', { changes })).length, 1);
  });

  const table: readonly [string, string, object, unknown[]][] = [
    ['a live one', 'live_comments', { id: '5' }, ['live_comment', 'live_comment/5', 'comment/5']],
    ['a mention in one', 'mentions', { media_id: 1, comment_id: 2 }, ['mention', 'mention/2', 'comment/2']],
    ['a mention in a caption', 'mentions', { media_id: 1 }, ['mention', 'mention/1', 'media/1']],
    [
      'figures of a story',
      'story_insights',
      { media_id: 1, reach: -1 },
      ['story_insights', 'story_insights/1', 'media/1'],
    ],
    ['what nobody described', 'holograms', { id: 1 }, ['unknown', undefined, undefined]],
  ];
  for (const [words, field, one, expected] of table)
    test(`is told apart: ${words}`, () => {
      const event = only(body('instagram', { changes: [{ field, value: one }] }));
      assert.deepEqual(short(event), expected);
    });
});

describe('what happens on a Page', () => {
  const feed = (value: object) => only(body('page', { changes: [{ field: 'feed', value }] }));
  const comment = {
    item: 'comment',
    verb: 'add',
    post_id: '1_2',
    comment_id: '2_3',
    parent_id: '1_2',
    created_time: seconds,
    from: { id: customer },
  };

  test('is a message as on Instagram', () => {
    const event = only(body('page', { messaging: [talk({ message: { mid: 'm_1' } })] }));
    assert.deepEqual([event.platform, event.kind, event.eventId], ['facebook', 'message', 'm_1']);
  });

  test('is known by its id only where it happens once', () => {
    assert.deepEqual(short(feed(comment)), ['comment', 'comment/2_3/add', 'comment/2_3']);
    assert.deepEqual(short(feed({ ...comment, verb: 'remove' })), [
      'comment',
      'comment/2_3/remove',
      'comment/2_3',
    ]);
    assert.deepEqual(short(feed({ ...comment, verb: 'hide' })), ['comment', undefined, 'comment/2_3']);
    assert.deepEqual(short(feed({ ...comment, parent_id: '2_9' })), [
      'comment',
      'comment/2_3/add',
      'comment/2_9',
    ]);
    assert.deepEqual(short(feed({ item: 'status', verb: 'add', post_id: '1_2' })), [
      'feed',
      'feed/1_2/add',
      'post/1_2',
    ]);
    assert.deepEqual(short(feed({ item: 'reaction', verb: 'add', post_id: '1_2' })), [
      'feed',
      undefined,
      'post/1_2',
    ]);
    assert.deepEqual(feed(comment).at, new Date(seconds * 1_000));
  });
});
