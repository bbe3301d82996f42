import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { publishing } from '../../publishing/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import { inbox } from '../index.ts';
import type { ChannelId } from '../messages/contract.ts';
import { openChannel } from '../messages/testing.ts';
import { getThread, listComments } from './comments.ts';
import type { CommentId } from './contract.ts';
import { type Commented, commented } from './testing.ts';

const modules = [identity, workspaces, connections, publishing, inbox];
const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute));

const Row = z.object({
  platformCommentId: z.string(),
  body: z.string().nullable(),
  parent: z.string().nullable(),
  thread: z.string(),
  post: z.string().nullable(),
  answers: z.string().nullable(),
  isOwn: z.boolean(),
  repliesCount: z.number(),
  repliedAt: z.date().nullable(),
  responseText: z.string().nullable(),
  status: z.string(),
  lastAt: z.date(),
  isDeleted: z.boolean(),
});

/** The comments of a channel without the ids that are made here, so that two ways to them can be compared. */
const rowsOf = ({ ground, workspaceId }: TestWorkspace, channelId: ChannelId) =>
  ground.db.reader({ kind: 'workspace', workspaceId }).many(
    Row,
    sql`
    select k.platform_comment_id, k.body, p.platform_comment_id as parent, t.platform_comment_id as thread,
           o.platform_post_id as post, a.platform_comment_id as answers, k.is_own, k.replies_count, k.replied_at,
           k.response_text, k.status, k.last_at, k.deleted_at is not null as is_deleted
      from inbox.comments k
      join inbox.comments t on t.id = k.thread_id
      left join inbox.comments p on p.id = k.parent_id
      left join inbox.comments a on a.id = k.answers_id
      left join publishing.posts o on o.id = k.post_id
     where k.channel_id = ${channelId} order by k.platform_comment_id`,
  );

const top = { platformCommentId: 'top', happenedAt: at(0), body: 'Do you ship to Rome?' };
const reply = {
  platformCommentId: 'reply',
  parentPlatformId: 'top',
  happenedAt: at(1),
  body: 'And to Bari?',
};
const own = {
  ...{ platformCommentId: 'own', parentPlatformId: 'top', isOwn: true, author: {} },
  ...{ happenedAt: at(2), body: 'To both.', platformPostId: undefined },
};
const deep = {
  ...reply,
  platformCommentId: 'deep',
  parentPlatformId: 'reply',
  happenedAt: at(3),
  body: 'Lovely',
};
const edit = { ...deep, what: 'edited', body: 'Lovely!', editedAt: at(4) } as const;
const other = { platformCommentId: 'other', happenedAt: at(5), body: 'Awful' };
const gone = { ...other, what: 'removed', body: undefined } as const;
const story: readonly Commented[] = [top, reply, own, deep, edit, other, gone];

