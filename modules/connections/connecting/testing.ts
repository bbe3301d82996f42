import { createHmac, randomInt } from 'node:crypto';
import { z } from 'zod';
import type { MemberActor, Unit } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { MemberId, newId, uuidv7 } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { openCtxOf, workIn } from '../../../kit/work.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import type { AccountId } from '../accounts/contract.ts';
import { connections } from '../index.ts';
import type { ConnectionsOutside } from '../outside.ts';
import type { Login, PlatformName } from '../platforms/contract.ts';
import type { Candidate } from '../platforms/platform.ts';
import {
  type Consent,
  connectionsOutside,
  consentAt,
  play,
  type TestConnectionsOutside,
} from '../platforms/testing.ts';
import type { Walk } from '../walk.ts';
import { answerWay } from './answers.ts';
import { type Connecting, connectAccount } from './connect.ts';
import { type Way, WayId } from './contract.ts';
import { runFinishWay, settleFound } from './finishing.ts';
import { keepInstall } from './installs.ts';
import { beginWay, getWay } from './ways.ts';

/** A workspace with somebody who may connect accounts, in the sandbox's time. */
export async function connectionsWorkspace() {
  const w = await newWorkspace([identity, workspaces, connections]);
  const outside = await connectionsOutside();
  w.ground.clock.set(outside.sandbox.world.now());
  const owner = await w.member('owner');
  return { ...w, outside, owner, unit: unitOf(w) };
}
export type ConnectionsWorkspace = Awaited<ReturnType<typeof connectionsWorkspace>>;

/** As a worker runs a job in this workspace. */
export const unitOf = (
  w: Pick<TestWorkspace, 'workspaceId' | 'system' | 'ground'>,
  signal = new AbortController().signal,
): Unit => ({
  workspaceId: w.workspaceId,
  jobId: uuidv7(),
  log: w.ground.log,
  signal,
  progress: async () => undefined,
  work: async (fn) => {
    signal.throwIfAborted();
    return w.system.work(fn);
  },
});

/** Above what a number can hold, as platforms like them. */
export const newPlatformId = () => `9${Array.from({ length: 18 }, () => randomInt(10)).join('')}`;

export const newWayId = () => newId(WayId);

/** Somebody's account as a platform would offer it, with tokens that open nothing. */
export function candidate(part: Partial<Candidate> = {}): Candidate {
  return {
    platform: 'instagram',
    platformAccountId: newPlatformId(),
    username: 'linen.and.oak',
    displayName: 'Linen & Oak',
    tokens: { access: `token-${uuidv7()}` },
    lackingScopes: [],
    ...part,
  };
}

/** An account that is open, without a platform having been asked. */
export const connectedAccount = (
  w: Pick<TestWorkspace, 'as'>,
  outside: ConnectionsOutside,
  part: Partial<Candidate> = {},
  how: Partial<Connecting> = {},
): Promise<AccountId> =>
  w.as({ kind: 'system' }, (ctx) =>
    connectAccount(ctx, outside, {
      candidate: candidate(part),
      login: 'instagram',
      locationId: null,
      connectedBy: null,
      ...how,
    }),
  );

export interface Journey extends Consent {
  readonly platform?: PlatformName;
  readonly login?: Login;
  readonly accountId?: AccountId;
  readonly shop?: string;
}

/** As far as the way is answered: what is to be done next is the job's. */
export async function answeredWay(
  w: Pick<TestWorkspace, 'as'>,
  outside: ConnectionsOutside,
  by: MemberActor,
  { platform = 'instagram', accountId, shop, ...consent }: Journey = {},
): Promise<Way> {
  const wayId = newWayId();
  const begun = await w.as(by, (ctx) => beginWay(ctx, { wayId, platform, accountId, shop }, outside));
  const query = await consentAt(begun.address, consent);
  return w.as(by, (ctx) => answerWay(ctx, { login: begun.login, query }, outside));
}

/** The whole way through the sandbox's consent page, as far as it goes without a choice. */
export async function wayThrough(
  w: ConnectionsWorkspace,
  journey: Journey = {},
  by: MemberActor = w.owner,
): Promise<Way> {
  const { id: wayId } = await answeredWay(w, w.outside, by, journey);
  await runFinishWay(w.unit, { wayId }, w.outside);
  return w.as(by, (ctx) => getWay(ctx, { wayId }));
}

