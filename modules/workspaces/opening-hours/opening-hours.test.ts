import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { isOpenAt, OpeningHours, openMsBetween, type Span, weekdays } from './contract.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const daily = (...spans: Span[]): OpeningHours => Object.fromEntries(weekdays.map((day) => [day, spans]));
const refusedAt = (hours: unknown) =>
  OpeningHours.safeParse(hours).error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('OpeningHours', () => {
  test('takes spans that touch, run overnight, or fill the day', () => {
    const night = { from: '22:00', to: '04:00' };
    assert.deepEqual(refusedAt({ friday: [night], saturday: [{ from: '04:00', to: '12:00' }, night] }), []);
    assert.deepEqual(refusedAt(daily({ from: '00:00', to: '00:00' })), []);
    assert.deepEqual(refusedAt({}), []);
  });

  test('refuses what overlaps: in a day, over midnight, from Sunday to Monday, in an exception', () => {
    const noon = { from: '09:00', to: '12:30' };
    assert.deepEqual(refusedAt({ monday: [noon, { from: '12:00', to: '18:00' }] }), ['monday.1']);
    assert.deepEqual(
      refusedAt({ friday: [{ from: '22:00', to: '04:00' }], saturday: [{ from: '03:59', to: '05:00' }] }),
      ['saturday.0'],
    );
    assert.deepEqual(
      refusedAt({ sunday: [{ from: '22:00', to: '04:00' }], monday: [{ from: '03:00', to: '05:00' }] }),
      ['sunday.0'],
    );
    assert.deepEqual(refusedAt({ exceptions: [{ on: '2026-12-24', spans: [noon, noon] }] }), [
      'exceptions.0.spans.1',
    ]);
  });

  test('refuses a span that overlaps a short one as well as the long one around it', () => {
    const [long, inside] = [
      { from: '08:00', to: '20:00' },
      { from: '09:00', to: '10:00' },
    ];
    assert.deepEqual(refusedAt({ monday: [long, inside, { from: '11:00', to: '12:00' }] }), [
      'monday.1',
      'monday.2',
    ]);
  });

  test('refuses times and days that are none, a day named twice, and more than can be kept', () => {
    assert.deepEqual(refusedAt({ monday: [{ from: '24:00', to: '9:00' }] }), [
      'monday.0.from',
      'monday.0.to',
    ]);
    assert.deepEqual(refusedAt({ exceptions: [{ on: '2026-02-30', spans: [] }] }), ['exceptions.0.on']);
    const day = { on: '2026-12-25', spans: [] };
    assert.deepEqual(refusedAt({ exceptions: [day, day] }), ['exceptions.1.on']);
    assert.deepEqual(refusedAt({ someday: [] }), ['']);
    const note = 'x'.repeat(120);
    const many = Array.from({ length: 150 }, (_, i) => ({
      on: new Date(i * dayMs).toISOString().slice(0, 10),
      spans: [],
      note,
    }));
    assert.deepEqual(refusedAt({ exceptions: many }), ['']);
  });
});

