import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { isTrouble } from '../trouble.ts';
import { openGraph } from './graph.ts';
import { count, id, maybe, present, text, timeOf } from './shapes.ts';
import { otherEnd } from './testing.ts';

const thing = z.object({ id, name: maybe(text), likes: maybe(count) }).transform(present);
const get = { method: 'GET', path: ['me'], name: 'GET /me' } as const;
const open = { host: 'graph.facebook.com', version: 'v25.0', token: 'EAAtoken' } as const;

describe('a call', () => {
  test('goes to its host and version, with the token where no log looks', async (t) => {
    const { seen, way } = await otherEnd(t, () => ({ body: { id: 12 } }));
    await openGraph({ ...way, ...open }).ask({ ...get, query: { fields: 'id,name' } }, thing);
    const [{ path, query, headers }] = seen as [(typeof seen)[0]];
    assert.deepEqual([path, query], ['/graph.facebook.com/v25.0/me', { fields: 'id,name' }]);
    assert.equal(headers.authorization, 'Bearer EAAtoken');
  });

  test('proves that it comes from the app, where the app has a secret', async (t) => {
    const { seen, way } = await otherEnd(t, () => ({ body: { id: '12' } }));
    await openGraph({ ...way, ...open, token: 'what do ya want for nothing?', appSecret: 'Jefe' }).ask(
      get,
      thing,
    );
    const proof = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
    assert.deepEqual(seen[0]!.query, { appsecret_proof: proof });
    await openGraph({ ...way, ...open, appSecret: '' }).ask(get, thing);
    assert.deepEqual(seen[1]!.query, {});
  });

  test('answers what is left of the allowance', async (t) => {
    const headers = { 'x-app-usage': '{"call_count":28,"total_time":25,"total_cputime":25}' };
    const { way } = await otherEnd(t, () => ({ headers, body: { id: '12' } }));
    const answer = await openGraph({ ...way, ...open }).ask(get, thing);
    assert.deepEqual(answer, { data: { id: '12' }, usage: { appPercent: 28 } });
  });

  test('asks for an id from outside without letting it ask for something else', async (t) => {
    const { seen, way } = await otherEnd(t, () => ({ body: { id: '12' } }));
    const graph = openGraph({ ...way, ...open });
    await graph.ask({ ...get, path: ['a/../me?x=1#y', 'messages'] }, thing);
    assert.equal(seen[0]!.path, '/graph.facebook.com/v25.0/a%2F..%2Fme%3Fx%3D1%23y/messages');
    for (const path of [['..', 'me'], ['.'], ['']])
      await assert.rejects(graph.ask({ ...get, path }, thing), (error) => isTrouble(error, 'rejected'));
    assert.equal(seen.length, 1);
  });

  test('is given up by its caller', async (t) => {
    const stop = new AbortController();
    const { way } = await otherEnd(t, () => {
      stop.abort();
      return new Promise(() => {});
    });
    await assert.rejects(openGraph({ ...way, ...open, signal: stop.signal }).ask(get, thing), {
      name: 'AbortError',
    });
  });
});

describe('a page of a list', () => {
  const pageFrom = async (t: Parameters<typeof otherEnd>[0], body: unknown, wish = {}) => {
    const { seen, way } = await otherEnd(t, () => ({ body }));
    const answer = await openGraph({ ...way, ...open }).list(get, thing, wish);
    return { page: answer.data, query: seen[0]!.query };
  };
  const next = 'https://graph.facebook.com/v25.0/me?access_token=EAAtoken&limit=2&after=QVFI';

  test('goes on while there is a next one, even after an empty one', async (t) => {
    const cursors = { before: 'x', after: 'QVFI' };
    const { page } = await pageFrom(t, { data: [], paging: { cursors, next } });
    assert.deepEqual(page, { items: [], after: 'QVFI' });
    const { query } = await pageFrom(t, { data: [] }, { after: 'QVFI', limit: 2 });
    assert.deepEqual(query, { after: 'QVFI', limit: '2' });
  });

  test('ends where there is no next one, whatever its cursors say', async (t) => {
    const { page } = await pageFrom(t, { data: [{ id: 1 }], paging: { cursors: { after: 'QVFI' } } });
    assert.deepEqual(page, { items: [{ id: '1' }] });
    assert.deepEqual((await pageFrom(t, { data: [] })).page, { items: [] });
  });

  test('keeps of the next address the cursor alone, since it also holds the token', async (t) => {
    const { page } = await pageFrom(t, { data: [], paging: { next } });
    assert.deepEqual(page, { items: [], after: 'QVFI' });
  });

  test('is not hidden by one element that says nothing we understand', async (t) => {
    const data = [null, { name: 'no id' }, { id: '2', name: 7, likes: '12', tomorrow: {} }, 'x'];
    const { page } = await pageFrom(t, { data, paging: 'none' });
    assert.deepEqual(page, { items: [{ id: '2', likes: 12 }] });
  });
});

describe('a time', () => {
  test('is read as the platform writes it: with a zone, in seconds or in milliseconds', () => {
    const at = new Date('2026-11-21T00:00:00Z');
    for (const written of [
      '2026-11-21T00:00:00+0000',
      '2026-11-21T01:00:00+0100',
      1_795_219_200,
      '1795219200',
      1_795_219_200_000,
    ])
      assert.deepEqual(timeOf(written), at, String(written));
  });

  test('is absent when it is none', () => {
    for (const written of [
      undefined,
      null,
      '',
      'soon',
      0,
      -1,
      NaN,
      1e300,
      {},
      '99999999999999999',
      '2026-99-99T00:00:00',
    ])
      assert.equal(timeOf(written), undefined, String(written));
  });
});
