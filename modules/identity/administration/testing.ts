import type { Samples } from '../../../kit/http/sample.ts';
import { newId, UserId } from '../../../kit/ids.ts';
import { openCtxOf } from '../../../kit/work.ts';
import { insertPerson } from '../sign-in/people.sql.ts';
import type { Walk } from '../walk.ts';
import { putAlertAddress } from './settings.ts';

const at = async (w: Walk) => ({ params: { userId: await somebody(w) } });

/** A good input for every route of this part. */
export const administrationSamples: Samples<Walk> = {
  'GET /admin/people': async () => ({ query: { q: 'test', status: 'active', limit: 5 } }),
  'GET /admin/people/:userId': at,
  'PUT /admin/people/:userId/disablement': async (w) => ({
    ...(await at(w)),
    body: { reason: 'Asked for it' },
  }),
  'DELETE /admin/people/:userId/disablement': at,
  'PUT /admin/people/:userId/administratorship': at,
  'DELETE /admin/people/:userId/administratorship': at,
  'GET /admin/sign-ins': async () => ({ query: { failed: 'true' } }),
  'GET /admin/audit': async () => ({ query: { category: 'installation' } }),
  'GET /admin/audit.csv': async () => ({}),
  'GET /admin/settings': async () => ({}),
  'PATCH /admin/settings': async () => ({ body: { signUp: 'open', launchAt: null, launchTimezone: 'UTC' } }),
  'GET /admin/alert-addresses': async () => ({}),
  'PUT /admin/alert-addresses/:email': async () => ({
    params: { email: 'alerts@test.local' },
    body: { creatorApplications: true, agencyApplications: false, paused: true },
  }),
  'DELETE /admin/alert-addresses/:email': async ({ ground, ownerId: userId }) => {
    const wanted = {
      email: 'gone@test.local',
      creatorApplications: true,
      agencyApplications: true,
      paused: true,
    };
    await ground.db.transaction({ kind: 'installation' }, async (tx) => {
      const actor = { kind: 'administrator', userId } as const;
      await putAlertAddress({ ...openCtxOf(ground, tx, { actor }), actor }, wanted);
    });
    return { params: { email: wanted.email } };
  },
};

async function somebody({ ground }: Walk): Promise<UserId> {
  const id = newId(UserId);
  await ground.db.transaction({ kind: 'installation' }, (tx) =>
    insertPerson(tx, {
      id,
      email: `${id}@test.local`,
      name: 'Test Person',
      isDemo: false,
      createdAt: ground.clock.now(),
    }),
  );
  return id;
}