describe('isOpenAt', () => {
  const at = (hours: OpeningHours, timezone: string, instant: string) =>
    isOpenAt(hours, timezone, new Date(instant));

  test('knows nothing where nobody wrote hours down, and takes a weekday that is not named for closed', () => {
    assert.equal(at({}, 'UTC', '2026-01-05T12:00:00Z'), undefined);
    assert.equal(at({ tuesday: [{ from: '00:00', to: '00:00' }] }, 'UTC', '2026-01-05T12:00:00Z'), false);
  });

  test('goes by the clock on the wall there, and not by that of the server', () => {
    const monday = { monday: [{ from: '09:00', to: '17:00' }] };
    assert.equal(at(monday, 'Asia/Tokyo', '2026-01-05T00:00:00Z'), true);
    assert.equal(at(monday, 'Asia/Tokyo', '2026-01-04T23:59:59.999Z'), false);
    assert.equal(at(monday, 'Asia/Tokyo', '2026-01-05T08:00:00Z'), false);
    assert.equal(at(monday, 'Asia/Kolkata', '2026-01-05T03:30:00Z'), true);
  });

  test('lets a night end in the morning after, also after a day that is an exception', () => {
    const bar = { friday: [{ from: '22:00', to: '04:00' }], exceptions: [{ on: '2026-01-10', spans: [] }] };
    assert.equal(at(bar, 'UTC', '2026-01-10T03:59:00Z'), true);
    assert.equal(at(bar, 'UTC', '2026-01-10T04:00:00Z'), false);
    const eve = { exceptions: [{ on: '2026-12-31', spans: [{ from: '20:00', to: '06:00' }] }] };
    assert.equal(at(eve, 'UTC', '2027-01-01T05:00:00Z'), true);
    assert.equal(at(eve, 'UTC', '2026-01-01T05:00:00Z'), false);
  });

  test('has no hour where the clock jumps over it: 02:00 to 02:30 is never, 02:30 to 05:00 begins at the jump', () => {
    const zone = 'Europe/Zurich'; // From 02:00 to 03:00 on 2026-03-29, at 01:00 UTC.
    const short = daily({ from: '02:00', to: '02:30' });
    for (const minute of ['00:59', '01:00', '01:29', '01:30'])
      assert.equal(at(short, zone, `2026-03-29T${minute}:00Z`), false, minute);
    const late = daily({ from: '02:30', to: '05:00' });
    assert.equal(at(late, zone, '2026-03-29T00:59:59Z'), false);
    assert.equal(at(late, zone, '2026-03-29T01:00:00Z'), true);
  });

  test('does not open again where an hour comes twice, and stays open through both', () => {
    const zone = 'Europe/Zurich'; // From 03:00 back to 02:00 on 2026-10-25, at 01:00 UTC.
    const bar = daily({ from: '20:00', to: '02:30' });
    assert.equal(at(bar, zone, '2026-10-25T00:29:00Z'), true);
    assert.equal(at(bar, zone, '2026-10-25T00:30:00Z'), false);
    assert.equal(at(bar, zone, '2026-10-25T01:15:00Z'), false);
    const bakery = daily({ from: '02:30', to: '03:30' });
    assert.equal(at(bakery, zone, '2026-10-25T01:15:00Z'), true);
    assert.equal(at(bakery, zone, '2026-10-25T02:30:00Z'), false);
  });

  test('holds where a clock goes back over midnight, and where a whole day is left out', () => {
    // From 00:01 back to 23:01 of the day before, at 02:31 UTC.
    const shop = { exceptions: [{ on: '2010-11-07', spans: [{ from: '00:00', to: '01:00' }] }] };
    assert.equal(at(shop, 'America/St_Johns', '2010-11-07T02:30:00Z'), true);
    assert.equal(at(shop, 'America/St_Johns', '2010-11-07T03:00:00Z'), true);
    assert.equal(at(shop, 'America/St_Johns', '2010-11-07T04:29:00Z'), true);
    assert.equal(at(shop, 'America/St_Johns', '2010-11-07T04:30:00Z'), false);
    // There was no 30th of December 2011 in Samoa.
    const skipped = { exceptions: [{ on: '2011-12-30', spans: [{ from: '00:00', to: '00:00' }] }] };
    for (let hour = -30; hour < 30; hour++) {
      const instant = new Date(Date.parse('2011-12-30T10:00:00Z') + hour * 3_600_000);
      assert.equal(isOpenAt({ ...skipped, monday: [] }, 'Pacific/Apia', instant), false);
    }
  });

  test('agrees with somebody who looks at the clock every minute, around every change of it', () => {
    const changes: [string, string][] = [
      ['Europe/Zurich', '2026-03-29T01:00:00Z'],
      ['Europe/Zurich', '2026-10-25T01:00:00Z'],
      ['America/New_York', '2026-03-08T07:00:00Z'],
      ['America/New_York', '2026-11-01T06:00:00Z'],
      ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
      ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
      ['America/Havana', '2026-11-01T05:00:00Z'],
      ['America/Sao_Paulo', '2018-11-04T03:00:00Z'],
      ['America/St_Johns', '2010-11-07T02:31:00Z'],
      ['Pacific/Apia', '2011-12-30T10:00:00Z'],
      ['Asia/Kathmandu', '2026-06-01T00:00:00Z'],
    ];
    for (const [timezone, around] of changes) {
      const clock = watchedClock(timezone, Date.parse(around));
      const minutes = fc.array(fc.integer({ min: -28 * 60, max: 28 * 60 }), { minLength: 20, maxLength: 20 });
      fc.assert(
        fc.property(someHours(around.slice(0, 10)), minutes, (hours, distances) => {
          for (const distance of distances) {
            const instant = new Date(Date.parse(around) + distance * minuteMs);
            assert.equal(
              isOpenAt(hours, timezone, instant),
              clock.isOpenAt(hours, instant),
              instant.toISOString(),
            );
          }
        }),
        { numRuns: 40 },
      );
    }
  });
});

