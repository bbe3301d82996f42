import type { Samples } from '../../../kit/http/sample.ts';
import { newId, uuidv7 } from '../../../kit/ids.ts';
import type { TestOutside } from '../../../kit/testing/outside.ts';
import { type Ground, openCtxOf, stepsCtxOf } from '../../../kit/work.ts';
import type { IdentityOutside } from '../outside.ts';
import { setPasswordHash } from '../sign-in/people.sql.ts';
import type { Walk } from '../walk.ts';
import { ProviderId } from './contract.ts';
import { insertIdentity } from './identities.sql.ts';
import { insertProvider } from './providers.sql.ts';
import { beginSignOn } from './sign-on.ts';
import { secretOf } from './wire.ts';

export const issuerOf = (outside: TestOutside) => `${outside.sandbox.url}/oidc`;

/** A provider of its own for every test, at the sandbox. */
export async function newProvider(
  { ground, outside }: { ground: Ground; outside: TestOutside },
  part: { emailDomains?: readonly string[] } = {},
): Promise<{ id: ProviderId; slug: string }> {
  const id = newId(ProviderId);
  const slug = `p-${uuidv7().slice(-12)}`;
  await ground.db.transaction({ kind: 'installation' }, (tx) =>
    insertProvider(tx, {
      id,
      slug,
      name: 'A provider',
      issuer: issuerOf(outside),
      clientId: 'stoa',
      clientSecretSealed: outside.vault.seal('a-secret-of-the-sandbox', secretOf(id)),
      scopes: ['openid', 'email', 'profile'],
      emailDomains: part.emailDomains ?? [],
      by: undefined,
      at: ground.clock.now(),
    }),
  );
  return { id, slug };
}

/** What a browser brings back after somebody chose an account at the sandbox's page. */
export async function chooseAt(url: string, email: string): Promise<Record<string, string>> {
  const { search, origin, pathname } = new URL(url);
  const answer = await fetch(`${origin}${pathname}`, {
    method: 'POST',
    body: new URLSearchParams({ query: search.slice(1), email }),
    redirect: 'manual',
  });
  return Object.fromEntries(new URL(answer.headers.get('location')!).searchParams);
}

const atNewProvider = async (walk: Walk) => ({ params: { providerId: (await newProvider(walk)).id } });
const anybody = { kind: 'nobody' } as const;

/** A good input for every route of this part. */
export const singleSignOnSamples: Samples<Walk> = {
  'GET /admin/sign-in-providers': async () => ({}),
  'GET /admin/sign-in-provider-check': async ({ outside }) => ({ query: { issuer: issuerOf(outside) } }),
  'PUT /admin/sign-in-providers/:providerId': async ({ outside }) => ({
    params: { providerId: newId(ProviderId) },
    body: {
      slug: `p-${uuidv7().slice(-12)}`,
      name: 'Our company',
      issuer: issuerOf(outside),
      clientId: 'stoa',
      clientSecret: 'a secret',
    },
    makesId: true,
  }),
  'DELETE /admin/sign-in-providers/:providerId': atNewProvider,
  'PUT /admin/sign-in-providers/:providerId/disablement': atNewProvider,
  'DELETE /admin/sign-in-providers/:providerId/disablement': atNewProvider,
  'POST /session/single-sign-on/:slug': async (walk) => ({
    params: { slug: (await newProvider(walk)).slug },
    body: {},
  }),
  'POST /session/single-sign-on': async (walk) => {
    const { slug } = await newProvider(walk);
    const steps = stepsCtxOf(walk.ground, { actor: anybody });
    const outside = walk.outside as TestOutside & IdentityOutside;
    const { url, ticket } = await beginSignOn(steps, outside, { slug, link: false });
    return { body: { ticket, params: await chooseAt(url, `${uuidv7()}@sandbox.test`) } };
  },
  'DELETE /me/single-sign-on/:slug': async (walk) => {
    const { id, slug } = await newProvider(walk);
    const { ground, ownerId: userId } = walk;
    await ground.db.transaction({ kind: 'installation' }, async (tx) => {
      const { now: at } = openCtxOf(ground, tx, { actor: anybody });
      await setPasswordHash(tx, userId, '$argon2id$for-a-test', at);
      await insertIdentity(tx, { providerId: id, subject: uuidv7(), userId, email: undefined, at });
    });
    return { params: { slug } };
  },
};
