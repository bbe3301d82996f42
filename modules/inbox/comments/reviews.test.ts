import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { testOutside } from '../../../kit/testing/outside.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { publishing } from '../../publishing/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import { inbox } from '../index.ts';
import type { ChannelId } from '../messages/contract.ts';
import { openChannel } from '../messages/testing.ts';
import { answer, moderate } from './answering.ts';
import { getThread, listComments } from './comments.ts';
import { type Comment, type CommentId, type ListedComment, whyNot } from './contract.ts';
import { nothingTold, told } from './merging.ts';
import { keepStanding } from './standing.ts';
import { type Commented, commented, newReplyId } from './testing.ts';
import type { CommentNews } from './told.ts';

const modules = [identity, workspaces, connections, publishing, inbox];
const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute));

interface Place extends TestWorkspace {
  readonly channelId: ChannelId;
}

async function place(): Promise<Place> {
  const w = await newWorkspace(modules);
  return { ...w, channelId: await openChannel(w, { platform: 'google' }) };
}

const said = (body: string, rating: number, more: Partial<CommentNews> = {}) => ({
  ...{ kind: 'review' as const, hasPlace: true, platformPostId: undefined, body, rating },
  ...{ author: { name: 'Ada Adler' }, happenedAt: at(0), ...more },
});
const reviewed = (w: Place, id: string, news: Partial<CommentNews>) =>
  commented(w, { channelId: w.channelId, platform: 'google', platformCommentId: id, ...news } as Commented);
const answered = (w: Place, id: string, body: string, minute: number) =>
  reviewed(w, `${id}/reply`, {
    ...{ kind: 'comment', hasPlace: true, isOwn: true, author: {}, body, happenedAt: at(minute) },
    ...{ parentPlatformId: id, platformPostId: undefined },
  });

const files = async () => (await testOutside()) as never;
const threadOf = async ({ system }: Place, commentId: CommentId) => {
  const beside = await files();
  return system.work((ctx) => getThread(ctx, { commentId, limit: 20 }, beside));
};
async function listOf({ system }: Place, filter: { kind?: 'review' | 'comment'; rating?: number } = {}) {
  const beside = await files();
  const { items } = await system.work((ctx) =>
    listComments(ctx, { order: 'newest', limit: 20, ...filter }, beside),
  );
  return items;
}
const toneOf = ({ rating, sentiment, categories }: Comment) => [rating, sentiment, categories];

describe('what is told of a review', () => {
  const news = (part: Partial<CommentNews>): CommentNews => ({
    ...{ platformCommentId: 'r', what: 'said', kind: 'review', isOwn: false, hasPlace: true, author: {} },
    ...{ happenedAt: at(0), ...part },
  });
  const after = (all: readonly CommentNews[]) =>
    all.reduce((known, one) => told(known, one, at(9)), nothingTold(at(8)));
  const first = news({ body: 'Fine', rating: 4 });
  const wordless = news({ what: 'edited', body: '', rating: 2, editedAt: at(2) });

  test('is how it is now, in any order: words that were taken out are gone', () => {
    for (const all of [
      [first, wordless],
      [wordless, first],
    ]) {
      const { body, rating, editedAt } = after(all);
      assert.deepEqual([body, rating, editedAt], [null, 2, at(2)]);
    }
  });

  test('comes back where it is written anew after it was gone, and not when it is told late', () => {
    const removed = news({ what: 'removed' });
    assert.equal(after([first, removed, wordless]).deletedAt?.getTime(), at(9).getTime());
    const again = news({ body: 'Fine again', rating: 5, happenedAt: at(12) });
    const { body, rating, deletedAt } = after([first, removed, again]);
    assert.deepEqual([body, rating, deletedAt], ['Fine again', 5, null]);
  });

  test('has one answer: a later one takes its place, and an earlier one does not', () => {
    const ours = (body: string, minute: number) => news({ isOwn: true, body, happenedAt: at(minute) });
    const [one, two] = [ours('Thanks', 1), ours('Thank you', 3)];
    for (const all of [
      [one, two],
      [one, two, one],
    ]) {
      const { body, happenedAt, editedAt } = after(all);
      assert.deepEqual([body, happenedAt, editedAt], ['Thank you', at(1), at(3)]);
    }
    assert.equal(after([one, { ...one, happenedAt: at(2) }]).editedAt, null);
  });
});

describe('a review', () => {
  test('CR-45 stands with its stars, which say its tone before its words do', async () => {
    const w = await place();
    await reviewed(w, 'bad', said('Wonderful people, lovely shop', 1, { happenedAt: at(3) }));
    await reviewed(w, 'fair', said('', 3, { happenedAt: at(2) }));
    await reviewed(w, 'good', said('Never again? Always!', 5, { happenedAt: at(1) }));
    assert.deepEqual((await listOf(w)).map(toneOf), [
      [1, 'negative', ['complaint']],
      [3, 'neutral', []],
      [5, 'positive', ['question']],
    ]);
    const [{ post, kind, channel }] = (await listOf(w, { rating: 3 })) as [ListedComment];
    assert.deepEqual([post, kind, channel.platform], [null, 'review', 'google']);
  });

  test('is found by what it is and by its stars', async () => {
    const w = await place();
    await reviewed(w, 'one', said('Bad', 1));
    await reviewed(w, 'five', said('Good', 5, { happenedAt: at(1) }));
    await commented(w, { body: 'Under a post' });
    const found = async (filter: object) => (await listOf(w, filter)).map(({ body }) => body);
    assert.deepEqual(await found({ kind: 'review' }), ['Good', 'Bad']);
    assert.deepEqual(await found({ kind: 'comment' }), ['Under a post']);
    assert.deepEqual(await found({ rating: 1 }), ['Bad']);
    assert.deepEqual(await found({ kind: 'comment', rating: 1 }), []);
  });

  test('CR-46 is answered once, and the answer written anew is the same one', async () => {
    const w = await place();
    const id = await reviewed(w, 'r', said('Fine', 4));
    await answered(w, 'r', 'Thanks', 1);
    await answered(w, 'r', 'Thank you', 2);
    const { top, items } = await threadOf(w, id);
    assert.deepEqual([top.status, top.responseText, top.repliesCount], ['answered', 'Thank you', 1]);
    assert.deepEqual(
      items.map(({ body, isOwn, editedAt }) => [body, isOwn, editedAt]),
      [['Thank you', true, at(2)]],
    );
  });
});

