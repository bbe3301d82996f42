import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { eventKinds } from '../../../connections/contract.ts';
import type { Told } from '../../../connections/index.ts';
import { type Deed, ToldMark, ToldMessage, ToldUntil } from './deeds.ts';
import { readEvent } from './read.ts';

const person = '900100200300';
const at = new Date('2026-01-05T08:59:00Z');
const cdn = 'https://cdn.example/lookaside?asset=1';

const told = (platform: string, kind: string, payload: unknown, key = `person/${person}`) =>
  ({ platform, kind, payload, conversationKey: key, happenedAt: at }) as Told;
const read = (platform: string, kind: string, payload: unknown): readonly Deed[] =>
  readEvent(told(platform, kind, payload))?.deeds ?? [];
const messageIn = (platform: string, kind: string, payload: unknown) => {
  const [deed] = read(platform, kind, payload);
  assert.equal(deed?.what, 'message');
  return deed as ToldMessage;
};

const sent = (message: object, more: object = {}) => ({
  ...{ sender: { id: person }, recipient: { id: '1784' }, timestamp: at.getTime() },
  message: { mid: 'mid.1', ...message },
  ...more,
});
const instagram = (message: object, more?: object) => messageIn('instagram', 'message', sent(message, more));
const attached = (...attachments: object[]) => instagram({ attachments });

describe('a message of Instagram or Messenger', () => {
  test('is its text', () => {
    assert.deepEqual(instagram({ text: 'Do you ship to Rome?' }), {
      ...{ what: 'message', isOwn: false, mid: 'mid.1', kind: 'text', body: 'Do you ship to Rome?' },
      ...{ details: {}, files: [], replyTo: null },
    });
  });

  for (const kind of ['image', 'video', 'audio', 'file'] as const)
    test(`is what it carries: ${kind}`, () => {
      const { files, ...message } = attached({ type: kind, payload: { url: cdn } });
      assert.deepEqual([message.kind, message.body, files], [kind, null, [{ kind, source: cdn }]]);
    });

  test('may carry several files, and words with them', () => {
    const image = { type: 'image', payload: { url: cdn } };
    const message = instagram({ text: 'These two', attachments: [image, { ...image }] });
    assert.deepEqual([message.kind, message.body, message.files.length], ['image', 'These two', 2]);
  });

  test('answers a story, or another message', () => {
    const story = instagram({ text: 'Lovely', reply_to: { story: { id: 's1', url: cdn } } });
    assert.deepEqual([story.kind, story.details.story], ['story_reply', { id: 's1', url: cdn }]);
    assert.equal(instagram({ text: 'Yes', reply_to: { mid: 'mid.0' } }).replyTo, 'mid.0');
  });

  test('mentions us in a story, which is gone tomorrow', () => {
    const message = attached({ type: 'story_mention', payload: { url: cdn } });
    assert.deepEqual([message.kind, message.files], ['story_mention', [{ kind: 'video', source: cdn }]]);
  });

  for (const type of ['ig_post', 'ig_reel', 'reel'])
    test(`shares a post: ${type}`, () => {
      const message = attached({ type, payload: { url: cdn, title: 'Autumn', reel_video_id: '7' } });
      assert.deepEqual(
        [message.kind, message.details.share, message.files.length],
        ['share', { url: cdn, title: 'Autumn', type, id: '7' }, 1],
      );
    });

  test('shares an address, which is not fetched', () => {
    const message = attached({
      type: 'fallback',
      title: 'A page',
      payload: { url: 'https://example.org/a' },
    });
    assert.deepEqual([message.kind, message.files], ['share', []]);
  });

  test('is a place', () => {
    const payload = { coordinates: { lat: 41.9, long: 12.5 } };
    const message = messageIn('messenger', 'message', sent({ attachments: [{ type: 'location', payload }] }));
    assert.deepEqual(
      [message.kind, message.details.location],
      ['location', { latitude: 41.9, longitude: 12.5 }],
    );
  });

  test('is a button that was tapped', () => {
    const postback = { mid: 'mid.2', title: 'Talk to us', payload: 'TALK' };
    const message = messageIn('instagram', 'postback', { sender: { id: person }, postback });
    assert.deepEqual(
      [message.kind, message.mid, message.body, message.details.postback],
      ['text', 'mid.2', 'Talk to us', { title: 'Talk to us', payload: 'TALK' }],
    );
  });

  test('says by what somebody came, and that another app answers', () => {
    const referral = { ref: 'autumn', source: 'ADS', ad_id: 12 };
    const message = instagram({ text: 'Hi', referral }, { is_standby: true });
    assert.deepEqual(message.details.referral, { ref: 'autumn', source: 'ADS', adId: '12' });
    assert.equal(message.details.isStandby, true);
  });

  test('of a kind nobody knows is kept as unsupported, with what came', () => {
    const odd = { type: 'hologram', payload: { url: cdn } };
    const message = attached(odd);
    assert.deepEqual(
      [message.kind, message.details.unsupported],
      ['unsupported', { type: 'hologram', came: odd }],
    );
    assert.equal(instagram({ is_unsupported: true }).kind, 'unsupported');
    assert.equal(attached({ type: 'image', payload: { url: 'javascript:alert(1)' } }).kind, 'unsupported');
  });

  test('has no words that could not be stored', () => {
    const { body } = instagram({ text: `a\0b\ud800${'x'.repeat(30_000)}` });
    assert.equal(body?.slice(0, 3), 'ab\ufffd');
    assert.equal(body?.length, 20_000);
  });
});

