import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { sql } from '../../../kit/sql.ts';
import { filterOf, listComments } from '../comments/comments.ts';
import type { CommentId } from '../comments/contract.ts';
import { eraseAuthors } from '../comments/erasing.sql.ts';
import { emptyComments } from '../comments/erasing.ts';
import { type Commented, commented, newTag } from '../comments/testing.ts';
import { newContact } from '../contacts/testing.ts';
import { inboxWorkspace } from '../conversations/testing.ts';
import { beginConversation, openChannel, said } from '../messages/testing.ts';
import { searchScanMax } from './contract.ts';
import { runKeepEarlierWords, sweepEarlierWords } from './earlier.ts';
import { searchComments, searchMessages } from './search.ts';

const files = { fileUrl: (key: string) => `https://files.test/${key}` };
let w: Awaited<ReturnType<typeof inboxWorkspace>>;
beforeEach(async () => {
  w = await inboxWorkspace();
});

type Asked = Partial<Parameters<typeof searchComments>[1]>;
type Listed = Partial<Parameters<typeof listComments>[1]>;

const tell = (body: string, more: Commented = {}) => commented(w, { body, ...more });
const at = (minute: number) => ({ happenedAt: new Date(Date.UTC(2026, 0, 5, 9, minute)) });
const inside = (statement: ReturnType<typeof sql>) => w.system.work(({ tx }) => tx.run(statement));
const asViewer = async <T>(look: (ctx: Ctx) => Promise<T>) => w.reading(await w.member('viewer'), look);
const look = (q: string, asked: Asked = {}) =>
  asViewer((ctx) => searchComments(ctx, { q, limit: 20, ...asked }, files));
const found = async (q: string, asked: Asked = {}) => (await look(q, asked)).items.map(({ id }) => id);
const list = (words: string, asked: Listed = {}) =>
  asViewer((ctx) => listComments(ctx, { words, order: 'newest', limit: 20, ...asked }, files));
const listed = async (words: string, asked: Listed = {}) =>
  (await list(words, asked)).items.map(({ id }) => id);

const wordsKept = async (words: readonly string[]) =>
  (
    await w.system.work(({ tx }) =>
      tx.many(
        z.object({ word: z.string() }),
        sql`select word from inbox.vocabulary where word = any(${words}::text[]) order by word`,
      ),
    )
  ).map(({ word }) => word);

