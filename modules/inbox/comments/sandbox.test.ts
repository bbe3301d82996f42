import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import fastify, { type FastifyInstance } from 'fastify';
import { eventually } from '../../../kit/jobs/testing.ts';
import { sql } from '../../../kit/sql.ts';
import { intakePlugin } from '../../connections/index.ts';
import { connectedTo, openAccount, play, type TestConnectionsOutside } from '../../connections/testing.ts';
import type { TestWorkspace } from '../../workspaces/testing.ts';
import { inbox } from '../index.ts';
import { answer, moderate } from './answering.ts';
import type { Comment } from './contract.ts';
import { openSandboxWorld, type SandboxWorld, soon } from './testing/sandbox.ts';
import { commented, newReplyId } from './testing.ts';

/* From what a customer writes under a post in the sandbox, over its signed webhooks, to the comment, and back. */

const account = 'linen.and.oak';
const page = 'linen-and-oak';
let world: SandboxWorld;
let outside: TestConnectionsOutside;
let w: TestWorkspace;
let app: FastifyInstance;

async function open() {
  world = await openSandboxWorld([inbox]);
  ({ outside, w } = world);
  app = fastify();
  await intakePlugin(world.ground, outside)(app);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const told = await outside.platforms.subscribeApps(`http://127.0.0.1:${port}`, AbortSignal.timeout(10_000));
  for (const { failure } of told) assert.equal(failure, undefined);
  await connect('instagram', account);
  await connect('messenger', page);
}

/** An account of the sandbox, connected here and telling us what happens. */
async function connect(platform: 'instagram' | 'messenger', name: string): Promise<void> {
  const login = platform === 'instagram' ? 'instagram' : 'facebook';
  const { candidate, access } = await connectedTo(outside, login, platform, { accounts: [name] });
  const id = await openAccount({ ground: w.ground, workspaceId: w.workspaceId }, outside, candidate);
  await w.system.work(async ({ tx }) => {
    await tx.run(sql`update connections.accounts set login = ${login} where id = ${id}`);
    await tx.run(sql`
      insert into connections.account_routes (platform, platform_account_id, workspace_id, account_id, created_at)
      values (${platform}, ${candidate.platformAccountId}, ${w.workspaceId}, ${id}, ${w.ground.clock.now()})`);
  });
  await outside.platforms.get(platform)!.hooks.subscribe(access, '', AbortSignal.timeout(10_000));
}

interface Theirs {
  readonly id: string;
  readonly parentId: string | null;
  readonly person: string | null;
  readonly text: string;
  readonly hidden: boolean;
  readonly likedByPage?: boolean;
}

/** What stands under the posts there, and what was written to somebody in private. */
async function there(person: string, at = account) {
  const answered = await fetch(`${outside.sandbox.url}/meta/accounts/${at}`, {
    headers: { accept: 'application/json' },
  });
  const { posts, threads } = (await answered.json()) as {
    posts: { comments: Theirs[] }[];
    threads: { person: string; messages: { by: string; text?: string }[] }[];
  };
  const all = posts.flatMap((post) => post.comments);
  const theirs = all.find((one) => one.person === person);
  const messages = threads.find((thread) => thread.person === person)?.messages ?? [];
  return {
    isThere: theirs !== undefined,
    isHidden: theirs?.hidden,
    isLiked: theirs?.likedByPage,
    answers: all.filter(({ parentId }) => parentId === theirs?.id).map(({ text }) => text),
    messages: messages.filter(({ by }) => by === 'business').map(({ text }) => text),
  };
}

async function comes(person: string, text: string, at = account): Promise<Comment> {
  await play(outside, 'meta', 'comment', { account: at, person, text });
  return eventually(async () => {
    const items = await world.listed();
    const found = items.find(({ body }) => body === text);
    assert.ok(found);
    return found;
  }, soon);
}

