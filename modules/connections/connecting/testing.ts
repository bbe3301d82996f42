import { randomInt } from 'node:crypto';
import type { MemberActor, Unit } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { newId, uuidv7 } from '../../../kit/ids.ts';
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
import { runFinishWay } from './finishing.ts';
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

/** A good input for every route of this part. */
export const connectingSamples: Samples<Walk> = {};
