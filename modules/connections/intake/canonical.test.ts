import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { canonical } from './canonical.ts';

describe('what is stored of an event', () => {
  test('is the same in whatever order its fields came, and keeps the times a client has read', () => {
    const at = new Date('2026-01-05T09:00:00Z');
    const one = canonical({ b: [at, undefined], a: { at, no: undefined } });
    assert.equal(one.text, canonical({ a: { at: at.toJSON() }, b: [at.toJSON(), null] }).text);
    assert.deepEqual(JSON.parse(one.text), { a: { at: at.toJSON() }, b: [at.toJSON(), null] });
    assert.equal(canonical(new Date('never')).text, 'null');
  });
});
