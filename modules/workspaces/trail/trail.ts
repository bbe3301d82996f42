import type { Ctx } from '../../../kit/ctx.ts';
import type { Bytes } from '../../../kit/http/endpoint.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { workspacesError } from '../contract.ts';
import { authorize } from '../policy.ts';
import type { AuditEntry, AuditEntryId, AuditFilters, AuditLine } from './contract.ts';
import { headLine, tableLine } from './table.ts';
import * as db from './trail.sql.ts';

const entriesPerReadMax = 500;

/** What changed here, newest first. Looking for something rare, a page may end before it is full, or empty. */
export async function listAuditEntries(ctx: Ctx, input: AuditFilters & PageQuery): Promise<Page<AuditLine>> {
  authorize(ctx, 'workspaces.read_audit');
  const { after, limit, ...filters } = input;
  return readOn(ctx, filters, after, (wanted) => db.linesOf(ctx.tx, wanted, { after, limit }));
}

export async function getAuditEntry(ctx: Ctx, input: { entryId: AuditEntryId }): Promise<AuditEntry> {
  authorize(ctx, 'workspaces.read_audit');
  const entry = await db.findEntry(ctx.tx, input.entryId);
  if (!entry) throw workspacesError('audit_entry_not_found', { id: input.entryId });
  return entry;
}

/** The same as a table, up to this moment. Read as it is sent: a page at a time is all that is ever held. */
export async function exportAudit(ctx: Ctx, filters: AuditFilters): Promise<Bytes> {
  authorize(ctx, 'workspaces.read_audit');
  return {
    contentType: 'text/csv; charset=utf-8',
    fileName: `audit-${ctx.now.toISOString().slice(0, 10)}.csv`,
    stream: tableOf(ctx, { ...filters, upTo: ctx.now }),
  };
}

async function* tableOf(ctx: Ctx, wanted: db.Wanted): AsyncGenerator<string> {
  yield headLine;
  let after: string | undefined;
  do {
    const from = after;
    const page = await readOn(ctx, wanted, from, (stretch) =>
      db.entriesOf(ctx.tx, stretch, { after: from, limit: entriesPerReadMax }),
    );
    if (page.items.length > 0) yield page.items.map(tableLine).join('');
    after = page.next ?? undefined;
  } while (after);
}

/** A page, and from where to go on: also when it only ended because enough was looked through. */
async function readOn<T>(
  ctx: Ctx,
  filters: db.Wanted,
  after: string | undefined,
  read: (wanted: db.Wanted) => Promise<Page<T>>,
): Promise<Page<T>> {
  if (!db.isSearch(filters)) return read(filters);
  // Both reads must mean the same stretch, whatever comes in between them.
  const wanted = { ...filters, upTo: ctx.now };
  const page = await read(wanted);
  return { ...page, next: page.next ?? (await db.endOfStretch(ctx.tx, wanted, after)) };
}
