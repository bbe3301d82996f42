import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { newKey, openVault, parseKeyRing, rotateSealed, type SealedRow, type SealedRows } from './vault.ts';

const row = 'connections.tokens:0190-a';
const cannotOpen = { code: 'vault.cannot_open' };

describe('vault', () => {
  const oldKey = `old:${newKey()}`;
  const before = openVault(parseKeyRing(oldKey));
  const ring = parseKeyRing(`new:${newKey()},${oldKey}`);
  const vault = openVault(ring);

  test('gives back what was sealed, text and bytes alike', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.string({ unit: 'grapheme' }), (bytes, associated) => {
        assert.deepEqual(vault.open(vault.seal(bytes, associated), associated), Buffer.from(bytes));
      }),
    );
    assert.equal(vault.open(vault.seal('grüße 👋', row), row).toString(), 'grüße 👋');
  });

  test('seals the same words differently each time', () => {
    assert.notDeepEqual(vault.seal('same', row), vault.seal('same', row));
  });

  test('does not open in another row', () => {
    assert.throws(() => vault.open(vault.seal('token', row), `${row}b`), cannotOpen);
  });

  test('answers one and the same error for every byte that was changed and every cut', () => {
    const sealed = vault.seal('token', row);
    const messages = new Set<string>();
    const refuse = (bytes: Uint8Array) =>
      assert.throws(
        () => vault.open(bytes, row),
        (error: Error) =>
          messages.add(JSON.stringify({ ...error, message: error.message })) && 'code' in error,
      );
    for (let i = 0; i < sealed.length; i += 1) {
      const changed = Buffer.from(sealed);
      changed[i]! ^= 1;
      refuse(changed);
      refuse(sealed.subarray(0, i));
    }
    refuse(openVault(parseKeyRing(`new:${newKey()}`)).seal('token', row));
    refuse(openVault(parseKeyRing(`stranger:${newKey()}`)).seal('token', row));
    assert.equal(messages.size, 1);
  });

  test('does not let a value pass as sealed under another key of the ring', () => {
    const twins = parseKeyRing(`aa:${newKey()},bb:${ringText(oldKey)}`);
    const sealed = openVault(parseKeyRing(`bb:${ringText(oldKey)}`)).seal('token', row);
    const relabelled = Buffer.from(sealed);
    relabelled.write('aa', 2, 'latin1');
    assert.throws(() => openVault(twins).open(relabelled, row), cannotOpen);
    // Even where both ids hold the same key: the id itself is authenticated.
    const same = parseKeyRing(`aa:${ringText(oldKey)},bb:${ringText(oldKey)}`);
    assert.throws(() => openVault(same).open(relabelled, row), cannotOpen);
  });

  test('opens what an older key sealed, and says that it is to be rotated', () => {
    const sealed = before.seal('token', row);
    assert.equal(vault.open(sealed, row).toString(), 'token');
    assert.equal(vault.needsRotation(sealed), true);
    assert.equal(vault.needsRotation(vault.seal('token', row)), false);
    assert.equal(vault.keyIdOf(sealed), 'old');
  });

  test('shows no key when the ring is printed', () => {
    assert.ok(!inspect(ring, { depth: 9, showHidden: true }).includes(ringText(oldKey)));
    assert.ok(!JSON.stringify([...ring.byId]).includes(ringText(oldKey)));
  });
});

