import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newId } from '../../../../kit/ids.ts';
import { type Bulk, BulkId } from '../../contract.ts';
import { doingWords, doneWords, restWords } from './bulk-words.ts';

const bulk = (more: Partial<Bulk>): Bulk => ({
  ...{ id: newId(BulkId), wish: { action: 'close' }, state: 'done', askedBy: null, undoUntil: null },
  ...{ itemsCount: 214, doneCount: 214, changedCount: 214, undoneCount: 0, createdAt: new Date(0) },
  ...more,
});

describe('what is said of many', () => {
  test('names what is being done with how many, and what was', () => {
    assert.equal(doingWords(bulk({ state: 'running' })), 'Closing 214 conversations');
    assert.equal(doingWords(bulk({ state: 'undoing' })), 'Putting back 214 conversations');
    assert.equal(doneWords(bulk({ changedCount: 1 })), '1 conversation closed');
    assert.equal(restWords(bulk({})), undefined);
  });

  test('says why it is fewer than were meant', () => {
    assert.equal(restWords(bulk({ changedCount: 212 })), '2 were so already.');
    const stopped = bulk({ state: 'cancelled', doneCount: 200, changedCount: 199 });
    assert.equal(restWords(stopped), '1 was so already, 14 left as they were.');
  });
});
