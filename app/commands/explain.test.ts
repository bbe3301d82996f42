import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { explainFailure } from './explain.ts';

const failure = (code: string, more: object = {}) =>
  Object.assign(new Error(`failed with ${code}`), { code, ...more });

/** What Node and PostgreSQL say when something is missing, and what has to be in the line a person reads. */
const explained: readonly [what: string, error: Error, says: RegExp][] = [
  ['a port that is taken', failure('EADDRINUSE', { port: 4100 }), /^Port 4100 .*PORT=4101 npm start$/],
  ['a port for the administrator', failure('EACCES', { port: 80 }), /^Port 80 .*PORT=4100 npm start$/],
  ['a folder of somebody else', failure('EACCES', { path: '/x' }), /^\/x .*chown.*STOA_DATA/],
  ['a full disk', failure('ENOSPC'), /full.*STOA_DATA/],
  ['a disk nobody writes to', failure('EROFS', { path: '/x' }), /^\/x .*STOA_DATA/],
  [
    'a database that is not there',
    failure('ECONNREFUSED', { address: '127.0.0.1', port: 1 }),
    /127\.0\.0\.1:1.*DATABASE_URL/,
  ],
  ['a machine that is not there', failure('ENOTFOUND'), /DATABASE_URL.*spelling/],
  ['a name server that is not there', failure('EAI_AGAIN'), /DATABASE_URL.*name server/],
  ['a firewall', failure('ETIMEDOUT'), /firewall.*DATABASE_URL/],
  ['a wrong password', failure('28P01'), /password.*DATABASE_URL/],
  ['a user who may not come in', failure('28000'), /DATABASE_URL.*pg_hba\.conf/],
  [
    'a database nobody made',
    Object.assign(new Error('database "stoa" does not exist'), { code: '3D000' }),
    /createdb stoa$/,
  ],
  ['a right that is missing', failure('42501'), /failed with 42501.*npm run stoa -- migrate up/],
  ['too many connections', failure('53300'), /max_connections/],
  ['a database that is starting', failure('57P03'), /again in a moment/],
];

describe('explainFailure', () => {
  for (const [what, error, says] of explained) {
    test(`says in one line what mends ${what}`, () => {
      assert.match(explainFailure(error), says);
      assert.doesNotMatch(explainFailure(error), /\n/);
    });
  }

  test('finds the reason inside of what was made of it', () => {
    const tried = new AggregateError([failure('ENETUNREACH'), failure('ECONNREFUSED', { port: 1 })]);
    assert.match(explainFailure(new Error('no database', { cause: tried })), /DATABASE_URL/);
  });

  test('says what an unknown error says itself', () => {
    assert.equal(explainFailure(new Error('the moon is in the way')), 'the moon is in the way');
    assert.equal(explainFailure('words'), 'words');
  });
});
