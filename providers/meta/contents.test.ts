import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { commentIn, messageIn, reactionIn, seenIn, statusIn } from './contents.ts';
import type { MetaEvent } from './event.ts';
import { splitMeta } from './events.ts';

const talk = (what: object): MetaEvent =>
  splitMeta({
    object: 'instagram',
    entry: [
      {
        id: '17841',
        messaging: [{ sender: { id: '9' }, recipient: { id: '17841' }, timestamp: 1, ...what }],
      },
    ],
  })[0]!;
const change = (object: string, field: string, value: object): MetaEvent =>
  splitMeta({ object, entry: [{ id: '17841', changes: [{ field, value }] }] })[0]!;
const whatsapp = (message: object): MetaEvent =>
  change('whatsapp_business_account', 'messages', {
    metadata: { phone_number_id: '1' },
    messages: [{ id: 'wamid.1', from: '46', ...message }],
  });
const plain = { files: [], isUnsupported: false };

describe('what a message of Instagram says', () => {
  const said = (message: object) => messageIn(talk({ message: { mid: 'm', ...message } }));

  test('is its words, what it answers and where it came from', () => {
    assert.deepEqual(said({ text: 'Hi', reply_to: { mid: 'm0' }, referral: { ref: 'r', ad_id: 7 } }), {
      ...plain,
      messageId: 'm',
      text: 'Hi',
      replyTo: 'm0',
      adId: '7',
      ref: 'r',
    });
    assert.deepEqual(said({ text: 'Wow', reply_to: { story: { id: 5, url: 'https://a.test/s' } } }), {
      ...plain,
      messageId: 'm',
      text: 'Wow',
      story: { id: '5', url: 'https://a.test/s' },
    });
    assert.deepEqual(said({ text: 'Yes', quick_reply: { payload: 'YES' } })!.tapped, 'YES');
    assert.equal(said({ is_unsupported: true })!.isUnsupported, true);
  });

  test('is its files, of kinds known and unknown', () => {
    const url = 'https://a.test/1';
    const attachments = [
      { type: 'image', payload: { url } },
      { type: 'image', payload: { url, sticker_id: 369239263222822 } },
      { type: 'ig_reel', payload: { url, title: 'Linen', reel_video_id: 1 } },
      { type: 'hologram', payload: 7 },
      null,
    ];
    assert.deepEqual(said({ attachments })!.files, [
      { type: 'image', url },
      { type: 'sticker', url },
      { type: 'ig_reel', url, title: 'Linen' },
      { type: 'hologram' },
    ]);
  });

  test('is edited, taken back and tapped', () => {
    const edit = talk({ message_edit: { mid: 'm', text: 'Hello', num_edit: 1 } });
    assert.deepEqual(messageIn(edit), { ...plain, messageId: 'm', text: 'Hello' });
    assert.equal(said({ is_deleted: true })!.messageId, 'm');
    const tap = talk({ postback: { mid: 'm', title: 'Prices', payload: 'PRICES' } });
    assert.deepEqual(messageIn(tap), { ...plain, messageId: 'm', text: 'Prices', tapped: 'PRICES' });
  });
});

describe('what a message of WhatsApp says', () => {
  const said = (message: object) => {
    const { messageId, ...rest } = messageIn(whatsapp(message))!;
    return [messageId, rest];
  };

  test('is found under the name of its type', () => {
    const table: readonly [object, object][] = [
      [{ type: 'text', text: { body: 'Hi' } }, { text: 'Hi' }],
      [
        { type: 'button', button: { payload: 'P', text: 'Yes' } },
        { text: 'Yes', tapped: 'P' },
      ],
      [
        { type: 'interactive', interactive: { list_reply: { id: 'L', title: 'Two' } } },
        { text: 'Two', tapped: 'L' },
      ],
      [{ type: 'contacts', contacts: [{ name: { formatted_name: 'Nora L.' } }] }, { text: 'Nora L.' }],
      [{ type: 'unsupported', errors: [{ code: 131051 }] }, { isUnsupported: true }],
      [{ type: 'hologram', hologram: {} }, {}],
      [
        { text: { body: 'Hi' }, context: { id: 'wamid.0' } },
        { text: 'Hi', replyTo: 'wamid.0' },
      ],
    ];
    for (const [message, expected] of table)
      assert.deepEqual(said(message), ['wamid.1', { ...plain, ...expected }]);
  });

  test('is a file by its id, or a place', () => {
    const document = {
      id: 7,
      mime_type: 'application/pdf',
      sha256: 'x',
      filename: 'a.pdf',
      caption: 'Sizes',
    };
    assert.deepEqual(messageIn(whatsapp({ type: 'document', document })), {
      messageId: 'wamid.1',
      text: 'Sizes',
      files: [{ type: 'file', fileId: '7', mimeType: 'application/pdf', sha256: 'x', fileName: 'a.pdf' }],
      isUnsupported: false,
    });
    const location = { latitude: 45.46, longitude: 9.19, name: 'Shop', address: 'Via Roma 1' };
    assert.deepEqual(said({ type: 'location', location })[1], {
      text: 'Shop, Via Roma 1',
      files: [{ type: 'location', url: 'geo:45.46,9.19', title: 'Shop' }],
      isUnsupported: false,
    });
  });

  test('is about another one when it edits or takes back', () => {
    const edit = { original_message_id: 'wamid.0', message: { text: { body: 'New' } } };
    assert.deepEqual(said({ type: 'edit', edit }), ['wamid.0', { ...plain, text: 'New' }]);
    assert.deepEqual(said({ type: 'revoke', revoke: { original_message_id: 'wamid.0' } }), [
      'wamid.0',
      plain,
    ]);
  });
});