describe('what is told of a message', () => {
  const one = (kind: string, told: object) => read('messenger', kind, { sender: { id: person }, ...told });

  test('is an edit with its number, or by the clock where there is none', () => {
    const edit = { mid: 'm', text: 'Two', num_edit: 2 };
    assert.deepEqual(one('edit', { message_edit: edit }), [
      { what: 'edit', mid: 'm', number: 2, body: 'Two' },
    ]);
    const [uncounted] = one('edit', { message_edit: { mid: 'm', text: 'Two' } });
    assert.deepEqual(uncounted, { what: 'edit', mid: 'm', number: at.getTime() / 1_000, body: 'Two' });
  });

  test('is that it was taken back', () => {
    assert.deepEqual(one('unsend', { message: { mid: 'm', is_deleted: true } }), [
      { what: 'unsend', mid: 'm' },
    ]);
  });

  test('is a reaction, or its end', () => {
    const put = { mid: 'm', action: 'react', reaction: 'wow', emoji: '😮' };
    const told = { what: 'reaction', mid: 'm', side: 'contact' };
    assert.deepEqual(one('reaction', { reaction: put }), [{ ...told, emoji: '😮' }]);
    assert.deepEqual(one('reaction', { reaction: { mid: 'm', action: 'unreact' } }), [
      { ...told, emoji: null },
    ]);
  });

  test('is a receipt: of a message, of several, or of all up to a moment', () => {
    assert.deepEqual(one('seen', { read: { mid: 'm' } }), [{ what: 'seen', mid: 'm' }]);
    assert.deepEqual(one('delivered', { delivery: { mids: ['m', 'n'], watermark: at.getTime() } }), [
      { what: 'delivered', mid: 'm' },
      { what: 'delivered', mid: 'n' },
      { what: 'until', state: 'delivered', until: at },
    ]);
  });

  test('is nothing where it names none', () => {
    for (const kind of ['edit', 'unsend', 'reaction', 'seen', 'delivered'])
      assert.deepEqual(one(kind, {}), []);
  });
});

