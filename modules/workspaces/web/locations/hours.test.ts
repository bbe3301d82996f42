import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { OpeningHours } from '../../contract.ts';
import { exceptionsOf, hoursOf, mistakesOf, nextSpan, timeOf, weekdayIn, weekOf } from './hours.ts';

const split = [
  { from: '09:00', to: '12:00' },
  { from: '13:00', to: '18:00' },
];
const hours: OpeningHours = {
  monday: split,
  friday: [{ from: '18:00', to: '02:00' }],
  exceptions: [{ on: '2026-12-25', spans: [], note: 'Holiday' }],
};

describe('hoursOf', () => {
  test('gives back what a form was begun with', () => {
    assert.deepEqual(hoursOf(weekOf(hours), exceptionsOf(hours)), hours);
  });
  test('names no closed day, so that a week without hours stays unknown', () => {
    assert.deepEqual(hoursOf(weekOf({}), []), {});
  });
  test('puts spans and exceptions in order', () => {
    const week = { ...weekOf({}), monday: split.toReversed() };
    const exceptions = [
      { key: 0, on: '2026-12-26', spans: [], note: ' ' },
      { key: 1, on: '2026-12-25', spans: [], note: '' },
    ];
    assert.deepEqual(hoursOf(week, exceptions), {
      monday: split,
      exceptions: [
        { on: '2026-12-25', spans: [] },
        { on: '2026-12-26', spans: [] },
      ],
    });
  });
});

describe('mistakesOf', () => {
  test('says at the day what overlaps there', () => {
    const monday = [
      { from: '09:00', to: '13:00' },
      { from: '12:00', to: '18:00' },
    ];
    assert.match(mistakesOf({ monday }).get('monday')!, /overlaps/);
  });
  test('says at the exception that its day is there twice', () => {
    const on = '2026-12-25';
    const mistakes = mistakesOf({
      exceptions: [
        { on, spans: [] },
        { on, spans: [] },
      ],
    });
    assert.deepEqual([...mistakes.keys()], ['exceptions.1']);
  });
  test('finds nothing in good hours', () => assert.equal(mistakesOf(hours).size, 0));
});

describe('nextSpan', () => {
  test('is the afternoon after a morning', () => {
    assert.deepEqual(nextSpan([]), { from: '09:00', to: '18:00' });
    assert.deepEqual(nextSpan([split[0]!]), split[1]);
  });
});

test('weekdayIn follows the clock there', () => {
  const lateSunday = new Date('2026-03-15T23:30:00Z');
  assert.equal(weekdayIn('Europe/London', lateSunday), 'sunday');
  assert.equal(weekdayIn('Asia/Tokyo', lateSunday), 'monday');
});

describe('timeOf', () => {
  test('understands a time however people write it', () => {
    const written = ['9', '09:30', '930', '9.30', '9:30 pm', '12 am', '12pm', '24:00'];
    assert.deepEqual(written.map(timeOf), [
      '09:00',
      '09:30',
      '09:30',
      '09:30',
      '21:30',
      '00:00',
      '12:00',
      '00:00',
    ]);
  });
  test('takes nothing that is no time', () => {
    assert.deepEqual(['', 'noon', '25:00', '9:75', '13 pm'].map(timeOf), Array(5).fill(undefined));
  });
});
