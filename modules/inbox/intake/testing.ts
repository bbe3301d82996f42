import { z } from 'zod';
import type { Unit } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { AccountId, type EventKind, type PlatformName, WebhookEventId } from '../../connections/contract.ts';
import { connections, takeIn } from '../../connections/index.ts';
import { openAccount } from '../../connections/testing.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import { inbox } from '../index.ts';
import type { Walk } from '../walk.ts';
import { takeInEvent } from './take-in.ts';

/** What a platform tells, by its own words. `n` tells events apart; the same number is the same event. */
export interface Telling {
  readonly kind: EventKind;
  readonly payload: unknown;
  readonly at: Date;
  readonly personId?: string;
  readonly eventId?: string;
}

export const personId = '900100200300';

/** A workspace with an account that nothing has been told of. */
export async function toldWorld(platform: PlatformName = 'instagram') {
  const w = await newWorkspace([identity, workspaces, connections, inbox]);
  const now = w.ground.clock.now();
  const tokens = { access: 'a-token-of-the-test' };
  const platformAccountId = `1784${newId(AccountId).replaceAll('-', '')}`;
  const accountId = await openAccount(w, await testOutside(), { platform, platformAccountId, tokens });
  return {
    ...w,
    accountId,
    platform,
    unit: unitOf(w),
    ...hearing(unitOf(w), { accountId, platform }),
    /** So many seconds into the conversation, by the platform's clock. */
    at: (seconds: number) => new Date(now.getTime() - 3_600_000 + seconds * 1_000),
    rows: <T>(shape: z.ZodType<T>, query: ReturnType<typeof sql>) =>
      w.system.work(({ tx }) => tx.many(shape, query)),
  };
}
export type ToldWorld = Awaited<ReturnType<typeof toldWorld>>;

export const unitOf = (w: Pick<TestWorkspace, 'ground' | 'workspaceId' | 'system'>) => ({
  workspaceId: w.workspaceId,
  jobId: newId(WebhookEventId),
  log: w.ground.log,
  signal: new AbortController().signal,
  work: w.system.work,
  progress: async () => undefined,
});

interface OfAccount {
  readonly accountId: AccountId;
  readonly platform: PlatformName;
}

/** What an account is told. */
export function hearing(unit: Unit, account: OfAccount) {
  const store = (telling: Telling) => storeEvent(unit, account, telling);
  const takeInNow = (eventId: WebhookEventId) => takeInEvent(unit, { eventId });
  return {
    /** As it comes from the hook; nothing is made of it yet. */
    store,
    takeIn: takeInNow,
    /** Told, and taken in. */
    hear: async (telling: Telling) => {
      const eventId = await store(telling);
      await takeInNow(eventId);
      return eventId;
    },
  };
}

let nth = 0;

async function storeEvent(
  unit: Unit,
  { accountId, platform }: OfAccount,
  { kind, payload, at, personId: person = personId, eventId = `event ${++nth}` }: Telling,
): Promise<WebhookEventId> {
  return unit.work(async (ctx) => {
    const event = {
      platform,
      platformAccountId: 'any',
      eventId,
      kind,
      conversationKey: `person/${person}`,
      at,
    };
    await takeIn(ctx, { id: accountId }, [{ ...event, payload }], 'webhook');
    const found = await ctx.tx.one(
      z.object({ id: WebhookEventId }),
      sql`
      select id from connections.webhook_events where account_id = ${accountId} and platform_event_id = ${eventId}`,
    );
    return found.id;
  });
}

/** An element of `messaging`, as Instagram and Messenger write it: from the person, or about them. */
export const element = (told: object, { isOwn = false, person = personId } = {}) => {
  const [theirs, ours] = [{ id: person }, { id: '17841400000000001' }];
  return { sender: isOwn ? ours : theirs, recipient: isOwn ? theirs : ours, ...told };
};

/** What they write, and what is written to them elsewhere. */
export const written = (mid: string, text: string, at: Date, more: object = {}): Telling => ({
  ...{ kind: 'message', at, eventId: mid },
  payload: element({ message: { mid, text, ...more } }),
});
export const echoed = (mid: string, text: string, at: Date, more: object = {}): Telling => ({
  ...{ kind: 'echo', at, eventId: mid },
  payload: element({ message: { mid, text, is_echo: true, ...more } }, { isOwn: true }),
});

/** A good input for every route of this part. */
export const intakeSamples: Samples<Walk> = {};
