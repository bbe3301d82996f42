import type { Samples } from '../../../kit/http/sample.ts';
import { newId, UserId } from '../../../kit/ids.ts';
import { openCtxOf } from '../../../kit/work.ts';
import type { Walk } from '../walk.ts';
import { addPerson } from './people.ts';

const password = 'a long walk';

/** A good input for every route of this part. */
export const signInSamples: Samples<Walk> = {
  'POST /session': async ({ ground }) => {
    const email = `${newId(UserId)}@test.local`;
    await ground.db.transaction({ kind: 'installation' }, (tx) =>
      addPerson(openCtxOf(ground, tx, { actor: { kind: 'system' } }), { email, name: 'Test', password }),
    );
    return { body: { email, password } };
  },
  'DELETE /session': async () => ({}),
  'GET /me': async () => ({}),
};
