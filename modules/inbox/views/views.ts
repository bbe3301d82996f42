import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import type { MemberId } from '../../../kit/ids.ts';
import { coworkers } from '../../workspaces/index.ts';
import { inboxError } from '../contract.ts';
import { countsMax } from '../conversations/contract.ts';
import { askerOf } from '../conversations/conversations.ts';
import type { ConversationFilter } from '../conversations/filter.sql.ts';
import { authorize } from '../policy.ts';
import { authorizeSomewhere } from '../rights/places.ts';
import { readFilters, type View, type ViewFilters, type ViewId, viewChanged, viewsMax } from './contract.ts';
import * as db from './views.sql.ts';

type Named = { readonly viewId: ViewId };
type Wish = Named & Pick<View, 'name' | 'search' | 'isShared' | 'place'> & { readonly filters: ViewFilters };

const meOf = (ctx: Ctx) => memberOf(ctx.actor)?.memberId ?? null;

export async function listViews(ctx: Ctx): Promise<{ items: View[] }> {
  authorizeSomewhere(ctx, 'inbox.read');
  return { items: await db.viewsOf(ctx.tx, coworkers, meOf(ctx), viewsMax) };
}

/** CR-80. A view that means nothing any more, or is searched, has no count. */
export async function countViews(ctx: Ctx): Promise<{ items: { viewId: ViewId; count: number | null }[] }> {
  authorizeSomewhere(ctx, 'inbox.read');
  const asker = askerOf(ctx);
  const views = await db.viewsOf(ctx.tx, coworkers, asker.me, viewsMax);
  const counted = views.flatMap(({ id, filters, search }) => {
    const filter = readFilters(filters);
    return search === null && filter.success ? [{ id, filter: filter.data as ConversationFilter }] : [];
  });
  const found = counted.length === 0 ? [] : await db.countsOf(ctx.tx, asker, counted, countsMax);
  const counts = new Map(found.map(({ viewId, count }) => [viewId, count]));
  return { items: views.map(({ id }) => ({ viewId: id, count: counts.get(id) ?? null })) };
}

/** Sharing, and changing what is shared, is for who manages the inbox. */
export async function putView(ctx: Ctx, { viewId, isShared, ...wish }: Wish): Promise<View> {
  authorizeSomewhere(ctx, 'inbox.read');
  const me = meOf(ctx);
  const before = await db.holdView(ctx.tx, viewId);
  if (before && !isTheirs(before, me)) throw inboxError('view_not_found', { viewId });
  if (isShared || before?.memberId === null) authorize(ctx, 'inbox.manage');
  if (!isShared && me === null) throw inboxError('view_not_found', { viewId });
  const memberId = isShared ? null : me;
  if (before?.memberId !== memberId) await requireRoom(ctx, memberId);
  const view = { ...wish, id: viewId, memberId };
  if (before) await db.changeView(ctx.tx, view, ctx.now);
  else if ((await db.insertView(ctx.tx, ctx.workspaceId, view, me, ctx.now)) === 0)
    throw inboxError('view_not_found', { viewId });
  await tell(ctx, viewId, before ? 'inbox.view_changed' : 'inbox.view_saved', {
    name: { from: before?.name, to: wish.name },
    filters: { from: before?.filters, to: wish.filters },
    isShared: { from: before && before.memberId === null, to: isShared },
  });
  return (await db.findView(ctx.tx, coworkers, viewId))!;
}

export async function deleteView(ctx: Ctx, { viewId }: Named): Promise<void> {
  authorizeSomewhere(ctx, 'inbox.read');
  const before = await db.holdView(ctx.tx, viewId);
  if (!before || !isTheirs(before, meOf(ctx))) return;
  if (before.memberId === null) authorize(ctx, 'inbox.manage');
  await db.dropView(ctx.tx, viewId);
  await tell(ctx, viewId, 'inbox.view_forgotten', { name: { from: before.name } });
}

const isTheirs = ({ memberId }: db.HeldView, me: MemberId | null) => memberId === null || memberId === me;

async function requireRoom(ctx: Ctx, owner: MemberId | null): Promise<void> {
  const { count } = await db.countViewsOf(ctx.tx, owner, viewsMax);
  if (count >= viewsMax) throw inboxError('too_many_views', { count });
}

async function tell(
  ctx: Ctx,
  viewId: ViewId,
  action: string,
  changes: Readonly<Record<string, { from?: unknown; to?: unknown }>>,
): Promise<void> {
  await ctx.record({ category: 'settings', action, subject: { type: 'view', id: viewId }, changes });
  await ctx.publish(viewChanged, { viewId });
}
