import { type Clock, systemClock } from '../../../kit/clock.ts';
import { ownOutside, type TestOutside, testOutside } from '../../../kit/testing/outside.ts';
import { makePkce } from '../../../providers/oauth/pkce.ts';
import type { ConnectionsOutside } from '../outside.ts';
import type { Login, PlatformName, Resource } from './contract.ts';
import type { Credentials } from './credentials.ts';
import { openPlatforms } from './open.ts';
import type { Access, Candidate, Platform, Pulled, PullFrom } from './platform.ts';

/** Applications as they are registered in the sandbox, for everybody to read. */
export const sandboxCredentials = (world: string): Required<Credentials> => ({
  meta: {
    world,
    version: 'v25.0',
    app: { id: '1000000000000001', secret: 'sandbox-meta-secret' },
    instagramApp: { id: '1000000000000002', secret: 'sandbox-instagram-secret' },
  },
  google: { world, id: 'sandbox.apps.googleusercontent.com', secret: 'sandbox-google-secret' },
  shopify: { world, id: 'sandbox-shopify-key', secret: 'sandbox-shopify-secret' },
  amazon: {
    world,
    id: 'amzn1.application-oa2-client.sandbox',
    secret: 'sandbox-amazon-secret',
    applicationId: 'amzn1.sp.solution.sandbox',
    region: 'eu',
  },
});

export type TestConnectionsOutside = TestOutside & ConnectionsOutside;

/** The world outside as all tests of a process share it, with the sandbox's platforms in it. */
export const connectionsOutside = async (clock?: Clock) => withPlatforms(await testOutside(), clock);

/** One whose accounts, tokens and subscriptions no other file changes. */
export const ownConnectionsOutside = async (clock?: Clock) => withPlatforms(await ownOutside(), clock);

function withPlatforms(outside: TestOutside, clock: Clock = systemClock): TestConnectionsOutside {
  const credentials = sandboxCredentials(outside.sandbox.url);
  return { ...outside, platforms: openPlatforms({ credentials, clock, hookTokens: outside.hookTokens }) };
}

/** Who says yes on a consent page, and to what. */
export interface Consent {
  /** Meta: handles or ids. Google: the address of the account. Amazon: the seller's id. A shop is in the address. */
  readonly accounts?: readonly string[];
  /** Google: the channel's handle or id. */
  readonly channel?: string;
  /** Undefined: all that was asked for. */
  readonly scopes?: readonly string[];
  readonly answer?: 'yes' | 'no';
}

/** Goes where a browser would be sent, answers the page, and gives back what the browser comes back with. */
export async function consentAt(address: string, consent: Consent = {}): Promise<string> {
  const url = new URL(address);
  const query = url.search.slice(1);
  const host = url.pathname.split('/')[1]!;
  const [path, body] = answerTo(host, url.pathname, query, consent);
  const answer = await fetch(`${url.origin}${path}`, {
    method: 'POST',
    body: body instanceof URLSearchParams ? body : JSON.stringify(body),
    ...(!(body instanceof URLSearchParams) && { headers: { 'content-type': 'application/json' } }),
    redirect: 'manual',
  });
  const location = answer.headers.get('location');
  if (answer.status !== 303 || location === null)
    throw new Error(`The consent page of ${host} answered ${answer.status}: ${await answer.text()}`);
  return new URL(location, url.origin).search.slice(1);
}

function answerTo(
  host: string,
  path: string,
  query: string,
  { accounts = [], channel, scopes, answer = 'yes' }: Consent,
): readonly [path: string, body: object] {
  if (host === 'accounts.google.com') {
    const fields = { query, as: accounts[0] ?? '', answer, scopes: scopes?.join(' '), channel };
    return [`/${host}/o/oauth2/v2/consent`, fields];
  }
  if (host.endsWith('.com') && path.includes('/admin/oauth/'))
    return [path, formOf({ query, answer }, scopes)];
  if (host.startsWith('sellercentral')) return [path, { query, seller: accounts[0] ?? '' }];
  return [path, { query, accounts, scopes, answer }];
}

