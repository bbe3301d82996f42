import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { door, meetsDatabase } from '../scripts/meeting.ts';

const root = join(import.meta.dirname, '..');

describe('a run on a server', () => {
  test('is told of its database in one place, through which every test asks for it', () => {
    const files = globSync('{app,kit,modules,providers,sandbox,tests}/**/*.ts', { cwd: root });
    const readers = files.filter((file) =>
      /['"]--database=['"]/.test(readFileSync(join(root, file), 'utf8')),
    );
    assert.deepEqual(readers, [door]);
  });

  test('has all that meets a database, however far from it that is', () => {
    for (const file of [
      'kit/db/database.test.ts',
      'modules/inbox/sending/machines.test.ts',
      'tests/every-route.test.ts',
      'tests/faults/intake.fault.ts',
    ])
      assert.equal(meetsDatabase(file), true, file);
  });

  test('leaves out what meets none, or only one of its own', () => {
    for (const file of ['kit/ids.test.ts', 'sandbox/meta/messages.test.ts', 'kit/embedded/embedded.test.ts'])
      assert.equal(meetsDatabase(file), false, file);
  });
});
