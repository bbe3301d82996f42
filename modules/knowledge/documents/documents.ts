import { changed } from '../../../kit/audit.ts';
import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import type { LocationId } from '../../workspaces/contract.ts';
import { requireLocation } from '../../workspaces/index.ts';
import { knowledgeError } from '../contract.ts';
import { indexDocument } from '../pieces/jobs.ts';
import { tsconfigOf } from '../pieces/languages.ts';
import { authorizeSomewhere, isManagedBy, isReadBy, requireManagedAt } from '../rights/places.ts';
import {
  type Document,
  type DocumentFilter,
  type DocumentId,
  documentChanged,
  documentsMax,
  type Usage,
  type WholeDocument,
} from './contract.ts';
import * as db from './documents.sql.ts';
import { eraseDocument } from './jobs.ts';

type Named = { readonly documentId: DocumentId };
type Described = Pick<db.Held, 'title' | 'locationId' | 'expiresAt'>;
type Written = Described & { readonly body: string; readonly language: string };

export async function listDocuments(ctx: Ctx, input: PageQuery & DocumentFilter): Promise<Page<Document>> {
  const places = authorizeSomewhere(ctx, 'knowledge.read');
  const { items, next } = await db.documentsByCreated(ctx.tx, places, input, input);
  return { items: items.map((row) => managed(ctx, row)), next };
}

export async function getDocument(ctx: Ctx, { documentId }: Named): Promise<WholeDocument> {
  authorizeSomewhere(ctx, 'knowledge.read');
  return showDocument(ctx, documentId);
}

/** The caller made the id: the same request twice is one document, and the same text twice is indexed once. */
export async function putTypedDocument(
  ctx: Ctx,
  { documentId, ...given }: Named & Written,
): Promise<WholeDocument> {
  authorizeSomewhere(ctx, 'knowledge.manage');
  const before = await db.holdDocument(ctx.tx, documentId);
  if (!before) return addTyped(ctx, documentId, given);
  requireHeld(ctx, before, documentId);
  if (before.body === null) throw knowledgeError('document_is_not_typed', { documentId });
  await describe(ctx, before, given);
  if (before.body !== given.body || before.language !== given.language) {
    await db.rewriteTyped(ctx.tx, typedOf(documentId, given));
    await ctx.enqueue(indexDocument, { documentId });
    await announce(ctx, documentId, 'document_rewritten', { title: { to: given.title } });
  }
  return showDocument(ctx, documentId);
}

export async function patchDocument(
  ctx: Ctx,
  { documentId, ...given }: Named & { [K in keyof Described]?: Described[K] | undefined },
): Promise<WholeDocument> {
  authorizeSomewhere(ctx, 'knowledge.manage');
  const before = requireHeld(ctx, await db.holdDocument(ctx.tx, documentId), documentId);
  const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  await describe(ctx, before, { ...before, ...named });
  return showDocument(ctx, documentId);
}

/** SS-59: not found from then on. What it leaves behind goes later, or at once, a step at a time. */
export async function deleteDocument(
  ctx: Ctx,
  { documentId, forever }: Named & { readonly forever: boolean },
): Promise<void> {
  authorizeSomewhere(ctx, 'knowledge.manage');
  const before = requireHeld(ctx, await db.holdDocument(ctx.tx, documentId), documentId);
  await db.markDeleted(ctx.tx, documentId, memberOf(ctx.actor)?.memberId ?? null, ctx.now);
  if (forever) await ctx.enqueue(eraseDocument, { documentId });
  const what = forever ? 'document_erased' : 'document_deleted';
  await announce(ctx, documentId, what, { title: { from: before.title } });
}

/** For whoever put them there. Those that somebody has deleted meanwhile are gone already. */
export async function eraseDocuments(ctx: Ctx, ids: readonly DocumentId[]): Promise<void> {
  authorizeSomewhere(ctx, 'knowledge.manage');
  for (const documentId of ids) {
    const before = await db.holdDocument(ctx.tx, documentId);
    if (before && before.deletedAt === null) await deleteDocument(ctx, { documentId, forever: true });
  }
}

/** SS-58, SS-59: counted with what is deleted and still kept. */
export async function getUsage(ctx: Ctx): Promise<Usage> {
  authorizeSomewhere(ctx, 'knowledge.read');
  return db.usageOf(ctx.tx);
}

async function addTyped(ctx: Ctx, documentId: DocumentId, given: Written): Promise<WholeDocument> {
  requireManagedAt(ctx, given.locationId);
  if (given.locationId !== null) await requireLocation(ctx, given.locationId);
  const { count } = await db.countDocuments(ctx.tx, documentsMax);
  if (count >= documentsMax) throw knowledgeError('too_many_documents');
  const createdBy = memberOf(ctx.actor)?.memberId ?? null;
  await db.insertTyped(ctx.tx, ctx.workspaceId, typedOf(documentId, given), createdBy, ctx.now);
  await ctx.enqueue(indexDocument, { documentId });
  await announce(ctx, documentId, 'document_added', { title: { to: given.title } });
  return showDocument(ctx, documentId);
}

async function describe(ctx: Ctx, before: db.Held, after: Described): Promise<void> {
  const { id } = before;
  if (after.locationId !== before.locationId) {
    requireManagedAt(ctx, after.locationId);
    if (after.locationId !== null) await requireLocation(ctx, after.locationId as LocationId);
  }
  const changes = changed(before, { ...before, ...after }, ['title', 'locationId', 'expiresAt']);
  if (Object.keys(changes).length === 0) return;
  await db.describeDocument(ctx.tx, { ...after, id });
  await announce(ctx, id, 'document_changed', changes);
}

const typedOf = (id: DocumentId, { title, body, language, locationId, expiresAt }: Written): db.Typed => ({
  ...{ id, title, body, language, locationId, expiresAt },
  tsconfig: tsconfigOf(language),
  sizeBytes: Buffer.byteLength(body),
});

/** To whoever was let in, also by what is not reading. */
export async function showDocument(ctx: Ctx, documentId: DocumentId): Promise<WholeDocument> {
  const row = await db.findDocument(ctx.tx, documentId);
  if (!row || !isReadBy(ctx, row.locationId)) throw knowledgeError('document_not_found', { documentId });
  return managed(ctx, row);
}

function requireHeld(ctx: Ctx, row: db.Held | undefined, documentId: DocumentId): db.Held {
  if (!row || row.deletedAt !== null || !isReadBy(ctx, row.locationId))
    throw knowledgeError('document_not_found', { documentId });
  requireManagedAt(ctx, row.locationId);
  return row;
}

const managed = <T extends { readonly locationId: string | null }>(ctx: Ctx, row: T) => ({
  ...row,
  mayManage: isManagedBy(ctx, row.locationId),
});

async function announce(
  ctx: Ctx,
  documentId: DocumentId,
  what: string,
  changes: Record<string, { from?: unknown; to?: unknown }>,
): Promise<void> {
  const subject = { type: 'document', id: documentId };
  await ctx.record({ category: 'settings', action: `knowledge.${what}`, subject, changes });
  await ctx.publish(documentChanged, { documentId });
}
