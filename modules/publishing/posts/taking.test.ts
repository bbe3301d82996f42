import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Unit } from '../../../kit/ctx.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { workIn } from '../../../kit/work.ts';
import type { AccountId, WebhookEventId } from '../../connections/contract.ts';
import { connections, takeIn } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import { publishing } from '../index.ts';
import type { PostPlatform } from './contract.ts';
import { getPost, listPosts } from './posts.ts';
import { knowPost, takePost } from './taking.ts';
import { openAccount, publishedPost, toldIds } from './testing.ts';

const modules = [identity, workspaces, connections, publishing];
const minuteMs = 60_000;

const unitOf = ({ ground, workspaceId }: TestWorkspace): Unit => ({
  ...{ workspaceId, jobId: 'testing', log: ground.log, signal: new AbortController().signal },
  work: (fn) => workIn(ground, workspaceId, { actor: { kind: 'system' } }, fn),
  progress: async () => undefined,
});

/** A platform tells of a post: as events are taken in, and heard by this module. */
async function told(
  w: TestWorkspace,
  account: { readonly accountId: AccountId; readonly platform: PostPlatform },
  payload: object,
) {
  const { accountId, platform } = account;
  const kind = platform === 'youtube' ? ('video' as const) : ('feed' as const);
  const before = await toldIds(w, accountId);
  await w.system.work((ctx) =>
    takeIn(
      ctx,
      { id: accountId },
      [
        {
          platform,
          platformAccountId: '1',
          eventId: undefined,
          kind,
          conversationKey: 'p',
          at: undefined,
          payload,
        },
      ],
      'webhook',
    ),
  );
  const [eventId] = (await toldIds(w, accountId)).filter((id) => !before.includes(id)) as WebhookEventId[];
  const hear = () =>
    takePost(unitOf(w), { eventId: eventId!, accountId, platform, kind, conversationKey: 'p' });
  await hear();
  w.ground.clock.move(minuteMs);
  return hear;
}

async function world(platform: PostPlatform) {
  const w = await newWorkspace(modules);
  const account = { accountId: await openAccount(w, platform), platform };
  const viewer = await w.member('viewer');
  const outside = (await testOutside()) as never;
  const all = async () =>
    (await w.reading(viewer, (ctx) => listPosts(ctx, { accountId: account.accountId, limit: 20 }, outside)))
      .items;
  return { w, account, viewer, outside, all, tell: (payload: object) => told(w, account, payload) };
}

const picture = {
  ...{ id: '18000000000000009', caption: 'Autumn linen', type: 'IMAGE', product: 'FEED', children: [] },
  ...{ url: 'https://cdn.sandbox/1.jpg', permalink: 'https://www.instagram.com/p/x/' },
  ...{ at: '2026-01-04T09:00:00.000Z', commentsCount: 2, likesCount: 7 },
};

describe('posts that are told', () => {
  test('of Instagram are one row each, as they were told last', async () => {
    const { all, tell } = await world('instagram');
    const again = await tell(picture);
    await tell({ ...picture, likesCount: 9 });
    await again();
    const [post, ...rest] = await all();
    assert.deepEqual(rest, []);
    assert.deepEqual(
      [
        post!.kind,
        post!.caption,
        post!.permalink,
        post!.postedAt,
        post!.figures.likes,
        post!.figures.comments,
      ],
      ['image', 'Autumn linen', picture.permalink, new Date(picture.at), 9, 2],
    );
  });

  test('of an album show the first picture in it', async () => {
    const { all, tell } = await world('instagram');
    const children = [{ id: '1', thumbnailUrl: 'https://cdn.sandbox/a.jpg' }];
    await tell({ ...picture, type: 'CAROUSEL_ALBUM', url: undefined, children });
    assert.equal((await all())[0]!.kind, 'carousel');
  });

  test('of a Page are told by itself and asked for, and gone when they were removed', async () => {
    const { all, tell } = await world('messenger');
    const value = { item: 'photo', post_id: '1_2', from: { id: '1' }, created_time: 1_767_517_200 };
    await tell({ ...value, verb: 'add', message: 'Autumn linen' });
    await tell({ id: '1_2', text: 'Autumn linen', permalink: 'https://www.facebook.com/1_2' });
    const [known] = await all();
    assert.deepEqual(
      [known!.caption, known!.permalink, known!.postedAt?.getTime(), known!.deletedAt],
      ['Autumn linen', 'https://www.facebook.com/1_2', 1_767_517_200_000, null],
    );
    await tell({ ...value, verb: 'remove' });
    const [gone] = await all();
    assert.ok(gone!.deletedAt !== null);
  });

  test('of a Page are not what happens to them', async () => {
    const { all, tell } = await world('messenger');
    await tell({ item: 'reaction', verb: 'add', post_id: '1_2', reaction_type: 'love' });
    await tell({ nothing: 'of the kind' });
    assert.deepEqual(await all(), []);
  });

  test('of YouTube are videos, with their counts when they were asked for', async () => {
    const { all, tell } = await world('youtube');
    await tell({ videoId: 'abc', title: 'How linen is made', publishedAt: '2026-01-04T09:00:00Z' });
    await tell({
      id: 'abc',
      title: 'How linen is made',
      viewCount: 5_000_000_000,
      pictureUrl: 'https://i.ytimg.com/1.jpg',
    });
    const [video] = await all();
    assert.deepEqual(
      [video!.kind, video!.figures.views, video!.permalink],
      ['video', 5_000_000_000, 'https://www.youtube.com/watch?v=abc'],
    );
  });
});

describe('knowPost', () => {
  test('has one post for one id, and what is told later fills it', async () => {
    const { w, account, all, tell } = await world('instagram');
    const ids = await Promise.all(
      Array.from({ length: 5 }, () =>
        w.system.work((ctx) => knowPost(ctx, { ...account, platformPostId: picture.id, kind: 'reel' })),
      ),
    );
    assert.equal(new Set(ids).size, 1);
    const [stub] = await all();
    assert.deepEqual([stub!.kind, stub!.caption, stub!.postedAt], ['reel', null, null]);
    await tell(picture);
    const posts = await all();
    assert.deepEqual(
      posts.map(({ id, caption }) => [id, caption]),
      [[ids[0], 'Autumn linen']],
    );
  });
});

describe('getPost', () => {
  test('shows nothing of another workspace', async () => {
    const [{ w, viewer, outside }, theirs] = [await world('instagram'), await world('instagram')];
    const postId = await publishedPost(theirs.w);
    await assert.rejects(
      w.reading(viewer, (ctx) => getPost(ctx, { postId }, outside)),
      { code: 'publishing.post_not_found' },
    );
  });
});