describe('searchComments', () => {
  test('finds a word whatever its case and accents, the beginning of the last, and a phrase', async () => {
    const one = await tell('Wann öffnet das CAFÉ in Łódź?', at(1));
    const two = await tell('The blue dress is late', at(2));
    const three = await tell('My dress, the blue one, is here', at(3));
    for (const q of ['cafe', 'Öffnet', 'lodz', 'in caf']) assert.deepEqual(await found(q), [one], q);
    assert.deepEqual(await found('blu dress'), []);
    assert.deepEqual(await found('dress blue'), [three, two]);
    assert.deepEqual(await found('"blue dress"'), [two]);
    assert.deepEqual(await found('"dress blue"'), []);
  });

  test('finds other forms of a word in the language it is written in', async () => {
    const one = await tell('Ich habe zwei Kleider bestellt und sie sind noch nicht da');
    assert.deepEqual(await found('kleid bestellen'), [one]);
  });

  test('takes a word nobody uses for the nearest of a comment, and leaves one alone that is used elsewhere', async () => {
    const one = await tell('Where is my invoice?');
    const { items, corrected } = await look('my invocie');
    assert.deepEqual(corrected, [{ from: 'invocie', to: ['invoice'] }]);
    assert.deepEqual(
      items.map(({ id }) => id),
      [one],
    );
    await said(w, await beginConversation(w), { body: 'An invoite, or so' });
    const elsewhere = await look('invoite');
    assert.deepEqual([elsewhere.items, elsewhere.corrected], [[], []]);
    const messages = await asViewer((ctx) => searchMessages(ctx, { q: 'invoice', limit: 20 }, files));
    assert.deepEqual([messages.items, messages.corrected], [[], []]);
  });

  test('finds who wrote it, marks what was found, and says under which post', async () => {
    const one = await tell(`${'word '.repeat(60)}the parcel for Genève`);
    const [{ snippet, post, author }] = (await look('geneve ada.b')).items as [
      Awaited<ReturnType<typeof look>>['items'][number],
    ];
    assert.deepEqual(
      snippet.marks.map(([from, to]) => snippet.text.slice(from, to)),
      ['Genève'],
    );
    assert.ok(post !== null && author.username === 'ada.b');
    assert.deepEqual(await found('"ada adler"'), [one]);
  });

  test('finds ours as well, unless it is asked how a comment stands', async () => {
    const channelId = await openChannel(w, { platform: 'instagram' });
    const theirs = await tell('Is it linen?', { ...at(1), channelId });
    const ours = await tell('All of it is linen', { ...at(2), channelId, isOwn: true });
    assert.deepEqual(await found('linen'), [ours, theirs]);
    assert.deepEqual(await found('linen', { channelId }), [ours, theirs]);
    assert.deepEqual(await found('linen', { assignee: 'nobody' }), [theirs]);
    assert.deepEqual(await listed('linen'), [theirs]);
  });

  test('finds one that is hidden, and not one that is deleted', async () => {
    const hidden = await tell('horrible', { isHidden: true, platformCommentId: 'one' });
    assert.deepEqual(await found('horrible'), [hidden]);
    assert.deepEqual(await found('horrible', { hidden: false }), []);
    await inside(sql`update inbox.comments set deleted_at = ${new Date()}, body = null where id = ${hidden}`);
    assert.deepEqual(await found('horrible'), []);
    assert.deepEqual([await found('adler'), await wordsKept(['horrible'])], [[], []]);
  });

  test('follows a comment that is edited', async () => {
    const channelId = await openChannel(w, { platform: 'youtube' });
    const of = { channelId, platformCommentId: 'one' };
    const one = await tell('I want the green one', of);
    await tell('I want the red one', { ...of, what: 'edited', editedAt: new Date() });
    assert.deepEqual([await found('green'), await found('red')], [[], [one]]);
  });

  test('finds nothing of somebody who was erased, and keeps no word that only they used', async () => {
    const { contactId, channelId, platformUserId } = await newContact(w);
    await tell('Xanthippe was here', {
      channelId,
      author: { platformId: platformUserId, name: 'Quirin' },
    });
    await tell('Somebody was here', { channelId });
    await w.system.work(({ tx }) => eraseAuthors(tx, [contactId]));
    // As it is when their identity goes the same way.
    await inside(sql`
      update inbox.identities set platform_user_id = 'erased-' || id, name = null where contact_id = ${contactId}`);
    assert.deepEqual(await wordsKept(['quirin', 'xanthippe']), ['xanthippe']);
    await emptyComments(unit(), contactId);
    assert.deepEqual(await found('xanthippe'), []);
    assert.deepEqual(await wordsKept(['quirin', 'xanthippe', 'somebody']), ['somebody']);
  });

  test('shows nothing of another workspace, and nothing of a location one has no place at', async () => {
    const [here, there] = [await w.location('Here'), await w.location('There')];
    const guarded = await openChannel(w, { platform: 'instagram', locationId: there });
    const one = await tell('marzipan', { channelId: guarded });
    assert.deepEqual(await found('marzipan'), [one]);
    for (const [locationId, expected] of [
      [here, []],
      [there, [one]],
    ] as const) {
      const guest = await w.memberAt(null, [{ locationId, role: 'viewer' }]);
      const asGuest = await w.reading(guest, async (ctx) => [
        (await searchComments(ctx, { q: 'marzipan', limit: 20 }, files)).items.map(({ id }) => id),
        (await listComments(ctx, { words: 'marzipan', order: 'newest', limit: 20 }, files)).items.map(
          ({ id }) => id,
        ),
      ]);
      assert.deepEqual(asGuest, [expected, expected]);
    }
    w = await inboxWorkspace();
    assert.deepEqual(await found('marzipan'), []);
  });
});