describe('parseKeyRing', () => {
  const refused: [what: string, text: string, message: RegExp][] = [
    ['nothing', ' ', /empty/],
    ['a key without an id', newKey(), /Key 1 .* no id/],
    ['an id with a space', `a b:${newKey()}`, /Key 1 .* id that cannot be used/],
    ['what is not base64', `a:${newKey()},b:***`, /Key 2 .*"b".* not base64/],
    ['a short key', `a:${Buffer.alloc(16).toString('base64')}`, /Key 1 .*"a".* 16 bytes long; 32 are needed/],
    ['two keys with one id', `a:${newKey()},a:${newKey()}`, /two keys called "a"/],
    ['a trailing comma', `a:${newKey()},`, /Key 2 .* no id/],
  ];
  for (const [what, text, message] of refused) {
    test(`refuses ${what}, and says which and why`, () =>
      assert.throws(() => parseKeyRing(text), { message }));
  }

  test('never repeats the key it refuses', () => {
    const secret = Buffer.alloc(31, 7).toString('base64');
    assert.throws(
      () => parseKeyRing(`a:${secret}`),
      (error: Error) => !error.message.includes(secret),
    );
  });
});

describe('rotateSealed', () => {
  const oldKey = `old:${newKey()}`;
  const before = openVault(parseKeyRing(oldKey));
  const vault = openVault(parseKeyRing(`new:${newKey()},${oldKey}`));
  const filled = (count: number) =>
    new Map(
      Array.from({ length: count }, (_, i) => [
        `r${String(i).padStart(3, '0')}`,
        before.seal(`s${i}`, `r${i}`),
      ]),
    );

  test('seals everything again, and finds nothing to do the second time', async () => {
    const table = filled(25);
    const first = await rotateSealed(vault, rowsOf(table), { batch: 10 });
    assert.deepEqual([first.seenCount, first.rotatedCount, first.resumeAfter], [25, 25, undefined]);
    assert.ok([...table.values()].every((sealed) => !vault.needsRotation(sealed)));
    assert.equal(vault.open(table.get('r007')!, 'r7').toString(), 's7');
    assert.equal((await rotateSealed(vault, rowsOf(table))).rotatedCount, 0);
  });

  test('stops between two rows and goes on from there', async () => {
    const table = filled(10);
    const stop = new AbortController();
    let replaced = 0;
    const rows = rowsOf(table, () => {
      replaced += 1;
      if (replaced === 4) stop.abort();
    });
    const first = await rotateSealed(vault, rows, { signal: stop.signal, batch: 3 });
    assert.deepEqual([first.rotatedCount, first.resumeAfter], [4, 'r003']);
    const second = await rotateSealed(vault, rowsOf(table), { after: first.resumeAfter });
    assert.deepEqual([second.seenCount, second.rotatedCount], [6, 6]);
  });

  test('never overwrites what somebody else wrote meanwhile', async () => {
    const table = filled(3);
    const rows = rowsOf(table, (id) => {
      if (id === 'r001') table.set(id, vault.seal('newer', 'r1'));
    });
    const report = await rotateSealed(vault, rows);
    assert.deepEqual([report.rotatedCount, report.overtakenCount], [2, 1]);
    assert.equal(vault.open(table.get('r001')!, 'r1').toString(), 'newer');
  });

  test('leaves a broken row as it is, names it and carries on', async () => {
    const table = filled(3);
    const broken = Buffer.from('not sealed at all');
    table.set('r001', broken);
    const report = await rotateSealed(vault, rowsOf(table));
    assert.deepEqual([report.rotatedCount, report.unreadableCount, report.unreadableIds], [2, 1, ['r001']]);
    assert.equal(table.get('r001'), broken);
  });
});

const ringText = (entry: string) => entry.slice(entry.indexOf(':') + 1);

/** A table in memory that compares before it sets, as `update ... where sealed = $old` does. */
function rowsOf(table: Map<string, Buffer>, beforeReplace: (id: string) => void = () => {}): SealedRows {
  return {
    next: async (afterId, limit): Promise<SealedRow[]> =>
      [...table]
        .filter(([id]) => afterId === undefined || id > afterId)
        .slice(0, limit)
        .map(([id, sealed]) => ({ id, sealed, associated: `r${Number(id.slice(1))}` })),
    replace: async (id, old, fresh) => {
      beforeReplace(id);
      if (!table.get(id)?.equals(old)) return false;
      table.set(id, fresh);
      return true;
    },
  };
}
