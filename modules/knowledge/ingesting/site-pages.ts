import type { Ctx } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { DocumentId, documentChanged, documentsMax } from '../documents/contract.ts';
import { countDocuments } from '../documents/documents.sql.ts';
import type { KnowledgeOutside } from '../outside.ts';
import { indexText } from '../pieces/indexing.ts';
import { tsconfigOf } from '../pieces/languages.ts';
import { titleLengthMax } from '../reading/contract.ts';
import type { CrawlEvent } from '../reading/sites/crawl.ts';
import type { IngestionJobId, ItemOutcome } from './contract.ts';
import * as db from './pages.sql.ts';
import { codeOf, hashOf, type Worker } from './steps.ts';
import type { SiteJob } from './working.sql.ts';

export interface SiteRun {
  readonly jobId: IngestionJobId;
  readonly site: SiteJob;
  readonly startedAt: Date;
}

/** What came of an address, to be written down with how far the reading has come. */
export interface Came {
  readonly address: string;
  readonly documentId: DocumentId | null;
  readonly outcome: ItemOutcome;
  readonly failureCode: string | null;
  readonly added: number;
  /** What is kept of the page in the same transaction, so that it is taken for known only when it is indexed. */
  readonly keep?: (ctx: Ctx) => Promise<unknown>;
}

type PageEvent = Extract<CrawlEvent, { kind: 'page' }>;
type Seen = Exclude<CrawlEvent, { kind: 'wait' }>;

export async function cameOf(
  unit: Worker,
  run: SiteRun,
  event: Seen,
  outside: Pick<KnowledgeOutside, 'embedder'>,
): Promise<Came> {
  const { address } = event;
  if (event.kind === 'page') return takePage(unit, run, event, outside);
  const there = await unit.work((ctx) => db.findPage(ctx.tx, run.site.siteId, address));
  const documentId = there && there.deletedAt === null ? there.id : null;
  const bare = { address, documentId, added: 0 };
  if (event.kind === 'unchanged') return { ...bare, outcome: 'unchanged', failureCode: null };
  // What a site no longer wants to be read is not met: a full reading then lets go of it.
  if (event.kind === 'skipped')
    return { ...bare, documentId: null, outcome: 'skipped', failureCode: event.reason };
  const failureCode = codeOf(event.code);
  if (documentId === null || !(await isGoneNow(unit, run, documentId, failureCode)))
    return { ...bare, outcome: 'failed', failureCode };
  return { ...bare, outcome: 'gone', failureCode, keep: (ctx) => letGo(ctx, documentId) };
}

const notFound = 'page_not_found';

/** Not there for the second time in a row: once may be a mistake of the site. */
async function isGoneNow(
  unit: Worker,
  { jobId }: SiteRun,
  documentId: DocumentId,
  failureCode: string,
): Promise<boolean> {
  if (failureCode !== notFound) return false;
  const last = await unit.work((ctx) => db.lastOutcome(ctx.tx, documentId, jobId));
  return last?.failureCode === notFound;
}

export async function letGo(ctx: Ctx, documentId: DocumentId): Promise<void> {
  if ((await db.markGone(ctx.tx, documentId, ctx.now)) > 0)
    await ctx.publish(documentChanged, { documentId });
}

/** A text that is the same as what is kept of it is neither cut nor embedded. */
async function takePage(
  unit: Worker,
  run: SiteRun,
  event: PageEvent,
  outside: Pick<KnowledgeOutside, 'embedder'>,
): Promise<Came> {
  const { address, document } = event;
  const told = toldBy(run.site, event);
  const nothing = { address, documentId: null, added: 0 };
  const there = await unit.work((ctx) => placeOf(ctx, run, address, told));
  if (there === 'too_many_documents') return { ...nothing, outcome: 'failed', failureCode: there };
  if (there === 'deleted_here') return { ...nothing, outcome: 'skipped', failureCode: there };
  const { text, headings } = document;
  const words = { language: told.language, tsconfig: told.tsconfig };
  const isSame = isKept(there, hashOf(text), told.tsconfig, outside);
  const { added } = isSame
    ? { added: 0 }
    : await indexText(unit, there.id, { text, headings, ...words }, outside);
  const after = await unit.work((ctx) => db.findPage(ctx.tx, run.site.siteId, address));
  if (!after || after.deletedAt !== null)
    return { ...nothing, outcome: 'skipped', failureCode: 'deleted_here' };
  const failureCode = after.failureCode === null ? null : codeOf(after.failureCode);
  const isNew = after.ingestedAt !== null && after.ingestedAt >= run.startedAt;
  const { etag, lastModified } = event;
  return {
    ...{ address, documentId: there.id, failureCode, added },
    outcome: failureCode !== null ? 'failed' : isNew ? 'indexed' : 'unchanged',
    keep: (ctx) => db.describePage(ctx.tx, there.id, { ...told, etag, lastModified }),
  };
}

const isKept = (
  { status, contentHash, tsconfig: before, embeddedAt, deletedAt }: db.PageRow,
  hash: string,
  tsconfig: string,
  { embedder }: Pick<KnowledgeOutside, 'embedder'>,
) =>
  status === 'indexed' &&
  deletedAt === null &&
  contentHash === hash &&
  before === tsconfig &&
  (embeddedAt !== null || embedder === undefined);

function toldBy({ language: said }: SiteJob, { address, document }: PageEvent): db.PageTold {
  const language = said ?? document.language ?? 'simple';
  return {
    ...{ language, tsconfig: tsconfigOf(language) },
    title: document.title.trim().slice(0, titleLengthMax).toWellFormed() || address.slice(0, titleLengthMax),
    mediaType: mediaTypes[document.format] ?? 'text/plain',
    sizeBytes: Buffer.byteLength(document.text),
  };
}

const mediaTypes: Readonly<Record<string, string>> = {
  html: 'text/html',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  csv: 'text/csv',
  markdown: 'text/markdown',
};

/**
 * The document of an address: as it was, as it is again, or a new one. What somebody deleted here stays deleted, and
 * with a site all of it does. What is being erased meanwhile is a new one when that is over.
 */
async function placeOf(
  ctx: Ctx,
  { site: { siteId, locationId } }: SiteRun,
  address: string,
  told: db.PageTold,
): Promise<db.PageRow | 'too_many_documents' | 'deleted_here'> {
  const there = await db.findPage(ctx.tx, siteId, address);
  if (there?.isDeletedBySomebody) return 'deleted_here';
  if (there && there.deletedAt === null) return there;
  if (!(await db.holdSiteToRead(ctx.tx, siteId))) return 'deleted_here';
  if (there && (await db.revivePage(ctx.tx, there.id)) > 0) return there;
  const { count } = await countDocuments(ctx.tx, documentsMax);
  if (count >= documentsMax) return 'too_many_documents';
  const page = { ...told, id: newId(DocumentId), siteId, address, locationId };
  await db.insertPage(ctx.tx, ctx.workspaceId, page, ctx.now);
  const added = await db.findPage(ctx.tx, siteId, address);
  await ctx.publish(documentChanged, { documentId: added!.id });
  return added!;
}
