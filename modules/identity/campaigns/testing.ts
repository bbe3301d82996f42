import type { Samples } from '../../../kit/http/sample.ts';
import { uuidv7 } from '../../../kit/ids.ts';
import type { IdentityOutside } from '../outside.ts';
import type { Walk } from '../walk.ts';
import { markBounced } from './preferences.sql.ts';
import { unsubscribeToken } from './preferences.ts';

const someToken = ({ outside }: { outside: Pick<IdentityOutside, 'vault'> }) =>
  unsubscribeToken(outside, `${uuidv7()}@test.local`);

/** A good input for every route of this part. */
export const campaignsSamples: Samples<Walk> = {
  'GET /me/marketing': async () => ({}),
  'PUT /me/marketing': async () => ({ body: { optedIn: true } }),
  'POST /unsubscription': async (walk) => ({
    query: { token: someToken(walk) },
    upload: {
      type: 'application/x-www-form-urlencoded',
      bytes: Buffer.from('List-Unsubscribe=One-Click'),
    },
  }),
  'GET /unsubscription': async (walk) => ({ query: { token: someToken(walk) } }),
  'PUT /unsubscription': async (walk) => ({ body: { token: someToken(walk) } }),
  'DELETE /unsubscription': async (walk) => ({ query: { token: someToken(walk) } }),
  'POST /hooks/mail-bounces/:hookToken': async ({ outside }) => ({
    params: { hookToken: outside.hookTokens('mail-bounces')[0] },
    body: { email: `${uuidv7()}@test.local`, kind: 'hard' },
  }),
  'GET /admin/mail-hook': async () => ({}),
  'DELETE /admin/bounces/:email': async ({ ground }) => {
    const email = `${uuidv7()}@test.local`;
    await ground.db.transaction({ kind: 'installation' }, (tx) =>
      markBounced(tx, email, 'bounced', ground.clock.now()),
    );
    return { params: { email } };
  },
  'GET /admin/campaigns': async () => ({}),
};
