import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newId, WorkspaceId } from '../../../../kit/ids.ts';
import { WayId } from '../../connecting/contract.ts';
import { newState } from '../../connecting/states.ts';
import { wayOfState } from './way-of-state.ts';

describe('wayOfState', () => {
  test('reads from a state the way that the server wrote into it', () => {
    for (let times = 0; times < 50; times += 1) {
      const [workspaceId, wayId] = [newId(WorkspaceId), newId(WayId)];
      assert.deepEqual(wayOfState(newState(workspaceId, wayId).text), { workspaceId, wayId });
    }
  });

  test('knows nothing of what the server did not write', () => {
    const { text } = newState(newId(WorkspaceId), newId(WayId));
    for (const other of [null, '', 'abc', text.slice(1), `${text}A`, `*${text.slice(1)}`, 'B'.repeat(86)]) {
      assert.equal(wayOfState(other), undefined, String(other));
    }
  });
});
