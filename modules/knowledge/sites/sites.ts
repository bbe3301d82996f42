import { changed } from '../../../kit/audit.ts';
import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { ClosedAddress, refuseClosedHost } from '../../../kit/outbound/address.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import type { LocationId } from '../../workspaces/contract.ts';
import { requireLocation } from '../../workspaces/index.ts';
import { knowledgeError } from '../contract.ts';
import type { SiteId } from '../documents/contract.ts';
import type { IngestionJob } from '../ingesting/contract.ts';
import { showJob } from '../ingesting/ingestion.ts';
import { endOpenJob, startSite } from '../ingesting/starting.ts';
import type { KnowledgeOutside } from '../outside.ts';
import { addressOf } from '../reading/sites/addresses.ts';
import { authorizeSomewhere, isManagedBy, isReadBy, requireManagedAt } from '../rights/places.ts';
import { fullReadDays, type Site, siteChanged, sitesMax } from './contract.ts';
import { eraseSite } from './jobs.ts';
import * as db from './sites.sql.ts';

type Named = { readonly siteId: SiteId };
type Given = Omit<db.Given, 'id' | 'readDueAt'>;

const hourMs = 3_600_000;

export async function listSites(ctx: Ctx, input: PageQuery): Promise<Page<Site>> {
  const places = authorizeSomewhere(ctx, 'knowledge.read');
  const { items, next } = await db.sitesByCreated(ctx.tx, places, input);
  return { items: items.map((row) => managed(ctx, row)), next };
}

export async function getSite(ctx: Ctx, { siteId }: Named): Promise<Site> {
  authorizeSomewhere(ctx, 'knowledge.read');
  return managed(ctx, requireSeen(ctx, await db.findSite(ctx.tx, siteId), siteId));
}

/** The caller made the id. Where it begins is what makes a site: all its pages are known by it. */
export async function putSite(
  ctx: Ctx,
  { siteId, ...given }: Named & Given,
  outside: Pick<KnowledgeOutside, 'allowPrivate'>,
): Promise<Site> {
  authorizeSomewhere(ctx, 'knowledge.manage');
  const address = requireOpen(given.address, outside);
  const before = await db.holdSite(ctx.tx, siteId);
  if (before) requireHeld(ctx, before, siteId);
  if (before && before.address !== address) throw knowledgeError('site_is_elsewhere', { siteId });
  requireManagedAt(ctx, given.locationId);
  if (given.locationId !== null && given.locationId !== before?.locationId)
    await requireLocation(ctx, given.locationId as LocationId);
  const site = { ...given, id: siteId, address, readDueAt: dueAt(ctx, given, before) };
  if (before) await change(ctx, before, site);
  else await add(ctx, site);
  return managed(ctx, (await db.findSite(ctx.tx, siteId))!);
}

/** Answers the reading that is under way where there is one: who asks twice is not read twice. */
export async function readSite(
  ctx: Ctx,
  { siteId, isFull }: Named & { readonly isFull: boolean },
): Promise<IngestionJob> {
  authorizeSomewhere(ctx, 'knowledge.manage');
  requireHeld(ctx, await db.holdSite(ctx.tx, siteId), siteId);
  const jobId = await startReading(ctx, siteId, isFull);
  const subject = { type: 'site', id: siteId };
  await ctx.record({ category: 'settings', action: 'knowledge.site_read', subject, changes: {} });
  return showJob(ctx, jobId);
}

/**
 * SS-59: no page of it is found from then on, and reading it ends behind the page it is at. What it leaves behind goes
 * later, or at once, a step at a time.
 */