describe('the list of comments by words', () => {
  /** The first is the most urgent, and the last is the newest. */
  async function four(): Promise<readonly CommentId[]> {
    const channelId = await openChannel(w, { platform: 'instagram' });
    const ids: CommentId[] = [];
    for (const minute of [1, 2, 3, 4])
      ids.push(await tell(`tea number ${minute}`, { ...at(minute), channelId }));
    for (const [index, id] of ids.entries())
      await inside(sql`update inbox.comments set priority_score = ${90 - index * 10} where id = ${id}`);
    await tell('coffee', { ...at(5), channelId });
    return ids;
  }

  test('is in the order that is asked for, page by page', async () => {
    const ids = await four();
    const expected = { newest: ids.toReversed(), oldest: ids, priority: ids };
    for (const order of ['newest', 'oldest', 'priority'] as const) {
      const read: CommentId[] = [];
      for (let after: string | undefined, page = 1; page <= 4; page++) {
        const { items, next } = await list('tea', { order, limit: 1, ...(after && { after }) });
        read.push(...items.map(({ id }) => id));
        assert.equal(next === null, page === 4, `${order} ${page}`);
        after = next ?? undefined;
      }
      assert.deepEqual(read, expected[order], order);
    }
  });

  test('marks what was looked for where it is said, and nothing where only the name has it', async () => {
    const long = `${'Good morning to all of you. '.repeat(9)}Is the blue DRESS here?`;
    const [said, named] = [
      await tell(long, at(1)),
      await tell('Hello', { author: { name: 'Ann Dress' }, ...at(2) }),
    ];
    const { items } = await list('dress');
    assert.deepEqual(
      items.map(({ id }) => id),
      [named, said],
    );
    assert.equal(items[0]!.snippet, null);
    const { text, marks } = items[1]!.snippet!;
    assert.deepEqual(
      marks.map(([from, to]) => text.slice(from, to)),
      ['DRESS'],
    );
    assert.match(text, /^…/);
    const { items: all } = await asViewer((ctx) => listComments(ctx, { order: 'newest', limit: 20 }, files));
    assert.deepEqual(
      all.map(({ snippet }) => snippet),
      [null, null],
    );
  });

  test('is narrowed by what else is asked for', async () => {
    const [a, b, c, d] = (await four()) as [CommentId, CommentId, CommentId, CommentId];
    const tagId = await newTag(w);
    await inside(sql`update inbox.comments set status = 'answered', sentiment = 'negative' where id = ${a}`);
    await inside(sql`
      insert into inbox.comment_tags (workspace_id, comment_id, tag_id, created_at)
      values (${w.workspaceId}, ${b}, ${tagId}, ${new Date()})`);
    assert.deepEqual(await listed('tea', { open: true }), [d, c, b]);
    assert.deepEqual(await listed('tea', { sentiment: 'negative' }), [a]);
    assert.deepEqual(await listed('tea', { tagId }), [b]);
    assert.deepEqual(await listed('tea', { priorityMin: 75 }), [b, a]);
    assert.deepEqual(await listed('tea', { from: at(2).happenedAt, until: at(4).happenedAt }), [c, b]);
    assert.deepEqual(await listed('tea', { assignee: 'nobody', platform: 'youtube' }), []);
    assert.deepEqual((await list('nunber')).corrected, [{ from: 'nunber', to: ['number'] }]);
  });

  test('is of one person, whose comments have these words', async () => {
    const { contactId, channelId, platformUserId } = await newContact(w);
    const theirs = await tell('tea, please', { channelId, author: { platformId: platformUserId } });
    await tell('tea for me too', { channelId });
    assert.deepEqual(await listed('tea', { contactId }), [theirs]);
    assert.deepEqual(await found('tea', { contactId }), [theirs]);
  });

  test('is of what those ask for who ask for their own', async () => {
    const [a] = (await four()) as [CommentId];
    const member = await w.member('member');
    await inside(sql`update inbox.comments set assigned_to = ${member.memberId} where id = ${a}`);
    const mine = (ctx: Ctx) =>
      listComments(ctx, { words: 'tea', assignee: 'me', order: 'newest', limit: 20 }, files);
    assert.deepEqual(
      (await w.reading(member, mine)).items.map(({ id }) => id),
      [a],
    );
    assert.equal(
      await w.reading(member, async (ctx) => filterOf(ctx, { assignee: 'me' }).assignee),
      member.memberId,
    );
  });

  test('stops after so many uses of a word without what else is wanted, and goes on from there', async () => {
    const channelId = await openChannel(w, { platform: 'instagram' });
    await many(channelId, 4 * searchScanMax + 7);
    for (const order of ['newest', 'oldest'] as const) {
      const first = await list('alpha omega', { order });
      assert.deepEqual(first.items, [], order);
      const second = await list('alpha omega', { order, after: first.next! });
      const third = await list('alpha omega', { order, after: second.next! });
      assert.deepEqual([second.items.length, third.items.length, third.next], [1, 0, null], order);
    }
  });
});

