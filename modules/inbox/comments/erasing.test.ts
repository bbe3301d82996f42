import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import type { Unit } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { getContact, listContacts } from '../contacts/contacts.ts';
import { newContact } from '../contacts/testing.ts';
import type { ContactId } from '../conversations/contract.ts';
import { inboxWorkspace } from '../conversations/testing.ts';
import { eraseContact, runEmpty } from '../erasing/erasing.ts';
import { ContactExportId } from '../merging/contract.ts';
import { askForExport, exportContact } from '../merging/exporting.ts';
import { openChannel } from '../messages/testing.ts';
import { getThread } from './comments.ts';
import type { CommentId } from './contract.ts';
import { writeNote } from './organizing.ts';
import { type Commented, commented, newNoteId, newReplyId } from './testing.ts';

const files = { fileUrl: (key: string) => key };
let w: Awaited<ReturnType<typeof inboxWorkspace>>;
beforeEach(async () => {
  w = await inboxWorkspace();
});

/** Somebody who wrote to us and under a post, whom we answered there, in private, and noted something of. */
async function commenter() {
  const one = await newContact(w);
  const theirs: Commented = {
    ...{ channelId: one.channelId, platformCommentId: `by-${one.contactId}`, body: 'It is Xanthippe?' },
    author: { platformId: one.platformUserId, name: 'Xanthippe', username: 'xanthippe' },
  };
  const commentId = await commented(w, theirs);
  const ours = await commented(w, {
    ...{ channelId: one.channelId, isOwn: true, author: {}, parentPlatformId: `by-${one.contactId}` },
    ...{ platformCommentId: `to-${one.contactId}`, body: '@xanthippe It is.' },
  });
  await w.system.work((ctx) => writeNote(ctx, { commentId, noteId: newNoteId(), body: 'Xanthippe again' }));
  return { ...one, theirs, commentId, ours };
}

/** Somebody who wrote under a post and nowhere else, and was answered there. */
async function onlyCommented() {
  const channelId = await openChannel(w, { platform: 'messenger' });
  const theirs: Commented = {
    ...{ channelId, platform: 'messenger', platformCommentId: 'theirs', body: 'Any xylophones?' },
    author: { platformId: 'person-q', name: 'Quirin', username: 'quirin.q' },
  };
  const commentId = await commented(w, theirs);
  await commented(w, {
    ...{ channelId, platform: 'messenger', isOwn: true, author: {}, parentPlatformId: 'theirs' },
    ...{ platformCommentId: 'ours', body: 'Certainly, Quirin.' },
  });
  return { theirs, commentId };
}

const peopleHere = async () => {
  const { items } = await w.system.work((ctx) => listContacts(ctx, { limit: 50 }, files));
  return items.map(({ id: contactId, name }) => ({ contactId, name }));
};

const Said = z.array(z.object({ body: z.string() }));
const Told = z.object({ id: z.string(), body: z.string(), authorUsername: z.string() });
const Known = z.object({
  comments: z.array(Told.extend({ answers: Said, privateReplies: Said, notes: Said })),
});

const privately = (commentId: CommentId, status: 'sent' | 'queued') =>
  w.system.work(({ tx, now }) =>
    tx.run(sql`
      insert into inbox.comment_replies (workspace_id, id, comment_id, kind, author, body, status, settled_at, created_at)
      values (${w.workspaceId}, ${newReplyId()}, ${commentId}, 'private', 'member', 'Dear Xanthippe', ${status},
        ${status === 'sent' ? now : null}, ${now})`),
  );

const erase = ({ contactId }: { contactId: ContactId }) =>
  w.system.work((ctx) => eraseContact(ctx, { contactId }, files));

async function empty({ contactId }: { contactId: ContactId }): Promise<Date | null> {
  const unit: Unit = {
    ...{ workspaceId: w.workspaceId, jobId: 'x', log: w.ground.log, signal: new AbortController().signal },
    progress: async () => {},
    work: w.system.work,
  };
  await runEmpty(unit, { contactId }, await testOutside());
  return (await w.system.work((ctx) => getContact(ctx, { contactId }, files))).emptiedAt;
}

const threadOf = async (commentId: CommentId) => {
  const beside = (await testOutside()) as never;
  return w.system.work((ctx) => getThread(ctx, { commentId, limit: 50 }, beside));
};

