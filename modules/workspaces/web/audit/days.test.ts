import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dayBegins } from './days.ts';

const iso = (zone: string, day: string, later?: number) => dayBegins(zone, day, later)?.toISOString();

describe('dayBegins', () => {
  test('is midnight on the clocks of the zone, and not on those of whoever looks', () => {
    assert.equal(iso('UTC', '2026-03-10'), '2026-03-10T00:00:00.000Z');
    assert.equal(iso('Asia/Tokyo', '2026-03-10'), '2026-03-09T15:00:00.000Z');
    assert.equal(iso('America/New_York', '2026-01-10'), '2026-01-10T05:00:00.000Z');
  });
  test('knows the summer, also on the day it begins and on the day after', () => {
    assert.equal(iso('Europe/Zurich', '2026-03-29'), '2026-03-28T23:00:00.000Z');
    assert.equal(iso('Europe/Zurich', '2026-03-29', 1), '2026-03-29T22:00:00.000Z');
  });
  test('looks at the clocks of that midnight, also where they change before it is midnight in UTC', () => {
    assert.equal(iso('Pacific/Auckland', '2026-04-05'), '2026-04-04T11:00:00.000Z');
  });
  test('goes over the end of a month', () => {
    assert.equal(iso('UTC', '2026-02-28', 1), '2026-03-01T00:00:00.000Z');
  });
  test('is nothing for what is no day', () => assert.equal(iso('UTC', 'soon'), undefined));
});