/** The middle one has both words, and all the others have one or the other. */
async function many(channelId: string, count: number): Promise<void> {
  const start = new Date('2026-01-01T00:00:00Z');
  const words = sql`case when n = ${Math.ceil(count / 2)}::int then 'alpha omega' when n % 2 = 0 then 'alpha' else 'omega' end`;
  await w.ground.db.transaction({ kind: 'owner' }, async (tx) => {
    await tx.run(sql`set local session_replication_role = replica`);
    await tx.run(sql`
      insert into inbox.comments (workspace_id, id, channel_id, platform_comment_id, kind, thread_id, is_own, body,
        happened_at, last_at, status_at, created_at, updated_at)
      select ${w.workspaceId}, id, ${channelId}, 'many-' || n, 'comment', id, false, ${words},
             ${start}::timestamptz + n * interval '1 s', ${start}, ${start}, ${start}, ${start}
        from (select n, gen_random_uuid() as id from generate_series(1, ${count}::int) n) made`);
    await tx.run(sql`
      select inbox.add_comment_words(workspace_id, array_agg(id)) from inbox.comments
       where workspace_id = ${w.workspaceId} group by workspace_id`);
  });
}

const unit = (): Unit => ({
  ...{ workspaceId: w.workspaceId, jobId: 'x', log: w.ground.log, signal: new AbortController().signal },
  progress: async () => {},
  work: w.system.work,
});

describe('comments from before their words were kept', () => {
  test('are found once they have been read, and nobody reads them again', async () => {
    const one = await tell('Is it walnut?');
    const gone = await tell('walnut', { what: 'removed' });
    const asOwner = (...statements: readonly ReturnType<typeof sql>[]) =>
      w.ground.db.transaction({ kind: 'owner' }, async (tx) => {
        for (const statement of statements) await tx.run(statement);
      });
    await asOwner(
      sql`delete from inbox.comment_words where workspace_id = ${w.workspaceId}`,
      sql`insert into inbox.comment_words_due (workspace_id, before_id)
          values (${w.workspaceId}, 'ffffffff-ffff-ffff-ffff-ffffffffffff')`,
    );
    assert.deepEqual(await found('walnut'), []);
    await w.system.work(sweepEarlierWords);
    await runKeepEarlierWords(unit());
    assert.deepEqual(await found('walnut'), [one]);
    assert.notEqual(one, gone);
    assert.equal(await inside(sql`select from inbox.comment_words_due`), 0);
    // Said to be read once more, for nothing: what is there stays as it is.
    await runKeepEarlierWords(unit());
    assert.deepEqual(await found('walnut'), [one]);
  });
});
