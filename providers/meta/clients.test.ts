import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { isTrouble } from '../trouble.ts';
import { asked, metaAgainst } from './testing.ts';

const host = '/graph.instagram.com/v25.0';

describe('a message', () => {
  const send = async (t: TestContext, content: object, more: object = {}) => {
    const { seen, ...one } = await metaAgainst(t, { body: { recipient_id: '900', message_id: 'mid1' } });
    const message = { to: { personId: '900' }, content, ...more } as never;
    const { data } = await one.instagram.messages.send('17841', message);
    return { data, request: seen[0]!, json: JSON.parse(seen[0]!.body) as object };
  };

  test('goes to a person, and answers its id', async (t) => {
    const { data, request, json } = await send(t, { text: 'Hello ✨' });
    assert.deepEqual(data, { messageId: 'mid1', personId: '900' });
    assert.deepEqual(asked(request), ['POST', `${host}/17841/messages`, {}]);
    assert.deepEqual(json, { recipient: { id: '900' }, message: { text: 'Hello ✨' } });
  });

  test('goes privately to whoever wrote a comment', async (t) => {
    const { json } = await send(t, { text: 'Hello' }, { to: { commentId: '179' } });
    assert.deepEqual(json, { recipient: { comment_id: '179' }, message: { text: 'Hello' } });
  });

  test('carries a file, a post, answers to tap, what it answers and who wrote it', async (t) => {
    const attachment = { type: 'image', url: 'https://a.test/1.jpg' };
    assert.deepEqual((await send(t, { attachment }, { replyTo: 'mid0' })).json, {
      recipient: { id: '900' },
      message: { attachment: { type: 'image', payload: { url: 'https://a.test/1.jpg' } } },
      reply_to: { mid: 'mid0' },
    });
    assert.deepEqual((await send(t, { mediaId: '18' }, { isByHumanAgent: true })).json, {
      recipient: { id: '900' },
      message: { attachment: { type: 'MEDIA_SHARE', payload: { id: '18' } } },
      messaging_type: 'MESSAGE_TAG',
      tag: 'HUMAN_AGENT',
    });
    const choices = [{ title: 'Yes', payload: 'YES' }];
    assert.deepEqual((await send(t, { text: 'Sure?', choices })).json, {
      recipient: { id: '900' },
      message: { text: 'Sure?', quick_replies: [{ content_type: 'text', ...choices[0] }] },
    });
  });

  test('of Messenger says that it is an answer', async (t) => {
    const { seen, ...one } = await metaAgainst(t, { body: { recipient_id: '900', message_id: 'm_1' } });
    await one.page.messages.send('p1', { to: { personId: '900' }, content: { text: 'Hello' } });
    assert.equal(JSON.parse(seen[0]!.body).messaging_type, 'RESPONSE');
    assert.equal(seen[0]!.path, '/graph.facebook.com/v25.0/p1/messages');
    assert.match(seen[0]!.query.appsecret_proof!, /^[0-9a-f]{64}$/);
  });

  test('of Instagram by Facebook Login goes through the Page', async (t) => {
    const { seen, ...one } = await metaAgainst(t, { body: { recipient_id: '900', message_id: 'm_1' } });
    const account = one.meta.instagram({ login: 'facebook', token: 'EAApage' });
    await account.messages.send('p1', { to: { personId: '900' }, content: { text: 'Hello' } });
    assert.equal(seen[0]!.path, '/graph.facebook.com/v25.0/p1/messages');
  });

  test('with no whole answer may have been sent; a gesture may simply be made again', async (t) => {
    const one = await metaAgainst(t, { isCut: true, body: '{"recipient' });
    const { messages } = one.instagram;
    const lost = messages.send('17841', { to: { personId: '9' }, content: { text: 'x' } });
    await assert.rejects(lost, (error) => isTrouble(error, 'unknown_outcome'));
    await assert.rejects(messages.show('17841', { personId: '9', action: 'mark_seen' }), (error) =>
      isTrouble(error, 'unavailable'),
    );
  });

  test('is reacted to, and the reaction taken back', async (t) => {
    const { seen, ...one } = await metaAgainst(t, { body: { recipient_id: '900' } });
    const { messages } = one.instagram;
    await messages.react('17841', { personId: '900', messageId: 'mid1', reaction: 'love' });
    await messages.react('17841', { personId: '900', messageId: 'mid1' });
    await messages.show('17841', { personId: '900', action: 'typing_on' });
    assert.deepEqual(
      seen.map(({ body }) => JSON.parse(body)),
      [
        { sender_action: 'react', payload: { message_id: 'mid1', reaction: 'love' } },
        { sender_action: 'unreact', payload: { message_id: 'mid1' } },
        { sender_action: 'typing_on' },
      ].map((one) => ({ recipient: { id: '900' }, ...one })),
    );
  });
});