describe('comments of an erased contact', () => {
  test('lose who wrote them at once, and their words and ours to them in the minutes after', async () => {
    const one = await commenter();
    await privately(one.commentId, 'sent');
    await erase(one);
    const { top } = await threadOf(one.commentId);
    assert.deepEqual([top.author.name, top.author.username], ['Erased contact', null]);

    assert.ok(await empty(one));
    const after = await threadOf(one.commentId);
    assert.equal(JSON.stringify(after).toLowerCase().includes('xanthippe'), false);
    assert.deepEqual(
      [after.items.map(({ body }) => body), after.replies, after.notes, after.top.keywords],
      [[null], [], [], []],
    );
  });

  test('do not come back when the platform tells of them again', async () => {
    const one = await commenter();
    await erase(one);
    await empty(one);
    await commented(w, one.theirs);
    await commented(w, { ...one.theirs, what: 'edited', editedAt: new Date(), body: 'Xanthippe!' });
    const { top } = await threadOf(one.commentId);
    assert.deepEqual([top.body, top.author.username, top.keywords], [null, null, []]);
  });

  test('go as well where comments are all there is of them, and make nobody of them when they are told again', async () => {
    const one = await onlyCommented();
    const [contact, ...others] = await peopleHere();
    assert.deepEqual([contact?.name, others], ['Quirin', []]);
    await erase(contact!);
    assert.ok(await empty(contact!));
    await commented(w, one.theirs);
    const { top, items } = await threadOf(one.commentId);
    assert.deepEqual(
      [top.body, top.responseText, top.author.username, items.map(({ body }) => body)],
      [null, null, null, [null]],
    );
    const wordsLeft = await w.system.work(({ tx }) =>
      tx.many(
        z.object({ word: z.string() }),
        sql`select word from inbox.vocabulary where word in ('quirin', 'xylophones', 'certainly')`,
      ),
    );
    assert.deepEqual([wordsLeft, await peopleHere()], [[], []]);
  });

  test('of others stay as they are', async () => {
    const one = await commenter();
    const other = await commented(w, { channelId: one.channelId, body: 'Lovely' });
    await erase(one);
    await empty(one);
    const { top } = await threadOf(other);
    assert.deepEqual([top.body, top.author.name, top.status], ['Lovely', 'Ada Adler', 'unread']);
  });

  test('are not done with while an answer of ours is on its way', async () => {
    const one = await commenter();
    await privately(one.commentId, 'queued');
    await erase(one);
    assert.equal(await empty(one), null);
    await w.system.work(({ tx, now }) =>
      tx.run(sql`update inbox.comment_replies set status = 'sent', settled_at = ${now}`),
    );
    assert.ok(await empty(one));
    const { count } = await w.system.work(({ tx }) =>
      tx.one(z.object({ count: z.number() }), sql`select count(*)::int as count from inbox.comment_replies`),
    );
    assert.equal(count, 0);
  });
});

describe('the export of a contact', () => {
  const exported = async (contactId: ContactId) => {
    const exportId = newId(ContactExportId);
    await w.system.work((ctx) => askForExport(ctx, { contactId, exportId }));
    return w.reading({ kind: 'system' }, async (ctx) => {
      const { stream } = await exportContact(ctx, { contactId, exportId }, files);
      let text = '';
      for await (const part of stream) text += part;
      return Known.parse(JSON.parse(text));
    });
  };

  test('has what they wrote under posts and nowhere else', async () => {
    const { commentId } = await onlyCommented();
    const [contact] = await peopleHere();
    const { comments } = await exported(contact!.contactId);
    assert.deepEqual(
      comments.map(({ id, body, answers }) => [id, body, answers]),
      [[commentId, 'Any xylophones?', [{ body: 'Certainly, Quirin.' }]]],
    );
  });

  test('has what they wrote under posts, what we answered, and what was noted of it', async () => {
    const one = await commenter();
    await privately(one.commentId, 'sent');
    await commented(w, { channelId: one.channelId, body: 'of somebody else' });
    const known = await exported(one.contactId);
    assert.deepEqual(
      known.comments.map(({ id, body, authorUsername }) => [id, body, authorUsername]),
      [[one.commentId, 'It is Xanthippe?', 'xanthippe']],
    );
    const [comment] = known.comments;
    assert.deepEqual(
      [comment!.answers, comment!.privateReplies, comment!.notes],
      [[{ body: '@xanthippe It is.' }], [{ body: 'Dear Xanthippe' }], [{ body: 'Xanthippe again' }]],
    );
  });
});