/** The page repeats a name for each box. */
function formOf(fields: Readonly<Record<string, string>>, ticked: readonly string[] | undefined) {
  const form = new URLSearchParams(fields);
  if (ticked) form.set('ticks', 'yes');
  for (const scope of ticked ?? []) form.append('scope', scope);
  return form;
}

/** What a customer or an owner does there: `play('meta', 'message', { account, person, text })`. */
export async function play(
  { sandbox }: Pick<TestOutside, 'sandbox'>,
  part: 'meta' | 'google' | 'shopify' | 'amazon',
  deed: string,
  fields: object,
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await fetch(`${sandbox.url}/${part}/play/${deed}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${part} cannot play ${deed}: ${answer.status} ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}

export const redirectUri = 'http://stoa.test/connect';

export interface Connected {
  readonly platform: Platform;
  readonly candidate: Candidate;
  readonly access: Access;
}

/** The whole way through a door, as far as what may be connected. */
export async function offersOf(
  { platforms }: ConnectionsOutside,
  login: Login,
  asked: PlatformName,
  { shop, now = new Date(), ...consent }: Consent & { shop?: string; now?: Date } = {},
): Promise<readonly Candidate[]> {
  const door = platforms.doors.get(login)!;
  const platform = platforms.get(asked)!;
  const scopes = platform.login === login ? platform.scopes : (platform.otherLogins?.[login] ?? []);
  const to = `${redirectUri}/${login}`;
  const pkce = door.usesChallenge ? makePkce() : undefined;
  const way = { redirectUri: to, state: 'state-of-the-test', scopes, shop, challenge: pkce?.challenge };
  const query = await consentAt(door.authorize(way), consent);
  const answer = { query, redirectUri: to, scopes, shop, verifier: pkce?.verifier, now };
  return door.exchange(answer, AbortSignal.timeout(10_000));
}

/** One account that is open, without anything of it being stored. */
export async function connectedTo(
  outside: ConnectionsOutside,
  login: Login,
  name: PlatformName,
  consent: Consent & { shop?: string; now?: Date } = {},
): Promise<Connected> {
  const offers = await offersOf(outside, login, name, consent);
  const candidate = offers.find(({ platform }) => platform === name);
  if (!candidate) throw new Error(`${login} offers no account of ${name}.`);
  return { candidate, access: accessOf(candidate, login), platform: outside.platforms.get(name)! };
}

export const accessOf = (candidate: Candidate, login: Login): Access => ({
  token: candidate.tokens.access,
  platformAccountId: candidate.platformAccountId,
  appScopedId: candidate.appScopedId,
  parentPlatformId: candidate.parentPlatformId,
  login,
  details: candidate.details ?? {},
});

/** The same account, with all that is asked of its platform failing by this name. */
export function failing(outside: TestConnectionsOutside, one: Connected, failure: string): Connected {
  const known = sandboxCredentials(outside.sandbox.url);
  const headers = { 'x-sandbox-failure': failure };
  const credentials: Credentials = Object.fromEntries(
    Object.entries(known).map(([name, facts]) => [name, { ...facts, headers }]),
  );
  const { hookTokens } = outside;
  const platforms = openPlatforms({ credentials, clock: systemClock, hookTokens });
  return { ...one, platform: platforms.get(one.platform.name)! };
}

/** All there is to pull, page by page, as a run that is never broken off. */
export async function pullAll(
  { platform, access }: Connected,
  resource: Resource,
  { since, now = new Date() }: { since?: Date; now?: Date } = {},
): Promise<readonly Pulled[]> {
  const pull = platform.pull?.[resource];
  if (!pull) throw new Error(`${platform.name} cannot be asked for ${resource}.`);
  const found: Pulled[] = [];
  let cursor: PullFrom['cursor'];
  do {
    const page = await pull(access, { cursor, since, now }, AbortSignal.timeout(10_000));
    found.push(...page.items);
    // As it comes back from where it is kept.
    cursor = page.next && (JSON.parse(JSON.stringify(page.next)) as PullFrom['cursor']);
  } while (cursor);
  return found;
}