describe('what else is said', () => {
  test('a reaction, and its absence', () => {
    const react = talk({ reaction: { mid: 'm', action: 'react', reaction: 'love', emoji: '❤' } });
    assert.deepEqual(reactionIn(react), { messageId: 'm', emoji: '❤' });
    assert.deepEqual(reactionIn(talk({ reaction: { mid: 'm', action: 'unreact', emoji: '❤' } })), {
      messageId: 'm',
    });
    const one = { type: 'reaction', reaction: { message_id: 'wamid.0', emoji: '' } };
    assert.deepEqual(reactionIn(whatsapp(one)), { messageId: 'wamid.0' });
    assert.equal(reactionIn(talk({ reaction: {} })), undefined);
  });

  test('a comment, by the words of either platform', () => {
    const value = {
      id: 1,
      from: { username: 'anna' },
      text: 'price?',
      media: { id: 18, ad_id: '7' },
      parent_id: '0',
    };
    assert.deepEqual(commentIn(change('instagram', 'comments', value)), {
      commentId: '1',
      parentId: '0',
      postId: '18',
      text: 'price?',
      personName: 'anna',
      verb: 'add',
      adId: '7',
    });
    const onPage = {
      item: 'comment',
      comment_id: '2_3',
      post_id: '1_2',
      parent_id: '1_2',
      message: 'price?',
      verb: 'edited',
      from: { name: 'Anna' },
    };
    assert.deepEqual(commentIn(change('page', 'feed', onPage)), {
      commentId: '2_3',
      postId: '1_2',
      text: 'price?',
      personName: 'Anna',
      verb: 'edited',
    });
  });

  test('what became of a message, and why not', () => {
    const errors = [{ code: 131047, title: 'Re-engagement message', error_data: { details: 'Too late.' } }];
    const pricing = { category: 'utility', billable: false };
    const event = change('whatsapp_business_account', 'messages', {
      statuses: [{ id: 'wamid.2', status: 'failed', errors, pricing }],
    });
    assert.deepEqual(statusIn(event), {
      messageId: 'wamid.2',
      status: 'failed',
      errorCode: '131047',
      errorText: 'Too late.',
      category: 'utility',
      isBillable: false,
    });
  });

  test('up to where the other side has read', () => {
    assert.deepEqual(seenIn(talk({ read: { mid: 'm' } })), { messageId: 'm' });
    assert.deepEqual(seenIn(talk({ delivery: { watermark: 1_763_683_200_000 } })), {
      until: new Date('2025-11-21T00:00:00Z'),
    });
  });

  test('nothing at all, where an event is of another kind or makes no sense', () => {
    const event = talk({ hologram: {} });
    for (const read of [messageIn, reactionIn, commentIn, statusIn, seenIn])
      assert.equal(read(event), undefined);
    const kinds = fc.constantFrom(
      'message',
      'echo',
      'edit',
      'postback',
      'reaction',
      'comment',
      'status',
      'seen',
    );
    const platforms = fc.constantFrom('instagram', 'facebook', 'whatsapp');
    fc.assert(
      fc.property(kinds, platforms, fc.jsonValue(), (kind, platform, payload) => {
        const strange = { ...event, kind, platform, payload } as MetaEvent;
        for (const read of [messageIn, reactionIn, commentIn, statusIn, seenIn]) read(strange);
      }),
    );
  });
});
