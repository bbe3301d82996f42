import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { localAt } from '../../workspaces/contract.ts';
import { momentOf } from './contract.ts';

const zone = 'Europe/Lisbon';
/** A Wednesday, 11:20 in Lisbon, where summer is. */
const now = new Date('2026-07-15T10:20:00Z');
const meant = (words: string, timezone = zone, from = now) =>
  momentOf(words, from, timezone)?.toISOString().slice(0, 16);

describe('momentOf', () => {
  for (const [words, moment] of [
    ['tomorrow 9', '2026-07-16T08:00'],
    ['Tomorrow at 9:30', '2026-07-16T08:30'],
    ['tomorrow', '2026-07-16T08:00'],
    ['tomorrow evening', '2026-07-16T17:00'],
    ['tomorrow, 9pm', '2026-07-16T20:00'],
    ['in 2 hours', '2026-07-15T12:20'],
    ['in 90 minutes', '2026-07-15T11:50'],
    ['2h', '2026-07-15T12:20'],
    ['in an hour', '2026-07-15T11:20'],
    ['in 3 days', '2026-07-18T10:20'],
    ['in a week', '2026-07-22T10:20'],
    ['in 2 months', '2026-09-15T10:20'],
    ['next monday', '2026-07-20T08:00'],
    ['monday morning', '2026-07-20T08:00'],
    ['until friday 14:00', '2026-07-17T13:00'],
    ['fri 2 pm', '2026-07-17T13:00'],
    ['wednesday 14:00', '2026-07-15T13:00'],
    ['wednesday 9', '2026-07-22T08:00'],
    ['next wednesday 14:00', '2026-07-22T13:00'],
    ['tonight', '2026-07-15T19:00'],
    ['tonight at 22', '2026-07-15T21:00'],
    ['tonight 8', '2026-07-15T19:00'],
    ['this evening', '2026-07-15T17:00'],
    ['this morning', '2026-07-15T08:00'],
    ['evening', '2026-07-15T17:00'],
    ['at 9', '2026-07-16T08:00'],
    ['14:00', '2026-07-15T13:00'],
    ['noon', '2026-07-15T11:00'],
    ['next week', '2026-07-20T08:00'],
    ['next month', '2026-08-01T08:00'],
    ['25 dec', '2026-12-25T09:00'],
    ['dec 25th 10:00', '2026-12-25T10:00'],
    ['1 march', '2027-03-01T09:00'],
    ['25 december 2025', '2025-12-25T09:00'],
    ['2026-12-24 10:00', '2026-12-24T10:00'],
    ['2026-12-24', '2026-12-24T09:00'],
    ['2026-12-24T10:00:00Z', '2026-12-24T10:00'],
    ['2026-12-24T10:00:00+02:00', '2026-12-24T08:00'],
  ] as const)
    test(`takes "${words}" for ${moment}`, () => {
      assert.equal(meant(words), moment);
    });

  for (const words of [
    'soon',
    'tomorrow 25',
    'tomorrow 9:75',
    '30 feb',
    'monday friday',
    'in days',
    '13 pm',
    'ma 5',
  ])
    test(`makes nothing of "${words}"`, () => {
      assert.equal(meant(words), undefined);
    });

  test('begins an hour that the clock jumps over at the jump, and takes the first of one that comes twice', () => {
    const [spring, autumn] = [new Date('2026-03-28T12:00:00Z'), new Date('2026-10-24T12:00:00Z')];
    assert.equal(meant('tomorrow 2:30', 'Europe/Berlin', spring), '2026-03-29T01:00');
    assert.equal(meant('tomorrow 2:30', 'Europe/Berlin', autumn), '2026-10-25T00:30');
  });

  test('keeps the hour when days are counted over a change of the clock, and counts hours through it', () => {
    const before = new Date('2026-03-28T12:00:00Z');
    assert.equal(meant('in 1 day', 'Europe/Berlin', before), '2026-03-29T11:00');
    assert.equal(meant('in 24 hours', 'Europe/Berlin', before), '2026-03-29T12:00');
  });

  const zones = [
    'Europe/Lisbon',
    'America/New_York',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Asia/Kolkata',
    'UTC',
  ];
  const anywhere = fc.record({
    from: fc.date({ min: new Date('2011-01-01'), max: new Date('2037-12-31'), noInvalidDate: true }),
    timezone: fc.constantFrom(...zones),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.integer({ min: 0, max: 59 }),
    day: fc.constantFrom(
      'tomorrow',
      'monday',
      'next thursday',
      'sun',
      'next week',
      '31 october',
      '1 jan',
      '',
    ),
  });
  const two = (n: number) => String(n).padStart(2, '0');

  test('is always ahead, within a year and a day, and shows the hour that was asked for or the clock jumped over it', () => {
    fc.assert(
      fc.property(anywhere, ({ from, timezone, hour, minute, day }) => {
        const moment = momentOf(`${day} ${hour}:${two(minute)}`.trim(), from, timezone)!;
        assert.ok(moment > from, `${moment.toISOString()} is over`);
        assert.ok(moment.getTime() - from.getTime() < 367 * 86_400_000);
        const shown = new Date(localAt(timezone, moment.getTime()));
        const isShown = shown.getUTCHours() === hour && shown.getUTCMinutes() === minute;
        const justBefore = localAt(timezone, moment.getTime() - 1_000);
        const isJump = localAt(timezone, moment.getTime()) - justBefore > 1_000;
        assert.ok(isShown || isJump, `${shown.toISOString()} in ${timezone}`);
      }),
      { numRuns: 2_000 },
    );
  });

  test('throws at nothing that somebody may write', () => {
    const word = fc.constantFrom(
      ...[
        'in',
        'at',
        'next',
        'this',
        '9',
        '31',
        'feb',
        'friday',
        'am',
        '2026-02-31',
        'week',
        '',
        'tonight',
        'h',
      ],
    );
    const anything = fc.oneof(
      fc.string({ maxLength: 100 }),
      fc.array(word).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(anything, (words) => {
        const moment = momentOf(words, now, zone);
        assert.ok(moment === undefined || !Number.isNaN(moment.getTime()));
      }),
      { numRuns: 2_000 },
    );
  });
});