export async function deleteSite(
  ctx: Ctx,
  { siteId, forever }: Named & { readonly forever: boolean },
): Promise<void> {
  authorizeSomewhere(ctx, 'knowledge.manage');
  const before = requireHeld(ctx, await db.holdSite(ctx.tx, siteId), siteId);
  await db.markSiteDeleted(ctx.tx, siteId, memberOf(ctx.actor)?.memberId ?? null, ctx.now);
  await db.markPagesDeleted(ctx.tx, siteId, ctx.now);
  await endOpenJob(ctx, { siteId });
  if (forever) await ctx.enqueue(eraseSite, { siteId });
  await announce(ctx, siteId, forever ? 'site_erased' : 'site_deleted', {
    address: { from: before.address },
  });
}

const dueAtOnceMax = 20;

/** Those whose time has come. Reading one says when it is due again. */
export async function readSitesDue(ctx: Ctx): Promise<void> {
  for (const { id } of await db.sitesDue(ctx.tx, ctx.now, dueAtOnceMax)) await startReading(ctx, id, false);
}

async function startReading(ctx: Ctx, siteId: SiteId, isFull: boolean) {
  const since = new Date(ctx.now.getTime() - fullReadDays * 24 * hourMs);
  const { isSo } = await db.wasReadInFullSince(ctx.tx, siteId, since);
  return startSite(ctx, siteId, isFull || !isSo);
}

/** One that was never read waits for somebody to ask, or for its turn. */
function dueAt(ctx: Ctx, { resyncHours }: Given, before: db.Shown | undefined): Date | null {
  if (resyncHours === null) return null;
  return new Date((before?.readAt ?? ctx.now).getTime() + resyncHours * hourMs);
}

/** Written in one way. Names are looked up when they are called; what is an address already can be refused here. */
function requireOpen(given: string, { allowPrivate }: Pick<KnowledgeOutside, 'allowPrivate'>): string {
  const address = addressOf(given);
  if (address === undefined) throw knowledgeError('address_not_allowed', {});
  try {
    if (!allowPrivate) refuseClosedHost(new URL(address).hostname);
  } catch (error) {
    throw error instanceof ClosedAddress ? knowledgeError('address_not_allowed', {}, error) : error;
  }
  return address;
}

async function add(ctx: Ctx, site: db.Given): Promise<void> {
  const { count } = await db.countSites(ctx.tx, sitesMax);
  if (count >= sitesMax) throw knowledgeError('too_many_sites');
  await db.insertSite(ctx.tx, ctx.workspaceId, site, memberOf(ctx.actor)?.memberId ?? null, ctx.now);
  await announce(ctx, site.id, 'site_added', { address: { to: site.address } });
}

const fields = ['scope', 'pagesMax', 'depthMax', 'resyncHours', 'language', 'locationId'] as const;

async function change(ctx: Ctx, before: db.Shown, site: db.Given): Promise<void> {
  const changes = changed(before, site, [...fields]);
  if (Object.keys(changes).length === 0) return;
  await db.changeSite(ctx.tx, site);
  if (site.locationId !== before.locationId) await db.movePagesOf(ctx.tx, site.id, site.locationId);
  await announce(ctx, site.id, 'site_changed', changes);
}

async function announce(
  ctx: Ctx,
  siteId: SiteId,
  what: string,
  changes: Record<string, { from?: unknown; to?: unknown }>,
): Promise<void> {
  const subject = { type: 'site', id: siteId };
  await ctx.record({ category: 'settings', action: `knowledge.${what}`, subject, changes });
  await ctx.publish(siteChanged, { siteId });
}

function requireSeen(ctx: Ctx, row: db.Shown | undefined, siteId: SiteId): db.Shown {
  if (!row || !isReadBy(ctx, row.locationId)) throw knowledgeError('site_not_found', { siteId });
  return row;
}

function requireHeld(ctx: Ctx, row: db.Held | undefined, siteId: SiteId): db.Shown {
  if (row && row.deletedAt !== null) throw knowledgeError('site_not_found', { siteId });
  const seen = requireSeen(ctx, row, siteId);
  requireManagedAt(ctx, seen.locationId);
  return seen;
}

const managed = (ctx: Ctx, row: db.Shown): Site => ({ ...row, mayManage: isManagedBy(ctx, row.locationId) });