describe('a past message', () => {
  test('is found by its person, newest first', async (t) => {
    const { seen, ...one } = await metaAgainst(t, {
      body: {
        data: [
          {
            id: 'mid1',
            created_time: '2026-11-21T00:00:00+0000',
            message: 'Hello',
            from: { id: 17841, username: 'linen' },
            to: { data: [{ id: '900' }] },
          },
          {
            id: 'mid0',
            message: '',
            attachments: { data: [{ image_data: { url: 'https://a.test/1' } }, {}] },
          },
        ],
      },
    });
    const { conversations } = one.instagram;
    const { data } = await conversations.listMessages('t1', { limit: 20 });
    assert.deepEqual(data.items, [
      {
        id: 'mid1',
        at: new Date('2026-11-21T00:00:00Z'),
        text: 'Hello',
        fromId: '17841',
        fromName: 'linen',
        toIds: ['900'],
        attachmentUrls: [],
      },
      { id: 'mid0', toIds: [], attachmentUrls: ['https://a.test/1'] },
    ]);
    await conversations.list('17841', { personId: '900' });
    assert.deepEqual(asked(seen[1]!), [
      'GET',
      `${host}/17841/conversations`,
      { platform: 'instagram', user_id: '900', fields: 'id,updated_time', limit: '50' },
    ]);
  });

  test('comes from somebody whose profile may be withheld', async (t) => {
    const one = await metaAgainst(t, { body: { id: '900' } });
    assert.deepEqual((await one.instagram.conversations.getProfile('900')).data, { id: '900' });
    const two = await metaAgainst(t, {
      body: {
        id: '900',
        first_name: 'Nora',
        last_name: 'L.',
        profile_pic: null,
      },
    });
    assert.deepEqual((await two.page.conversations.getProfile('900')).data, { id: '900', name: 'Nora L.' });
  });
});

describe('comments', () => {
  const written = '2026-11-21T00:00:00+0000';
  const at = new Date('2026-11-21T00:00:00Z');

  test('of Instagram say who wrote what under which post', async (t) => {
    const from = { id: '9', username: 'anna' };
    const one = {
      id: 1,
      text: 'price?',
      timestamp: written,
      from,
      hidden: false,
      parent_id: '7',
      media: { id: '18' },
    };
    const { instagram } = await metaAgainst(t, { body: { data: [one, { id: '3' }] } });
    assert.deepEqual((await instagram.comments.list('18')).data.items, [
      {
        id: '1',
        text: 'price?',
        at,
        username: 'anna',
        personId: '9',
        isHidden: false,
        parentId: '7',
        mediaId: '18',
      },
      { id: '3' },
    ]);
  });

  test('of a Page say the same by other names', async (t) => {
    const from = { id: '9', name: 'Anna' };
    const more = { is_hidden: true, like_count: 3, parent: { id: '7' } };
    const one = { id: '2', message: 'price?', created_time: written, from, ...more };
    const { page } = await metaAgainst(t, { body: { data: [one] } });
    assert.deepEqual((await page.comments.list('1_2')).data.items, [
      {
        id: '2',
        text: 'price?',
        at,
        personId: '9',
        personName: 'Anna',
        isHidden: true,
        likesCount: 3,
        parentId: '7',
      },
    ]);
  });

  test('are answered, hidden and removed by the words of each platform', async (t) => {
    const { seen, ...one } = await metaAgainst(t, { body: { id: '5', success: true } });
    for (const { comments } of [one.instagram, one.page]) {
      assert.deepEqual((await comments.reply('179', 'a&b')).data, { id: '5' });
      await comments.hide('179', true);
      await comments.remove('179');
    }
    const facebook = '/graph.facebook.com/v25.0';
    assert.deepEqual(seen.map(asked), [
      ['POST', `${host}/179/replies`, {}],
      ['POST', `${host}/179`, { hide: 'true' }],
      ['DELETE', `${host}/179`, {}],
      ['POST', `${facebook}/179/comments`, {}],
      ['POST', `${facebook}/179`, { is_hidden: 'true' }],
      ['DELETE', `${facebook}/179`, {}],
    ]);
    assert.equal(seen[0]!.body, 'message=a%26b');
  });

  test('of a Page are liked by it, and it says whether they are', async (t) => {
    const { seen, page } = await metaAgainst(t, { body: { id: '5', success: true, user_likes: true } });
    await page.comments.like('179', true);
    await page.comments.like('179', false);
    assert.equal((await page.comments.get('179')).data.isLiked, true);
    const facebook = '/graph.facebook.com/v25.0';
    assert.deepEqual(seen.slice(0, 2).map(asked), [
      ['POST', `${facebook}/179/likes`, {}],
      ['DELETE', `${facebook}/179/likes`, {}],
    ]);
    assert.match(seen[2]!.query.fields!, /\buser_likes\b/);
  });

  test('that name an account elsewhere are read through it, and by nothing but their id', async (t) => {
    const { seen, ...one } = await metaAgainst(t, {
      body: {
        mentioned_comment: { id: '5', text: '@linen' },
        id: '17841',
      },
    });
    assert.deepEqual((await one.instagram.comments.getMention('17841', '5')).data, {
      id: '5',
      text: '@linen',
    });
    assert.match(seen[0]!.query.fields!, /^mentioned_comment\.comment_id\(5\)\{/);
    const injected = one.instagram.comments.getMention('17841', '5){id},name,x(');
    await assert.rejects(injected, (error) => isTrouble(error, 'rejected'));
    assert.equal(seen.length, 1);
  });

  test('that could not be hidden are not said to be', async (t) => {
    const one = await metaAgainst(t, { body: { success: false } });
    await assert.rejects(one.instagram.comments.hide('179', true), (error) =>
      isTrouble(error, 'unavailable'),
    );
  });
});
