import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { dispositionHeader, openLinks, type SignedLink } from './links.ts';

const now = new Date('2026-03-01T12:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);
const secret = randomBytes(32);
const links = openLinks([secret]);
const photo: SignedLink = { key: 'w/1/photo', until: later(60_000), disposition: { kind: 'inline' } };
const report: SignedLink = {
  ...photo,
  disposition: { kind: 'attachment', fileName: 'Übersicht & "Q1".pdf' },
};
const queryOf = (text: string) => Object.fromEntries(new URLSearchParams(text));

describe('links', () => {
  for (const link of [photo, report]) {
    test(`opens the ${link.disposition.kind} it signed, until its time is over`, () => {
      const query = queryOf(links.sign(link));
      assert.deepEqual(links.check(query, now), link);
      assert.equal(links.check(query, later(60_000)), undefined);
    });
  }

  test('does not open once any part of it was changed, added or left out', () => {
    const query = queryOf(links.sign(report));
    const changed = [
      { ...query, key: 'w/2/photo' },
      { ...query, until: String(Number(query.until) + 1) },
      { ...query, name: 'other.pdf' },
      { ...query, mac: query.mac!.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')) },
      { ...query, mac: query.mac!.slice(0, -2) },
      { ...query, mac: '' },
      { ...query, key: ['w/1/photo', 'w/2/photo'] },
      Object.fromEntries(Object.entries(query).filter(([name]) => name !== 'name')),
      { ...queryOf(links.sign(photo)), name: 'x' },
      {},
    ];
    for (const attempt of changed)
      assert.equal(links.check(attempt, now), undefined, JSON.stringify(attempt));
  });

  test('lets no link live longer than a day', () => {
    const query = queryOf(links.sign({ ...photo, until: later(25 * 3_600_000) }));
    assert.equal(links.check(query, now), undefined);
  });

  test('accepts links of an earlier secret and signs with the first', () => {
    const next = randomBytes(32);
    const both = openLinks([next, secret]);
    assert.deepEqual(both.check(queryOf(links.sign(photo)), now), photo);
    assert.deepEqual(openLinks([next]).check(queryOf(both.sign(photo)), now), photo);
    assert.equal(openLinks([next]).check(queryOf(links.sign(photo)), now), undefined);
  });

  test('refuses a short secret', () => {
    assert.throws(() => openLinks([randomBytes(31)]), /at least 32 bytes/);
  });

  test('writes a file name so that no header can be broken with it', () => {
    const header = dispositionHeader({ kind: 'attachment', fileName: 'ü"\r\nset-cookie: a/b%.pdf' });
    assert.match(header, /^[\x20-\x7e]+$/);
    assert.equal(header.match(/"/g)!.length, 2);
    assert.match(header, /filename\*=UTF-8''%C3%BC%22%0D%0A/);
  });
});