describe('reviews that are missing where they stood', () => {
  const standing = (ids: readonly string[], more: object = {}) => ({
    ...{ of: 'reviews' as const, startedAt: at(30), until: at(30), from: null },
    ...{ reviews: ids.map((id) => ({ id, isAnswered: true })), ...more },
  });
  const keep = (w: Place, told: Parameters<typeof keepStanding>[2]) =>
    w.system.work((ctx) => keepStanding(ctx, w.channelId, told));
  const bodies = async (w: Place) => (await listOf(w)).map(({ body }) => body);

  async function three() {
    const w = await place();
    for (const [id, minute] of [
      ['a', 1],
      ['b', 5],
      ['c', 9],
    ] as const)
      await reviewed(w, id, said(id, 4, { happenedAt: at(minute) }));
    return w;
  }

  test('are gone with their answers, and it is known that they were there', async () => {
    const w = await three();
    await answered(w, 'b', 'Thanks', 6);
    const [, b] = await listOf(w);
    await keep(w, standing(['a', 'c']));
    assert.deepEqual(await bodies(w), ['c', 'a']);
    const { top, items } = await threadOf(w, b!.id);
    assert.deepEqual([top.deletedAt, top.body, items[0]!.deletedAt], [at(30), null, at(30)]);
  });

  test('are judged only between the times a page says something of, without their ends', async () => {
    const w = await three();
    await keep(w, standing(['x'], { from: at(5), until: at(9) }));
    assert.deepEqual(await bodies(w), ['c', 'b', 'a']);
    await keep(w, standing(['x'], { from: at(4), until: at(9) }));
    assert.deepEqual(await bodies(w), ['c', 'a']);
  });

  test('are not gone by an empty list, nor when they were written since it was asked for', async () => {
    const w = await three();
    await keep(w, standing([]));
    await keep(w, standing([], { total: 3 }));
    await keep(w, standing(['x'], { startedAt: at(0), until: at(0) }));
    assert.deepEqual(await bodies(w), ['c', 'b', 'a']);
  });

  test('are gone, all that were written before, where it is said that there are none', async () => {
    const w = await three();
    await keep(w, standing([], { total: 0, startedAt: at(7), until: at(7) }));
    assert.deepEqual(await bodies(w), ['c']);
  });

  test('CR-46 are to be answered again when their answer was taken back elsewhere', async () => {
    const w = await three();
    await answered(w, 'b', 'Thanks', 6);
    const reviews = ['a', 'b', 'c'].map((id) => ({ id, isAnswered: false }));
    await keep(w, standing([], { reviews, startedAt: at(6) }));
    const answers = async () => (await listOf(w)).map(({ responseText }) => responseText);
    assert.deepEqual(await answers(), [null, 'Thanks', null], 'an answer from the same moment stands');
    await keep(w, standing([], { reviews }));
    const [, b] = await listOf(w);
    assert.deepEqual([b!.responseText, b!.repliedAt, b!.status], [null, null, 'read']);
    await answered(w, 'b', 'Thanks again', 40);
    assert.deepEqual(await answers(), [null, 'Thanks again', null]);
  });
});

describe('what cannot be done with a review', () => {
  test('is refused by a stable code: hiding, deleting, a private word, an answer to the answer', async () => {
    const w = await place();
    const id = await reviewed(w, 'r', said('Fine', 4));
    const ours = await answered(w, 'r', 'Thanks', 1);
    const beside = await files();
    for (const kind of ['hide', 'delete'] as const)
      await assert.rejects(
        w.system.work((ctx) => moderate(ctx, { commentId: id, kind }, beside)),
        { code: 'inbox.review_is_its_writers' },
      );
    const write = (commentId: CommentId, kind: 'public' | 'private', body = 'Hello') =>
      w.system.work((ctx) => answer(ctx, { commentId, replyId: newReplyId(), body, kind }));
    await assert.rejects(write(id, 'private'), { code: 'inbox.no_private_replies_there' });
    await assert.rejects(write(ours, 'public'), { code: 'inbox.review_has_one_answer' });
    await assert.rejects(write(id, 'public', 'ü'.repeat(2_049)), { code: 'inbox.comment_reply_too_long' });
  });

  test('is offered for the answer of our own: to take it back', async () => {
    const w = await place();
    const id = await reviewed(w, 'r', said('Fine', 4));
    await answered(w, 'r', 'Thanks', 1);
    const { top, items } = await threadOf(w, id);
    assert.equal(whyNot('delete', items[0]!, at(2)), undefined);
    assert.equal(whyNot('delete', top, at(2)), 'review_is_its_writers');
  });
});
