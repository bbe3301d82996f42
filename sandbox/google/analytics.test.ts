import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { caller, type Outside, openOutside } from './testing.ts';

const reports = 'https://youtubeanalytics.googleapis.com/v2/reports';
let outside: Outside;
let ada: ReturnType<typeof caller>;
before(async () => {
  outside = await openOutside();
  outside.world.time.value.frozenAt = '2031-06-15T12:00:00.000Z';
  // The first day is that one.
  for (const part of outside.world.parts()) await part.reset?.();
  ada = caller(outside, (await outside.connect('ada')).access_token);
});
after(() => outside.close());

const usual = {
  ids: 'channel==MINE',
  startDate: '2031-06-01',
  endDate: '2031-06-30',
  metrics: 'views,estimatedMinutesWatched',
};
const report = (query: Record<string, string> = {}) => ada.get(reports, { ...usual, ...query });
const sum = (rows: any[], at = 1) => rows.reduce((total, row) => total + row[at], 0);

describe('a report', () => {
  test('names its columns, and has a row for every day until two or three ago', async () => {
    const { body } = await report({ dimensions: 'day', sort: 'day' });
    assert.equal(body.kind, 'youtubeAnalytics#resultTable');
    assert.deepEqual(body.columnHeaders, [
      { name: 'day', columnType: 'DIMENSION', dataType: 'STRING' },
      { name: 'views', columnType: 'METRIC', dataType: 'INTEGER' },
      { name: 'estimatedMinutesWatched', columnType: 'METRIC', dataType: 'INTEGER' },
    ]);
    assert.equal(body.rows[0][0], '2031-06-01');
    assert.ok(['2031-06-12', '2031-06-13'].includes(body.rows.at(-1)[0]), body.rows.at(-1)[0]);
  });

  test('says the same whenever it is asked for, however it is divided', async () => {
    const { rows } = (await report({ dimensions: 'day' })).body;
    outside.world.time.value.frozenAt = '2031-06-15T12:30:00.000Z';
    assert.deepEqual((await report({ dimensions: 'day' })).body.rows, rows);
    const [[whole]] = (await report()).body.rows;
    assert.equal(sum(rows), whole);
    const videos = (await report({ dimensions: 'video', sort: '-views', maxResults: '200' })).body.rows;
    assert.equal(sum(videos), whole);
    assert.equal(sum((await report({ dimensions: 'month' })).body.rows), whole);
    const countries = (await report({ dimensions: 'country', sort: '-views' })).body.rows;
    assert.ok(sum(countries) <= whole && sum(countries) > whole * 0.95);
    const [[germany]] = (await report({ filters: 'country==DE' })).body.rows;
    assert.equal(germany, countries[0][1]);
  });

  test('agrees with the counters of the videos', async () => {
    const query = { startDate: '2020-01-01', dimensions: 'video', sort: '-views', maxResults: '5' };
    const { rows } = (await report(query)).body;
    assert.equal(rows.length, 5);
    const ids = rows.map(([id]: string[]) => id).join(',');
    const { items } = (await ada.get('/videos', { part: 'statistics', id: ids })).body;
    for (const [i, [, views]] of rows.entries())
      assert.ok(views > 0 && views <= Number(items[i].statistics.viewCount), `${views}`);
  });

  test('has no rows at all where there is nothing to tell', async () => {
    const { body } = await report({ startDate: '2031-06-14', endDate: '2031-06-15' });
    assert.equal('rows' in body, false);
    assert.equal(body.columnHeaders.length, 2);
  });

  test('is cut and filtered as it was asked for', async () => {
    const all = (await report({ dimensions: 'day' })).body.rows;
    const some = (await report({ dimensions: 'day', startIndex: '3', maxResults: '2' })).body.rows;
    assert.deepEqual(some, all.slice(2, 4));
    const [[first]] = (await report({ dimensions: 'video', sort: '-views', maxResults: '1' })).body.rows;
    const { rows } = (await report({ filters: `video==${first}`, dimensions: 'day' })).body;
    assert.ok(sum(rows) < sum(all));
  });

  test('refuses what it does not know, and what is not the caller’s', async () => {
    const foreign = (await outside.about()).accounts[1].channels[0];
    const wrongs: [Record<string, string>, number][] = [
      [{ metrics: 'happiness' }, 400],
      [{ metrics: '' }, 400],
      [{ dimensions: 'weekday' }, 400],
      [{ dimensions: 'day,video' }, 400],
      [{ dimensions: 'video' }, 400],
      [{ startDate: 'June' }, 400],
      [{ startDate: '2031-07-01' }, 400],
      [{ sort: '-shares' }, 400],
      [{ filters: 'mood==good' }, 400],
      [{ startIndex: '0' }, 400],
      [{ colour: 'red' }, 400],
      [{ ids: 'MINE' }, 400],
      [{ ids: `channel==${foreign.id}` }, 403],
      [{ filters: `video==${foreign.videos[0].id}` }, 403],
    ];
    for (const [query, status] of wrongs)
      assert.equal((await report(query)).status, status, JSON.stringify(query));
    const scope = 'https://www.googleapis.com/auth/youtube.readonly';
    const looker = caller(outside, (await outside.connect('ada', { query: { scope } })).access_token);
    assert.equal((await looker.get(reports, usual)).status, 403);
  });

  test('takes nothing from the day’s quota of the other API', async () => {
    const before = (await outside.about()).quotaLeft.general;
    await report();
    await report({ metrics: 'happiness' });
    assert.equal((await outside.about()).quotaLeft.general, before);
  });
});
