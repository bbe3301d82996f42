import { csvLine } from '../../../kit/csv.ts';
import type { AdminCtx } from '../../../kit/ctx.ts';
import type { Bytes } from '../../../kit/http/endpoint.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import type { TrailEntry, TrailFilter } from './contract.ts';
import { trailEntries } from './trail.sql.ts';

const exportedAtOnce = 500;

export const listTrail = (
  ctx: AdminCtx,
  { after, limit, ...filter }: TrailFilter & PageQuery,
): Promise<Page<TrailEntry>> => trailEntries(ctx.tx, filter, { after, limit });

/** A page is read when the one before it was taken by whoever asked, however long the trail is. */
export async function exportTrail(ctx: AdminCtx, filter: TrailFilter): Promise<Bytes> {
  const day = ctx.now.toISOString().slice(0, 10);
  return { contentType: 'text/csv; charset=utf-8', fileName: `audit-${day}.csv`, stream: lines(ctx, filter) };
}

const columns: readonly (readonly [title: string, value: (entry: TrailEntry) => unknown])[] = [
  ['at', (entry) => entry.createdAt],
  ['actor kind', (entry) => entry.actorKind],
  ['actor id', (entry) => entry.actor?.id],
  ['actor', (entry) => entry.actor?.name],
  ['about id', (entry) => entry.about?.id],
  ['about', (entry) => entry.about?.name],
  ['category', (entry) => entry.category],
  ['action', (entry) => entry.action],
  ['subject type', (entry) => entry.subjectType],
  ['subject id', (entry) => entry.subjectId],
  ['changes', (entry) => entry.changes],
  ['succeeded', (entry) => entry.succeeded],
  ['error code', (entry) => entry.errorCode],
  ['address', (entry) => entry.address],
  ['agent', (entry) => entry.agent],
  ['request id', (entry) => entry.requestId],
];

async function* lines(ctx: AdminCtx, filter: TrailFilter): AsyncGenerator<string> {
  yield csvLine(columns.map(([title]) => title));
  let after: string | null | undefined;
  do {
    const page: Page<TrailEntry> = await trailEntries(ctx.tx, filter, {
      after: after ?? undefined,
      limit: exportedAtOnce,
    });
    yield page.items.map((entry) => csvLine(columns.map(([, value]) => value(entry)))).join('');
    after = page.next;
  } while (after !== null);
}