describe('a comment of the sandbox', () => {
  // Within, and not for the whole process: its workers would do the work that other files wait for.
  before(open);
  after(async () => {
    await app?.close();
    await world?.drain();
    // The same account of another sandbox is connected by another file, in the same database.
    await w?.system.work(({ tx }) => tx.run(sql`delete from connections.account_routes`));
  });

  test('is here once with its post, and is answered there once where everybody sees it', async () => {
    const comment = await comes('ada', 'How much is the oat dress?');
    assert.deepEqual(
      [comment.kind, comment.categories, comment.status, comment.isOwn],
      ['comment', ['price', 'question'], 'unread', false],
    );
    assert.ok(comment.author.username && comment.post);
    const wish = {
      commentId: comment.id,
      replyId: newReplyId(),
      body: '89 francs.',
      kind: 'public',
    } as const;
    const member = await w.member('member');
    for (let i = 0; i < 2; i += 1) await w.as(member, (ctx) => answer(ctx, wish));
    await eventually(async () => {
      const { items, top } = await world.threadOf(comment);
      assert.deepEqual([items.map(({ body }) => body), top.status], [['89 francs.'], 'answered']);
      assert.equal(
        items[0]!.member?.memberId,
        member.memberId,
        'by whom of us is known, whoever told of it first',
      );
    }, soon);
    assert.deepEqual((await there('ada')).answers, ['89 francs.']);
  });

  test('is answered in private once, and never a second time', async () => {
    const comment = await comes('bea', 'Can I have the price in private?');
    const wish = { commentId: comment.id, body: 'LINEN10 is for you.', kind: 'private' } as const;
    const member = await w.member('member');
    await w.as(member, (ctx) => answer(ctx, { ...wish, replyId: newReplyId() }));
    await assert.rejects(
      w.as(member, (ctx) => answer(ctx, { ...wish, replyId: newReplyId() })),
      { code: 'inbox.comment_replied_privately' },
    );
    await eventually(async () => {
      const { top, replies } = await world.threadOf(comment);
      assert.ok(top.privateRepliedAt);
      assert.deepEqual(
        replies.map(({ kind, status }) => [kind, status]),
        [['private', 'sent']],
      );
    }, soon);
    const { messages, answers } = await there('bea');
    assert.deepEqual([messages, answers], [['LINEN10 is for you.'], []]);
  });

  test('on a Page is liked there as the Page, and is not any more when that is taken back', async () => {
    const comment = await comes('dora', 'The oat one is lovely', page);
    const member = await w.member('member');
    for (const isLiked of [true, false]) {
      w.ground.clock.move(1_000);
      const kind = isLiked ? 'like' : 'unlike';
      await w.as(member, (ctx) => moderate(ctx, { commentId: comment.id, kind }, world.files));
      await eventually(async () => {
        const { top } = await world.threadOf(comment);
        assert.deepEqual([top.likedAt !== null, top.likeWanted], [isLiked, null]);
      }, soon);
      assert.equal((await there('dora', page)).isLiked, isLiked);
    }
  });

  test('on a Page is not liked, and says so, where the platform refuses', async () => {
    const { channel } = await comes('edda', 'Is it warm?', page);
    const gone = { channelId: channel.id, platform: 'messenger', platformCommentId: '1_404' } as const;
    const commentId = await commented({ ground: w.ground, workspaceId: w.workspaceId }, gone);
    const member = await w.member('member');
    await w.as(member, (ctx) => moderate(ctx, { commentId, kind: 'like' }, world.files));
    await eventually(async () => {
      const { top } = await world.threadOf({ id: commentId });
      assert.deepEqual([top.likedAt, top.likeWanted], [null, { kind: 'like', failureCode: 'rejected' }]);
    }, soon);
  });

  test('is hidden there, shown again, and gone when we delete it', async () => {
    const comment = await comes('cleo', 'Terrible, it tore on the first day');
    const member = await w.member('member');
    const want = (kind: 'hide' | 'unhide' | 'delete') => {
      // What is wanted last counts: of two in the same millisecond neither is.
      w.ground.clock.move(1_000);
      return w.as(member, (ctx) => moderate(ctx, { commentId: comment.id, kind }, world.files));
    };
    for (const [kind, isHidden] of [
      ['hide', true],
      ['unhide', false],
    ] as const) {
      assert.deepEqual((await want(kind)).wanted, { kind, failureCode: null });
      await eventually(async () => {
        const { top } = await world.threadOf(comment);
        assert.deepEqual([top.hiddenAt !== null, top.wanted], [isHidden, null]);
      }, soon);
      assert.equal((await there('cleo')).isHidden, isHidden);
    }
    await want('delete');
    await eventually(async () => assert.ok((await world.threadOf(comment)).top.deletedAt), soon);
    assert.equal((await there('cleo')).isThere, false);
    assert.equal(
      (await world.listed()).some(({ id }) => id === comment.id),
      false,
    );
  });
});