describe('WhatsApp', () => {
  const whatsapp = (message: object, more: object = {}) =>
    messageIn('whatsapp', 'message', { message: { from: person, id: 'wamid.1', ...message }, ...more });

  test('tells a text, and who wrote it', () => {
    const contact = { profile: { name: 'Ada Adler' }, wa_id: person };
    const message = whatsapp(
      { type: 'text', text: { body: 'Hello' }, context: { id: 'wamid.0' } },
      { contact },
    );
    assert.deepEqual(
      [message.kind, message.body, message.name, message.replyTo],
      ['text', 'Hello', 'Ada Adler', 'wamid.0'],
    );
  });

  for (const [type, kind] of [
    ['image', 'image'],
    ['sticker', 'image'],
    ['video', 'video'],
    ['audio', 'audio'],
    ['document', 'file'],
  ] as const)
    test(`tells a file by its id: ${type}`, () => {
      const message = whatsapp({ type, [type]: { id: '77', caption: 'Look', filename: 'measures.pdf' } });
      assert.deepEqual(
        [message.kind, message.body, message.files],
        [kind, 'Look', [{ kind, source: '77', name: 'measures.pdf' }]],
      );
    });

  test('tells a place, a card, a choice and a button', () => {
    const place = whatsapp({ type: 'location', location: { latitude: 1, longitude: 2, name: 'Harbour' } });
    assert.deepEqual(place.details.location, { latitude: 1, longitude: 2, name: 'Harbour' });
    const card = { name: { formatted_name: 'Bea' }, phones: [{ phone: '+49 1' }] };
    assert.equal(whatsapp({ type: 'contacts', contacts: [card] }).body, 'Bea +49 1');
    const interactive = { type: 'list_reply', list_reply: { id: 'S', title: 'Small' } };
    assert.deepEqual(whatsapp({ type: 'interactive', interactive }).details.postback, {
      ...{ title: 'Small', payload: 'S' },
    });
    assert.equal(whatsapp({ type: 'button', button: { text: 'Yes', payload: 'Y' } }).body, 'Yes');
  });

  test('tells what it cannot show', () => {
    const errors = [{ code: 131051 }];
    const message = whatsapp({ type: 'unsupported', errors });
    assert.deepEqual(
      [message.kind, message.details.unsupported],
      ['unsupported', { type: 'unsupported', came: errors }],
    );
  });

  test('tells what became of ours', () => {
    const status = (status: string, more: object = {}) =>
      read('whatsapp', 'status', { status: { id: 'wamid.9', status, ...more } });
    assert.deepEqual(status('sent'), []);
    assert.deepEqual(status('delivered'), [{ what: 'delivered', mid: 'wamid.9' }]);
    assert.deepEqual(status('read'), [{ what: 'seen', mid: 'wamid.9' }]);
    assert.deepEqual(status('failed', { errors: [{ code: 131047 }] }), [
      { what: 'failed', mid: 'wamid.9', code: 'window_over' },
    ]);
    assert.deepEqual(status('failed', { errors: [{ code: 131999 }] }), [
      { what: 'failed', mid: 'wamid.9', code: 'whatsapp_131999' },
    ]);
  });

  test('tells a reaction, and an empty one when it is taken back', () => {
    const reaction = (emoji: string) =>
      read('whatsapp', 'reaction', {
        message: { type: 'reaction', reaction: { message_id: 'wamid.9', emoji } },
      });
    assert.deepEqual(reaction('👍'), [{ what: 'reaction', mid: 'wamid.9', side: 'contact', emoji: '👍' }]);
    assert.deepEqual(reaction(''), [{ what: 'reaction', mid: 'wamid.9', side: 'contact', emoji: null }]);
  });

  test('tells that somebody has another number', () => {
    const system = { type: 'user_changed_number', wa_id: '391' };
    assert.deepEqual(read('whatsapp', 'contact_update', { message: { type: 'system', system } }), [
      { what: 'move', to: '391' },
    ]);
  });
});

/** Values of any kind under the names that are looked for, in any nesting. */
const names =
  'message mid text attachments type payload url reply_to story reaction read status id errors contact profile name ' +
  'body system edit image emoji delivery mids watermark postback title referral';
const wild = fc.object({
  key: fc.constantFrom(...names.split(' ')),
  values: [
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.constantFrom('image', 'text', 'failed', null, cdn),
  ],
  maxDepth: 5,
});
const platforms = ['instagram', 'messenger', 'whatsapp', 'youtube'];

/** As it is read again after it was kept. */
const shapes = { message: ToldMessage, until: ToldUntil, mark: ToldMark };
function shapeOf({ what }: Deed) {
  if (what === 'activity' || what === 'move') return undefined;
  return shapes[what === 'message' || what === 'until' ? what : 'mark'];
}

describe('whatever comes', () => {
  test('is read without failing, into what can be kept', () => {
    fc.assert(
      fc.property(
        wild,
        fc.constantFrom(...eventKinds),
        fc.constantFrom(...platforms),
        (payload, kind, platform) => {
          for (const deed of read(platform, kind, payload)) {
            const text = JSON.stringify(deed);
            assert.doesNotMatch(text, /\\u0000|\\ud[89a-f]/);
            shapeOf(deed)?.parse(JSON.parse(text));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('about nobody is nothing', () => {
    assert.equal(readEvent(told('instagram', 'message', sent({ text: 'x' }), 'account')), undefined);
    assert.equal(readEvent(told('shopify', 'order', {})), undefined);
  });
});