/** An account over there that no other test has. Answers its handle. */
export async function newAccountThere(
  outside: TestConnectionsOutside,
  platform: 'instagram' | 'messenger' = 'instagram',
): Promise<string> {
  const name = `shop.${uuidv7().slice(-12)}`;
  await play(outside, 'meta', 'account', { platform, name });
  return name;
}

/** Whoever will send the request, as somebody who may connect accounts. */
async function asSender({ ground, workspaceId, ownerId: userId }: Walk): Promise<MemberActor> {
  const { id: memberId } = await ground.db
    .reader({ kind: 'workspace', workspaceId })
    .one(z.object({ id: MemberId }), sql`select id from workspaces.members where user_id = ${userId}`);
  return { kind: 'member', userId, memberId, role: 'owner' };
}

/** A way that was begun, and the state it has to come back with. */
async function begunWay(w: Walk, by: MemberActor) {
  const [wayId, outside] = [newWayId(), await connectionsOutside()];
  const { address } = await workIn(w.ground, w.workspaceId, { actor: by }, (ctx) =>
    beginWay(ctx, { wayId, platform: 'instagram' }, outside),
  );
  return { wayId, outside, query: `code=a-code&state=${new URL(address).searchParams.get('state')}` };
}

/** The same with two accounts to choose from. */
async function offeringWay(w: Walk) {
  const by = await asSender(w);
  const { wayId, outside, query } = await begunWay(w, by);
  const found = [candidate(), candidate()];
  await workIn(w.ground, w.workspaceId, { actor: by }, (ctx) =>
    answerWay(ctx, { login: 'instagram', query }, outside),
  );
  await settleFound(
    { work: (fn) => workIn(w.ground, w.workspaceId, { actor: { kind: 'system' } }, fn) },
    outside,
    wayId,
    found,
  );
  return { wayId, found };
}

/** As Shopify writes the address of an app that is opened in a shop. */
export function signedByShopify(
  fields: Readonly<Record<string, string>>,
  secret = 'sandbox-shopify-secret',
): string {
  const query = new URLSearchParams(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
  query.set('hmac', createHmac('sha256', secret).update(query.toString()).digest('hex'));
  return query.toString();
}

/** A good input for every route of this part. */
export const connectingSamples: Samples<Walk> = {
  'GET /w/:workspaceId/connection-platforms': async () => ({}),
  'PUT /w/:workspaceId/connection-ways/:wayId': async () => ({
    params: { wayId: newWayId() },
    body: { platform: 'instagram' },
    makesId: true,
  }),
  'GET /w/:workspaceId/connection-ways/:wayId': async (w) => ({
    params: { wayId: (await begunWay(w, await asSender(w))).wayId },
  }),
  'POST /w/:workspaceId/connection-answers': async (w) => {
    const { query } = await begunWay(w, await asSender(w));
    return { body: { login: 'instagram', query } };
  },
  'POST /w/:workspaceId/connection-ways/:wayId/choice': async (w) => {
    const { wayId, found } = await offeringWay(w);
    const [{ platform, platformAccountId }] = found as [Candidate];
    return { params: { wayId }, body: { choices: [{ platform, platformAccountId }] } };
  },
  'POST /connection-installs': async ({ ground }) => {
    const timestamp = String(Math.floor(ground.clock.now().getTime() / 1_000));
    return { body: { query: signedByShopify({ shop: 'linen-and-oak.myshopify.com', timestamp }) } };
  },
  'POST /w/:workspaceId/connection-install-claims': async ({ ground }) => {
    const shop = `shop-${uuidv7().slice(-12)}.myshopify.com`;
    const [outside, tokens] = [await connectionsOutside(), { access: 'a-token-of-the-shop' }];
    const installed = candidate({ platform: 'shopify', platformAccountId: shop, tokens });
    const claim = await ground.db.transaction({ kind: 'installation' }, (tx) =>
      keepInstall(openCtxOf(ground, tx, { actor: { kind: 'nobody' } }), outside, shop, installed),
    );
    return { body: { claim } };
  },
};
