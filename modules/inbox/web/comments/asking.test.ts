import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MemberId, newId } from '../../../../kit/ids.ts';
import { PostId } from '../../../publishing/contract.ts';
import { type Comment, listComments } from '../../comments/contract.ts';
import { TagId } from '../../conversations/contract.ts';
import { belongs, type Filters, filterNames, queryOf, searchOf } from './asking.ts';

const none = Object.fromEntries(filterNames.map((name) => [name, ''])) as Filters;
const me = newId(MemberId);

describe('queryOf', () => {
  test('asks for what is to be done unless another state is wished for', () => {
    assert.deepEqual(queryOf(none), { open: true });
    assert.deepEqual(queryOf({ ...none, status: 'ignored' }), { status: 'ignored' });
    assert.deepEqual(queryOf({ ...none, status: 'any' }), {});
  });

  test('finds words in any state, unless one is wished for', () => {
    assert.deepEqual(queryOf({ ...none, words: 'oat' }), { words: 'oat' });
    assert.deepEqual(queryOf({ ...none, words: 'oat', status: 'open' }), { open: true, words: 'oat' });
    assert.deepEqual(queryOf({ ...none, words: 'oat', status: 'read' }), { status: 'read', words: 'oat' });
  });

  test('puts all filters together, as the server takes them', () => {
    const [postId, tagId] = [newId(PostId), newId(TagId)];
    const query = queryOf({
      ...{ status: 'any', order: 'priority', post: postId, channel: newId(PostId), platform: 'youtube' },
      ...{ sentiment: 'negative', priority: '70', category: 'order', language: 'it', assignee: 'nobody' },
      ...{ hidden: 'false', kind: 'review', rating: '2', words: 'oat dress', tag: tagId },
    });
    const sent = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
    const taken = listComments.query.parse(sent);
    assert.equal(Object.keys(query).length, filterNames.length - 1);
    assert.deepEqual(
      [taken.postId, taken.tagId, taken.priorityMin, taken.hidden, taken.assignee, taken.order, taken.kind],
      [postId, tagId, 70, false, 'nobody', 'priority', 'review'],
    );
  });
});

describe('searchOf', () => {
  test('carries what is set and nothing else', () => {
    assert.equal(searchOf(none), '');
    assert.equal(
      searchOf({ ...none, sentiment: 'negative', order: 'oldest' }),
      '?order=oldest&sentiment=negative',
    );
  });
});

describe('belongs', () => {
  const tagId = newId(TagId);
  const row = {
    status: 'read',
    tagIds: [tagId],
    assignee: { memberId: me, name: 'Ann' },
    deletedAt: null,
  } as unknown as Comment;

  test('lets a comment go that is dealt with, or deleted', () => {
    assert.equal(belongs(row, { open: true }, me), true);
    assert.equal(belongs({ ...row, status: 'ignored' }, { open: true }, me), false);
    assert.equal(belongs({ ...row, status: 'ignored' }, { status: 'ignored' }, me), true);
    assert.equal(belongs({ ...row, deletedAt: new Date() }, {}, me), false);
  });

  test('lets a comment go that has lost the tag of the list', () => {
    assert.equal(belongs(row, { tagId }, me), true);
    assert.equal(belongs({ ...row, tagIds: [] }, { tagId }, me), false);
  });

  test('knows whose list it is', () => {
    assert.equal(belongs(row, { assignee: 'me' }, me), true);
    assert.equal(belongs(row, { assignee: 'nobody' }, me), false);
    assert.equal(belongs({ ...row, assignee: null }, { assignee: 'me' }, me), false);
  });
});
