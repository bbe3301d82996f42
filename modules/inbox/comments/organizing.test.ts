import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MemberId, newId } from '../../../kit/ids.ts';
import { TagId } from '../conversations/contract.ts';
import { inboxWorkspace, toldOf } from '../conversations/testing.ts';
import { openChannel } from '../messages/testing.ts';
import { deleteTag, getTag, putTag } from '../tags/tags.ts';
import { listComments, showComment } from './comments.ts';
import type { CommentStatus } from './contract.ts';
import { assignComment, setStatus, tagComment, untagComment } from './organizing.ts';
import { commented } from './testing.ts';

describe('assignComment', () => {
  test('CR-49 gives it to whoever may see it there, and to nobody else', async () => {
    const w = await inboxWorkspace();
    const [here, there] = [await w.location('Here'), await w.location('There')];
    const commentId = await commented(w, { channelId: await openChannel(w, { locationId: here }) });
    const actor = await w.member('member');
    const give = (memberId: MemberId | null) =>
      w.as(actor, (ctx) => assignComment(ctx, { commentId, memberId }, w.outside));
    const refused = { code: 'inbox.assignee_not_found' };

    await assert.rejects(give(newId(MemberId)), refused);
    await assert.rejects(give((await (await inboxWorkspace()).member('owner')).memberId), refused);
    const away = await w.memberAt(null, [{ locationId: there, role: 'manager' }]);
    await assert.rejects(give(away.memberId), refused);
    const without = await w.memberAt('member', [], ['inbox.read']);
    await assert.rejects(give(without.memberId), refused);

    const guest = await w.memberAt(null, [{ locationId: here, role: 'viewer' }]);
    assert.equal((await give(guest.memberId)).assignee?.memberId, guest.memberId);
    const told = (await toldOf(w, 'inbox.comment_changed')).length;
    await give(guest.memberId);
    assert.equal((await toldOf(w, 'inbox.comment_changed')).length, told, 'theirs already: nothing is told');
    assert.equal((await give(null)).assignee, null);
  });
});

describe('tagComment', () => {
  test('puts a tag on once, by which it is found until it is taken off', async () => {
    const w = await inboxWorkspace();
    const actor = await w.member('member');
    const [commentId, tagId] = [await commented(w, { body: 'Is it oak?' }), newId(TagId)];
    await commented(w, { body: 'Is it oiled?' });
    const put = () => w.as(actor, (ctx) => tagComment(ctx, { commentId, tagId }, w.outside));
    await assert.rejects(put(), { code: 'inbox.tag_not_found' });
    await w.system.work((ctx) => putTag(ctx, { tagId, name: 'Wood', color: 'green' }));
    const listed = async () => {
      const { items } = await w.reading(actor, (ctx) =>
        listComments(ctx, { limit: 10, order: 'newest', tagId }, w.outside),
      );
      return items.map(({ id }) => id);
    };
    assert.deepEqual(await listed(), []);
    assert.deepEqual((await put()).tagIds, [tagId]);
    const told = (await toldOf(w, 'inbox.comment_changed')).length;
    await put();
    assert.equal((await toldOf(w, 'inbox.comment_changed')).length, told, 'on it already: nothing is told');
    assert.deepEqual(await listed(), [commentId]);
    await w.as(actor, (ctx) => untagComment(ctx, { commentId, tagId }, w.outside));
    assert.deepEqual(await listed(), []);
  });

  test('is counted with the tag, and goes with it', async () => {
    const w = await inboxWorkspace();
    const [commentId, tagId] = [await commented(w), newId(TagId)];
    await w.system.work((ctx) => putTag(ctx, { tagId, name: 'Wood', color: 'green' }));
    await w.system.work((ctx) => tagComment(ctx, { commentId, tagId }, w.outside));
    assert.equal((await w.system.work((ctx) => getTag(ctx, { tagId }))).commentsCount, 1);
    await w.system.work((ctx) => deleteTag(ctx, { tagId }));
    const { tagIds } = await w.system.work((ctx) => showComment(ctx, commentId, w.outside));
    assert.deepEqual(tagIds, []);
  });
});

describe('listComments', () => {
  test('CR-46 shows what is to be done, or what is done', async () => {
    const w = await inboxWorkspace();
    const actor = await w.member('member');
    const statuses: CommentStatus[] = ['unread', 'read', 'answered', 'ignored'];
    for (const status of statuses) {
      const commentId = await commented(w, { body: status });
      await w.as(actor, (ctx) => setStatus(ctx, { commentId, status }, w.outside));
    }
    const listed = async (open?: boolean) => {
      const { items } = await w.reading(actor, (ctx) =>
        listComments(ctx, { limit: 10, order: 'newest', open }, w.outside),
      );
      return items.map(({ body }) => body).sort();
    };
    assert.deepEqual(await listed(true), ['read', 'unread']);
    assert.deepEqual(await listed(false), ['answered', 'ignored']);
    assert.deepEqual(await listed(), [...statuses].sort());
  });
});