describe('comments that are told', () => {
  test('SS-46, CR-45 are one row each, with their thread, however often they are told', async () => {
    const w = await newWorkspace(modules);
    const channelId = await openChannel(w, { platform: 'messenger' });
    for (const news of [...story, ...story])
      await commented(w, { channelId, platform: 'messenger', ...news });
    const rows = await rowsOf(w, channelId);
    const shown = rows.map((row) => [
      row.platformCommentId,
      row.parent,
      row.thread,
      row.post,
      row.repliesCount,
    ]);
    assert.deepEqual(shown, [
      ['deep', 'reply', 'top', 'post-1', 0],
      ['other', null, 'other', 'post-1', 0],
      ['own', 'top', 'top', 'post-1', 0],
      ['reply', 'top', 'top', 'post-1', 0],
      ['top', null, 'top', 'post-1', 3],
    ]);
    const [answered] = rows.filter(({ platformCommentId }) => platformCommentId === 'top');
    assert.deepEqual(
      [answered!.status, answered!.repliedAt, answered!.responseText, answered!.lastAt],
      ['answered', at(2), 'To both.', at(3)],
      'CR-46: what the account answers is noted with what it answers',
    );
    assert.deepEqual(
      rows.filter(({ isOwn }) => isOwn).map(({ platformCommentId, status }) => [platformCommentId, status]),
      [['own', 'read']],
      'CR-47: the account’s own are told apart',
    );
  });

  test('come out the same in any order, answers before what they answer included', async () => {
    const w = await newWorkspace(modules);
    const inOrder = await openChannel(w, { platform: 'messenger' });
    for (const news of story) await commented(w, { channelId: inOrder, platform: 'messenger', ...news });
    const expected = await rowsOf(w, inOrder);
    for (let seed = 1; seed <= 40; seed++) {
      const channelId = await openChannel(w, { platform: 'messenger' });
      const told = shuffled([...story, ...story.slice(0, seed % 4)], seed);
      for (const news of told) await commented(w, { channelId, platform: 'messenger', ...news });
      const order = told
        .map(({ platformCommentId, what }) => `${platformCommentId} ${what ?? ''}`)
        .join(', ');
      assert.deepEqual(await rowsOf(w, channelId), expected, order);
    }
  });

  test('are read for what they are when they come', async () => {
    const w = await newWorkspace(modules);
    await commented(w, { body: 'Wie viel kostet das Kleid?' });
    const { items } = await listed(w);
    const { language, categories, sentiment, priorityScore, status } = items[0]!;
    assert.deepEqual(
      [language, categories, sentiment, status],
      ['de', ['price', 'question'], 'neutral', 'unread'],
    );
    assert.ok(priorityScore > 50);
  });

  test('are read anew when they are edited', async () => {
    const w = await newWorkspace(modules);
    const channelId = await openChannel(w, { platform: 'youtube' });
    const one = { channelId, platform: 'youtube', platformCommentId: 'c' } as const;
    await commented(w, { ...one, body: 'I love it' });
    await commented(w, { ...one, what: 'edited', body: 'I hate it', editedAt: at(9) });
    assert.equal((await listed(w)).items[0]!.sentiment, 'negative');
  });
});

describe('getThread', () => {
  test('shows the one on top and what was answered, oldest first, page by page, whichever was asked for', async () => {
    const w = await newWorkspace(modules);
    const channelId = await openChannel(w);
    const id = await commented(w, { channelId, platformCommentId: 'top', happenedAt: at(0) });
    let last: CommentId | undefined;
    for (const minute of [3, 1, 2])
      last = await commented(w, {
        channelId,
        parentPlatformId: 'top',
        body: `${minute}`,
        happenedAt: at(minute),
      });
    const viewer = await w.member('viewer');
    const outside = (await testOutside()) as never;
    const read = (commentId: CommentId, after?: string) =>
      w.reading(viewer, (ctx) => getThread(ctx, { commentId, limit: 2, after }, outside));
    const first = await read(last!);
    const second = await read(id, first.next!);
    assert.equal(first.top.id, id);
    assert.deepEqual(
      [...first.items, ...second.items].map(({ body }) => body),
      ['1', '2', '3'],
    );
    assert.deepEqual([first.top.repliesCount, second.next], [3, null]);
  });

  test('shows nothing of another workspace, nor of a place one has no part in', async () => {
    const [ours, theirs] = [await newWorkspace(modules), await newWorkspace(modules)];
    const outside = (await testOutside()) as never;
    const elsewhere = await openChannel(ours, { locationId: await ours.location() });
    const guest = {
      ...(await ours.member('viewer')),
      role: null,
      access: { role: null, extra: [], withdrawn: [], locations: [guestAt(await ours.location('Old town'))] },
    };
    for (const [who, commentId] of [
      [await ours.member('owner'), await commented(theirs)],
      [guest, await commented(ours, { channelId: elsewhere })],
    ] as const)
      await assert.rejects(
        ours.reading(who, (ctx) => getThread(ctx, { commentId, limit: 2 }, outside)),
        { code: 'inbox.comment_not_found' },
      );
    const { items } = await ours.reading(guest, (ctx) =>
      listComments(ctx, { limit: 10, order: 'newest' }, outside),
    );
    assert.deepEqual(items, []);
  });
});

const guestAt = (locationId: string) => ({ locationId, role: 'viewer' as const, extra: [], withdrawn: [] });

async function listed(w: TestWorkspace) {
  const viewer = await w.member('viewer');
  const outside = (await testOutside()) as never;
  return w.reading(viewer, (ctx) => listComments(ctx, { limit: 10, order: 'newest' }, outside));
}

/** The same disorder for the same number. */
function shuffled<T>(all: readonly T[], seed: number): T[] {
  let state = seed;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const left = [...all];
  return all.map(() => left.splice(Math.floor(next() * left.length), 1)[0]!);
}
