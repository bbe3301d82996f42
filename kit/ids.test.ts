import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { uuidv7, WorkspaceId } from './ids.ts';

describe('uuidv7', () => {
  test('makes ids that are in the order they were made, also within one millisecond', () => {
    const at = Date.UTC(2026, 0, 5);
    const ids = Array.from({ length: 10_000 }, () => uuidv7(at));

    assert.deepEqual([...ids].sort(), ids);
    assert.equal(new Set(ids).size, ids.length);
  });

  test('follows a clock that was set back', () => {
    const at = Date.UTC(2026, 0, 7);
    uuidv7(at);

    assert.ok(uuidv7(at - 60_000) < uuidv7(at - 30_000));
    assert.ok(uuidv7(at - 30_000) < uuidv7(at));
  });

  test('is a UUID of version 7 that carries its time', () => {
    const at = Date.UTC(2026, 0, 6);
    const id = uuidv7(at);

    assert.equal(WorkspaceId.parse(id), id);
    assert.match(id, /^.{14}7.{4}[89ab]/);
    assert.equal(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16), at);
  });
});
