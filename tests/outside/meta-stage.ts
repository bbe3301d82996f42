import assert from 'node:assert/strict';
import { parseJson } from '../../providers/json.ts';
import {
  type Candidate,
  challenge,
  type Meta,
  type MetaEvent,
  openMeta,
  splitMeta,
  verifyMeta,
} from '../../providers/meta/index.ts';
import { moveClock } from '../../sandbox/common/testing.ts';
import { meta as sandboxMeta } from '../../sandbox/meta/routes.ts';
import { type Delivery, openEars, openOutside } from './ears.ts';

const app = { id: '1000000000000001', secret: 'sandbox-meta-secret' };
export const instagramApp = { id: '1000000000000002', secret: 'sandbox-instagram-secret' };
export const verifyToken = 'a-token-of-ours';
const redirectUri = 'http://localhost:4100/connect/meta';
const scopes = {
  instagram: ['basic', 'manage_messages', 'manage_comments', 'content_publish', 'manage_insights'].map(
    (name) => `instagram_business_${name}`,
  ),
  facebook: [
    ...['show_list', 'messaging', 'manage_metadata', 'read_engagement'].map((name) => `pages_${name}`),
    ...['basic', 'manage_messages', 'manage_comments'].map((name) => `instagram_${name}`),
    ...['management', 'messaging'].map((name) => `whatsapp_business_${name}`),
  ],
};

/** Meta as the sandbox plays it, our client of it, and an address of ours that hears what it tells. */
export async function openMetaStage() {
  const outside = await openOutside('meta', sandboxMeta);
  const ears = await openEars((query) => challenge(Object.fromEntries(query), verifyToken));
  const metaWith = (headers?: Record<string, string>) =>
    openMeta({ ...outside.outside(headers), version: 'v25.0', app, instagramApp });
  const meta = metaWith();
  return {
    ...outside,
    meta,
    /** The same client, whose calls meet this failure. */
    met: (failure: string) => metaWith({ 'x-sandbox-failure': failure }),
    play: (what: string, fields: object) => outside.post(`/meta/play/${what}`, fields),
    move: (ms: number) => moveClock(outside.world, ms),
    callbackUrl: ears.url,
    /** The first event there is or will be that is meant. */
    until: async (isMeant: (event: MetaEvent) => boolean): Promise<MetaEvent> =>
      eventsIn(await ears.first((delivery) => eventsIn(delivery).some(isMeant))).find(isMeant)!,
    byInstagram: () => byInstagram(meta, outside.url),
    byFacebook: () => byFacebook(meta, outside.url),
    close: async () => {
      await outside.close();
      ears.close();
    },
  };
}

/** As a server of ours takes them: verified over the bytes, then split. */
function eventsIn({ raw, headers }: Delivery): MetaEvent[] {
  assert.ok(verifyMeta(raw, headers, [app.secret, instagramApp.secret]), 'it is not signed');
  return splitMeta(parseJson(raw.toString('utf8')));
}

async function byInstagram({ instagramLogin: login }: Meta, url: string): Promise<Candidate> {
  const wish = { state: 'a-state', redirectUri, scopes: scopes.instagram };
  const code = await allow(login.authorizeAddress(wish), ['linen.and.oak'], url);
  const { data: short } = await login.exchange({ code, redirectUri });
  assert.deepEqual([...short.scopes].sort(), [...scopes.instagram].sort());
  const { data: long } = await login.lengthen(short.token);
  const [account] = (await login.listAccounts(long.token)).data;
  assert.equal(account!.appScopedId, short.userId);
  return account!;
}

async function byFacebook({ facebookLogin: login }: Meta, url: string): Promise<readonly Candidate[]> {
  const overview = await fetch(`${url}/meta`, { headers: { accept: 'application/json' } });
  const { wabas } = (await overview.json()) as { wabas: { id: string }[] };
  const wish = { state: 'a-state', redirectUri, scopes: scopes.facebook };
  const code = await allow(
    login.authorizeAddress(wish),
    ['tiny-atelier', 'tiny.atelier', ...wabas.map(({ id }) => id)],
    url,
  );
  const { data: short } = await login.exchange({ code, redirectUri });
  const { data: long } = await login.lengthen(short.token);
  return (await login.listAccounts(long.token)).data;
}

/** What a person does in their browser: looks at what is asked for, and allows it. */
async function allow(address: string, accounts: readonly string[], world: string): Promise<string> {
  assert.ok(address.startsWith(world));
  const { origin, pathname, search } = new URL(address);
  const answer = await fetch(origin + pathname, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: search, accounts }),
  });
  const back = new URL(answer.headers.get('location') ?? assert.fail(await answer.text()));
  assert.equal(back.searchParams.get('state'), 'a-state');
  return back.searchParams.get('code')!;
}
