import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { laterChoices, localOf, momentOf } from './later.ts';

const zone = 'Europe/Zurich';
const at = (text: string) => new Date(text);

describe('a moment by the clocks of a zone', () => {
  test('is the same there and back, in winter and in summer', () => {
    for (const text of ['2026-01-15T08:00:00Z', '2026-07-15T08:00:00Z']) {
      assert.deepEqual(momentOf(zone, localOf(zone, at(text))), at(text));
    }
    assert.equal(localOf(zone, at('2026-07-15T08:00:00Z')), '2026-07-15T10:00');
  });

  test('is right on both sides of a change of the clocks', () => {
    assert.deepEqual(momentOf(zone, '2026-03-29T01:30'), at('2026-03-29T00:30:00Z'));
    assert.deepEqual(momentOf(zone, '2026-03-29T03:30'), at('2026-03-29T01:30:00Z'));
    assert.deepEqual(momentOf(zone, '2026-10-25T09:00'), at('2026-10-25T08:00:00Z'));
  });

  test('is none where nothing is written', () => assert.equal(momentOf(zone, ''), undefined));
});

describe('what is offered for later', () => {
  test('is ahead, by the days of the zone', () => {
    // A Thursday; already Friday in Zurich.
    const now = at('2026-01-15T23:30:00Z');
    assert.deepEqual(
      laterChoices(zone, now).map(({ label, at: moment }) => `${label} ${localOf(zone, moment)}`),
      [
        'In an hour 2026-01-16T01:30',
        'This evening 2026-01-16T18:00',
        'Tomorrow morning 2026-01-17T09:00',
        'Monday morning 2026-01-19T09:00',
      ],
    );
  });

  test('leaves out an evening that is over, and means the next Monday on a Monday', () => {
    const labels = laterChoices(zone, at('2026-01-19T18:00:00Z')).map(
      ({ label, at: moment }) => `${label} ${localOf(zone, moment)}`,
    );
    assert.deepEqual(labels, [
      'In an hour 2026-01-19T20:00',
      'Tomorrow morning 2026-01-20T09:00',
      'Monday morning 2026-01-26T09:00',
    ]);
  });

  test('says tomorrow once, also on a Sunday', () => {
    const labels = laterChoices(zone, at('2026-01-18T18:00:00Z')).map(({ label }) => label);
    assert.deepEqual(labels, ['In an hour', 'Tomorrow morning']);
  });
});
