import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Candidate, messageIn } from '../../providers/meta/index.ts';
import { isTrouble } from '../../providers/trouble.ts';
import { instagramApp, openMetaStage, verifyToken } from './meta-stage.ts';

let stage: Awaited<ReturnType<typeof openMetaStage>>;
before(async () => {
  stage = await openMetaStage();
});
after(() => stage.close());

const limit = { timeout: 30_000 };

describe('an Instagram account, by Instagram Login', () => {
  let account: Candidate;
  const open = (client = stage.meta) => client.instagram({ login: 'instagram', token: account.token });
  before(async () => {
    account = await stage.byInstagram();
    const fields = ['messages', 'comments', 'message_reactions', 'messaging_seen'];
    const wish = { object: 'instagram', callbackUrl: stage.callbackUrl, verifyToken, fields } as const;
    await stage.meta.instagramAppWebhooks.subscribe(wish);
    await open().webhooks.subscribe(account.accountId, ['messages', 'comments', 'message_reactions']);
  });
  const written = async (text: string) => {
    const { mid } = await stage.play('message', { account: account.username, person: 'nora', text });
    return stage.until(({ eventId }) => eventId === mid);
  };

  test('is subscribed to what it was subscribed to', limit, async () => {
    const { data } = await open().webhooks.state(account.accountId);
    assert.deepEqual(
      [data.isSubscribed, [...data.fields].sort()],
      [true, ['comments', 'message_reactions', 'messages']],
    );
    const { data: all } = await stage.meta.instagramAppWebhooks.list();
    assert.deepEqual(
      all.map(({ object, callbackUrl }) => [object, callbackUrl]),
      [['instagram', stage.callbackUrl]],
    );
  });

  test('hears a customer, answers, and hears the echo of it', limit, async () => {
    const event = await written('Très joli ✨ — do you ship?');
    assert.deepEqual(
      [event.kind, event.accountId, messageIn(event)!.text],
      ['message', account.accountId, 'Très joli ✨ — do you ship?'],
    );
    const { data, usage } = await open().messages.send(account.senderId, {
      to: { personId: event.personId! },
      content: { text: 'We do ✨' },
      replyTo: event.eventId,
    });
    assert.equal(data.personId, event.personId);
    assert.equal(typeof usage?.appPercent, 'number');
    const echo = await stage.until(({ eventId }) => eventId === data.messageId);
    assert.deepEqual([echo.kind, echo.personId], ['echo', event.personId]);
  });

  test('finds a message again whose answer was lost', limit, async () => {
    const { personId } = await written('Still there?');
    const message = { to: { personId: personId! }, content: { text: 'Yes, of course' } };
    await assert.rejects(open(stage.met('lost-answer')).messages.send(account.senderId, message), (error) =>
      isTrouble(error, 'unknown_outcome'),
    );
    const { conversations } = open();
    const { data: found } = await conversations.list(account.accountId, { personId: personId! });
    const { data: said } = await conversations.listMessages(found.items[0]!.id, { limit: 20 });
    assert.deepEqual([said.items[0]!.text, said.items[0]!.fromId], ['Yes, of course', account.accountId]);
  });

  test('may not write once the window is over', limit, async () => {
    const { personId } = await written('Good night');
    await stage.play('window', { account: account.username, person: 'nora', hours: 25 });
    const message = { to: { personId: personId! }, content: { text: 'Good morning' } };
    await assert.rejects(open().messages.send(account.senderId, message), (error) => {
      assert.ok(isTrouble(error, 'rejected'));
      return error.facts.code === '10/2534022';
    });
    await open().messages.send(account.senderId, { ...message, isByHumanAgent: true });
  });

  test('hears a comment, answers under it and privately, once', limit, async () => {
    const { data: posts } = await open().media.list(account.accountId, { limit: 5 });
    const post = posts.items.find(({ product }) => product === 'FEED')!;
    const { id } = await stage.play('comment', {
      account: account.username,
      person: 'matteo',
      post: post.id,
      text: 'Quanto?',
    });
    const event = await stage.until(({ eventId }) => eventId === `comment/${id}`);
    assert.equal(event.kind, 'comment');
    const { comments, messages } = open();
    const { data: reply } = await comments.reply(id, 'Ti scriviamo.');
    const { data: replies } = await comments.listReplies(id);
    assert.deepEqual(
      replies.items.map((one) => one.id),
      [reply.id],
    );
    const privately = { to: { commentId: id }, content: { text: '89 euro' } };
    const { data: sent } = await messages.send(account.senderId, privately);
    assert.equal(sent.personId, event.personId);
    await assert.rejects(messages.send(account.senderId, privately), (error) => isTrouble(error, 'rejected'));
    await comments.hide(id, true);
    assert.equal((await comments.get(id)).data.isHidden, true);
    await comments.remove(reply.id);
    assert.deepEqual((await comments.listReplies(id)).data.items, []);
  });

  test('publishes what the platform can fetch, once', limit, async () => {
    const { publishing, media } = open();
    const imageUrl = `${stage.url}/cdn.sandbox/picture/1.jpg`;
    const { data: made } = await publishing.create(account.accountId, {
      kind: 'image',
      imageUrl,
      caption: 'Oat',
    });
    stage.move(300_000);
    assert.equal((await publishing.state(made.containerId)).data.status, 'FINISHED');
    const lost = open(stage.met('lost-answer')).publishing.publish(account.accountId, made.containerId);
    await assert.rejects(lost, (error) => isTrouble(error, 'unknown_outcome'));
    assert.equal((await publishing.state(made.containerId)).data.status, 'PUBLISHED');
    assert.equal((await media.list(account.accountId, { limit: 1 })).data.items[0]!.caption, 'Oat');
    assert.equal((await publishing.limit(account.accountId)).data.usedCount, 1);
  });

  test('is measured', limit, async () => {
    const { insights, media } = open();
    const { data } = await insights.ofAccount(account.accountId, {
      metrics: ['reach', 'views'],
      period: 'day',
      metricType: 'total_value',
    });
    assert.deepEqual(
      data.map(({ name, total }) => [name, typeof total]),
      [
        ['reach', 'number'],
        ['views', 'number'],
      ],
    );
    const { data: posts } = await media.list(account.accountId, { limit: 1 });
    const { data: ofPost } = await insights.ofMedia(posts.items[0]!.id, { metrics: ['reach'] });
    assert.equal(ofPost[0]!.name, 'reach');
  });

  test('tells the same whichever of the three shapes it is wrapped in', limit, async () => {
    const told: unknown[] = [];
    for (const shape of ['usual', 'changes', 'flat']) {
      await stage.play('shape', { account: account.username, shape });
      const { kind, personId, accountId } = await written(`In the shape ${shape}`);
      told.push([kind, personId, accountId]);
    }
    await stage.play('shape', { account: account.username, shape: 'usual' });
    assert.deepEqual(told, [told[0], told[0], told[0]]);
  });

  test('survives the test button of the dashboard', limit, async () => {
    for (const field of ['messages', 'comments'])
      await stage.play('test', { app: instagramApp.id, object: 'instagram', field });
    const event = await stage.until(({ accountId }) => accountId === '0');
    assert.equal(event.platform, 'instagram');
  });

  for (const [failure, kind] of [
    ['rate-limited', 'rate_limited'],
    ['server-error', 'unavailable'],
    ['expired-token', 'unauthorized'],
    ['half-stream', 'unavailable'],
  ] as const)
    test(`hears of ${failure} that it is ${kind}`, limit, async () => {
      await assert.rejects(open(stage.met(failure)).media.list(account.accountId), (error) =>
        isTrouble(error, kind),
      );
    });

  test('is gone when somebody takes the app away', limit, async () => {
    const { token } = await stage.byInstagram();
    await stage.play('token', { account: account.username, do: 'revoke' });
    const { media } = stage.meta.instagram({ login: 'instagram', token });
    await assert.rejects(media.list(account.accountId), (error) => {
      assert.ok(isTrouble(error, 'unauthorized'));
      return error.facts.code === '190/467';
    });
    account = await stage.byInstagram();
  });

  test('is not confused by what nobody described', limit, async () => {
    const { data } = await open(stage.met('unknown-fields')).media.list(account.accountId);
    assert.ok(data.items.length > 0);
  });
});
