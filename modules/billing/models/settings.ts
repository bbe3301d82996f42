import { changed } from '../../../kit/audit.ts';
import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { ClosedAddress, refuseClosedHost } from '../../../kit/outbound/address.ts';
import { billingError } from '../contract.ts';
import type { BillingOutside } from '../outside.ts';
import { authorize } from '../policy.ts';
import { type AiSettings, aiModelsChanged, aiSettingsChanged } from './contract.ts';
import { usedOf } from './house.ts';
import { checkModels } from './jobs.ts';
import { hintOf, keepKey } from './keys.ts';
import { takeBuiltIn } from './listing.ts';
import * as db from './settings.sql.ts';

export async function getAiSettings(ctx: Ctx, outside: BillingOutside): Promise<AiSettings> {
  authorize(ctx, 'billing.read');
  return shownOf(await db.findEndpoint(ctx.tx), outside);
}

interface Given {
  readonly baseUrl: string | null;
  /** Undefined: as it was. */
  readonly key?: string | null | undefined;
  readonly chatModel: string | null;
  readonly embeddingModel: string | null;
  readonly monthMaxMicro: number | null;
}

/** A key goes to the address it was entered for and to no other, or whoever may change the address could read it. */
export async function putAiSettings(ctx: Ctx, given: Given, outside: BillingOutside): Promise<AiSettings> {
  authorize(ctx, 'billing.manage');
  const { baseUrl, key, chatModel, embeddingModel, monthMaxMicro } = given;
  if (baseUrl !== null) refuseClosed(baseUrl, outside);
  else if (typeof key === 'string') throw billingError('key_without_address');
  const before = await db.holdEndpoint(ctx.tx);
  const hasMoved = (before?.baseUrl ?? null) !== baseUrl;
  const keyHint = typeof key === 'string' ? hintOf(key) : keepsKey(key, hasMoved) ? before?.keyHint : null;
  const chosen = { baseUrl, keyHint: keyHint ?? null, chatModel, embeddingModel, monthMaxMicro };
  const { tx, workspaceId, now } = ctx;
  const memberId = memberOf(ctx.actor)?.memberId ?? null;
  await db.putEndpoint(tx, { ...chosen, workspaceId, memberId, now });
  if (typeof key === 'string') await keepKey(ctx, outside, key);
  else if (!keepsKey(key, hasMoved)) await db.dropKey(tx);
  if (hasMoved) await db.markUnchecked(tx);
  if (hasMoved && baseUrl === null) await takeBuiltIn(ctx);
  else if (baseUrl !== null && (hasMoved || key !== undefined)) await ctx.enqueue(checkModels, {});
  await announce(ctx, before, chosen);
  return shownOf(await db.findEndpoint(tx), outside);
}

const keepsKey = (key: null | undefined | string, hasMoved: boolean) => key === undefined && !hasMoved;

/** The list is the installation's again, and the key is destroyed. */
export async function deleteAiSettings(ctx: Ctx): Promise<void> {
  authorize(ctx, 'billing.manage');
  const before = await db.holdEndpoint(ctx.tx);
  if (!before) return;
  await db.dropEndpoint(ctx.tx);
  if (before.baseUrl !== null) await takeBuiltIn(ctx);
  await announce(ctx, before, undefined);
}

export async function checkAiSettings(ctx: Ctx, outside: BillingOutside): Promise<object> {
  authorize(ctx, 'billing.manage');
  const place = await db.findEndpoint(ctx.tx);
  if (!usedOf(place, outside)) throw billingError('no_models');
  // What is found out is kept there.
  const { workspaceId, now } = ctx;
  if (!place) await db.putEndpoint(ctx.tx, { ...unset, workspaceId, now, memberId: null });
  await ctx.enqueue(checkModels, {});
  return {};
}

/** Names are looked up when they are called; what is an address already can be refused here. */
function refuseClosed(baseUrl: string, { allowPrivate }: BillingOutside): void {
  if (allowPrivate) return;
  const { protocol, hostname } = new URL(baseUrl);
  if (protocol !== 'https:') throw billingError('address_not_allowed', { protocol });
  try {
    refuseClosedHost(hostname);
  } catch (error) {
    throw error instanceof ClosedAddress ? billingError('address_not_allowed', { hostname }, error) : error;
  }
}

function shownOf(row: db.EndpointRow | undefined, outside: BillingOutside): AiSettings {
  const nothing = {
    baseUrl: null,
    keyHint: null,
    chatModel: null,
    embeddingModel: null,
    monthMaxMicro: null,
  };
  return {
    ...(row ?? { ...nothing, checkedAt: null, failureCode: null, unpricedModels: [] }),
    used: usedOf(row, outside) ?? null,
    installationHasModels: outside.ai !== undefined,
  };
}

type Chosen = Omit<db.EndpointRow, 'checkedAt' | 'failureCode' | 'unpricedModels'>;
const fields = ['baseUrl', 'keyHint', 'chatModel', 'embeddingModel', 'monthMaxMicro'] as const;
const unset: Chosen = {
  ...{ baseUrl: null, keyHint: null, chatModel: null, embeddingModel: null, monthMaxMicro: null },
};

async function announce(ctx: Ctx, before: Chosen | undefined, after: Chosen | undefined): Promise<void> {
  const changes = changed(before ?? unset, after ?? unset, [...fields]);
  if (Object.keys(changes).length > 0) {
    const subject = { type: 'ai_settings', id: ctx.workspaceId };
    await ctx.record({ category: 'money', action: 'billing.ai_settings_changed', subject, changes });
  }
  await ctx.publish(aiSettingsChanged, {});
  await ctx.publish(aiModelsChanged, {});
}
