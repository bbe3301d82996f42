import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { meetsDatabase } from '../scripts/meeting.ts';

describe('a run on a server', () => {
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
