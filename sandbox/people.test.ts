import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { keep } from './keep.ts';
import { digitsOf, openPeople } from './people.ts';

const people = async () => openPeople(await keep(undefined, () => ({ added: [] })), () => {});

describe('people', () => {
  test('keep a failure’s name whole, so that it is met wherever the key is written', async () => {
    const { add } = await people();
    for (const name of ['out-of-order', 'big-ids', 'slow']) assert.equal(add(name).key, name);
  });

  test('are one for one name, and two for two names that begin alike', async () => {
    const { add, all, find } = await people();
    const count = all().length;
    assert.equal(add(' nora  LINDQVIST ').key, 'nora');
    assert.equal(all().length, count);
    assert.deepEqual([add('Nora Smith').key, add('Nora Smíth').key], ['nora-smith', 'nora-smith-2']);
    assert.equal(find('nora-smith')!.name, 'Nora Smith');
  });

  test('may have names in any letters', async () => {
    const { add } = await people();
    assert.deepEqual(
      [add('田中').key, add('김민준').key, add('👩‍🌾'.repeat(60)).key],
      ['somebody', 'somebody-2', 'somebody-3'],
    );
    assert.ok(add('👩‍🌾'.repeat(60)).name.isWellFormed());
  });
});

describe('digits', () => {
  test('are the same for the same words, and as many as asked for', () => {
    assert.equal(digitsOf('instagram:nora', 17), digitsOf('instagram:nora', 17));
    assert.match(digitsOf('instagram:nora', 17), /^[1-9]\d{16}$/);
    assert.notEqual(digitsOf('instagram:nora'), digitsOf('messenger:nora'));
  });

  test('of big-ids cannot be held by a double-precision number, and can by 64 bits', () => {
    for (let i = 0; i < 2_000; i += 1) {
      const digits = digitsOf(`meta:big-ids:${i}`);
      assert.notEqual(String(BigInt(Number(digits))), digits);
      assert.equal(BigInt.asIntN(64, BigInt(digits)), BigInt(digits));
    }
    assert.equal(digitsOf('meta:not-big-ids').length, 15);
  });
});