const twoDigits = (n: number) => String(n).padStart(2, '0');
const time = fc
  .tuple(fc.nat(23), fc.nat(11))
  .map(([hour, five]) => `${twoDigits(hour)}:${twoDigits(five * 5)}`);
const spans = fc.array(fc.record({ from: time, to: time }), { maxLength: 1 });

/** Every weekday is named, so that it is always known. */
const someHours = (exceptionOn: string): fc.Arbitrary<OpeningHours> =>
  fc.tuple(fc.array(spans, { minLength: 7, maxLength: 7 }), fc.option(spans)).map(([week, exception]) => ({
    ...Object.fromEntries(weekdays.map((day, i) => [day, week[i]!])),
    ...(exception && { exceptions: [{ on: exceptionOn, spans: exception }] }),
  }));

/**
 * The slow and obvious way: writes down what the clock shows in every minute of ten days, and finds the first line
 * that shows a time, or a later one, by reading from the top.
 */
function watchedClock(timezone: string, around: number) {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: timezone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const lines: { at: number; shows: string }[] = [];
  for (let at = around - 5 * dayMs; at < around + 5 * dayMs; at += minuteMs)
    lines.push({ at, shows: format.format(at) });
  const known = new Map<string, number>();
  const first = (shown: string) => {
    const found =
      known.get(shown) ?? lines.find(({ shows }) => shows >= shown)?.at ?? Number.POSITIVE_INFINITY;
    known.set(shown, found);
    return found;
  };
  const dates = [-3, -2, -1, 0, 1, 2, 3].map((days) =>
    new Date(around + days * dayMs).toISOString().slice(0, 10),
  );

  return {
    isOpenAt(hours: OpeningHours, instant: Date): boolean {
      return dates.some((date) => {
        const named = new Date(`${date}T12:00:00Z`);
        const weekday = weekdays[(named.getUTCDay() + 6) % 7]!;
        const spans = hours.exceptions?.find(({ on }) => on === date)?.spans ?? hours[weekday] ?? [];
        const morrow = new Date(named.getTime() + dayMs).toISOString().slice(0, 10);
        return spans.some(({ from, to }) => {
          const begin = first(`${date} ${from}`);
          const end = first(`${to <= from ? morrow : date} ${to}`);
          return begin <= instant.getTime() && instant.getTime() < end;
        });
      });
    },
  };
}

describe('openMsBetween', () => {
  const hour = 3_600_000;
  const hours = { monday: [{ from: '09:00', to: '17:00' }], friday: [{ from: '22:00', to: '02:00' }] };
  const between = (from: string, until: string) =>
    openMsBetween(OpeningHours.parse(hours), 'Europe/Athens', new Date(from), new Date(until)) / hour;

  test('counts what lies within, over nights and closed days', () => {
    assert.equal(between('2026-01-05T08:00:00Z', '2026-01-05T09:30:00Z'), 1.5);
    assert.equal(between('2026-01-04T00:00:00Z', '2026-01-05T08:00:00Z'), 1);
    assert.equal(between('2026-01-06T00:00:00Z', '2026-01-12T07:00:00Z'), 4);
    assert.equal(between('2026-01-05T00:00:00Z', '2026-01-19T00:00:00Z'), 24);
  });

  test('is all of it where nobody wrote down when, and none of what is turned round', () => {
    const [a, b] = [new Date('2026-01-05T00:00:00Z'), new Date('2026-01-06T00:00:00Z')];
    assert.equal(openMsBetween({}, 'UTC', a, b), 24 * hour);
    assert.equal(openMsBetween({}, 'UTC', b, a), 0);
  });

  test('agrees minute by minute with what is open, also where clocks change', () => {
    const [from, until] = [new Date('2026-03-27T20:00:00Z'), new Date('2026-03-30T20:00:00Z')];
    const all = OpeningHours.parse({
      ...{ saturday: [{ from: '02:00', to: '04:00' }], sunday: [{ from: '02:30', to: '05:00' }] },
      ...hours,
    });
    let minutes = 0;
    for (let at = from.getTime(); at < until.getTime(); at += 60_000)
      if (isOpenAt(all, 'Europe/Athens', new Date(at))) minutes += 1;
    assert.equal(openMsBetween(all, 'Europe/Athens', from, until), minutes * 60_000);
  });
});
