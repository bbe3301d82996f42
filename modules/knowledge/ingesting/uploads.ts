import { createHash } from 'node:crypto';
import { changed } from '../../../kit/audit.ts';
import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { uuidv7 } from '../../../kit/ids.ts';
import type { LocationId } from '../../workspaces/contract.ts';
import { requireLocation } from '../../workspaces/index.ts';
import { knowledgeError } from '../contract.ts';
import { type DocumentId, documentChanged, documentsMax, type WholeDocument } from '../documents/contract.ts';
import { countDocuments } from '../documents/documents.sql.ts';
import { showDocument } from '../documents/documents.ts';
import { filesOf } from '../documents/files.ts';
import type { KnowledgeOutside } from '../outside.ts';
import { tsconfigOf } from '../pieces/languages.ts';
import { readingLimits } from '../reading/contract.ts';
import { containerOf } from '../reading/formats/kind.ts';
import { authorizeSomewhere, isReadBy, requireManagedAt } from '../rights/places.ts';
import { startFile } from './starting.ts';
import * as db from './uploads.sql.ts';

export interface Brought {
  readonly documentId: DocumentId;
  readonly stream: AsyncIterable<Uint8Array>;
  readonly contentType: string;
  readonly name: string | undefined;
  readonly title?: string | undefined;
  readonly language?: string | undefined;
  readonly locationId?: LocationId | undefined;
  readonly expiresAt?: Date | undefined;
}

/**
 * The caller made the id: the same file twice is one document and is read once. Stored before anything is written of
 * it, under what it holds, so that there is never a row without its file; a process that dies in between leaves a
 * file that nobody speaks of.
 */
export async function putDocumentFile(
  ctx: Ctx,
  brought: Brought,
  { storage }: Pick<KnowledgeOutside, 'storage'>,
): Promise<WholeDocument> {
  authorizeSomewhere(ctx, 'knowledge.manage');
  const { documentId, stream, contentType } = brought;
  const before = await db.holdFile(ctx.tx, documentId);
  if (before) requireFile(ctx, before);
  await requirePlace(ctx, brought, before);
  const { sha256, mediaType, sizeBytes } = await looked(stream, contentType);
  const begin = `${filesOf(ctx.workspaceId, documentId)}${sha256}-`;
  if (before?.storageKey?.startsWith(begin)) return showDocument(ctx, documentId);
  // Never a key that was in use before, or whoever drops an older version could take this one for it.
  const storageKey = `${begin}${uuidv7(ctx.now.getTime()).slice(-12)}`;
  const { signal } = ctx;
  await storage.put(storageKey, stream, { contentType: mediaType, bytesMax: readingLimits.bytesMax, signal });
  const file = fileOf(brought, before, { storageKey, mediaType, sizeBytes });
  if (before) await db.replaceFile(ctx.tx, file);
  else await db.insertFile(ctx.tx, ctx.workspaceId, file, memberOf(ctx.actor)?.memberId ?? null, ctx.now);
  await startFile(ctx, documentId, {
    name: brought.name ?? file.title,
    language: brought.language ?? null,
    replaces: before?.storageKey ?? null,
  });
  await announce(ctx, before, file);
  return showDocument(ctx, documentId);
}

function requireFile(ctx: Ctx, { id, kind, locationId, deletedAt }: db.HeldFile): void {
  if (deletedAt !== null || !isReadBy(ctx, locationId))
    throw knowledgeError('document_not_found', { documentId: id });
  requireManagedAt(ctx, locationId);
  if (kind !== 'file') throw knowledgeError('document_is_not_a_file', { documentId: id });
}

async function requirePlace(
  ctx: Ctx,
  { locationId }: Brought,
  before: db.HeldFile | undefined,
): Promise<void> {
  if (locationId !== undefined || !before) requireManagedAt(ctx, locationId ?? null);
  if (locationId !== undefined) await requireLocation(ctx, locationId);
  if (before) return;
  const { count } = await countDocuments(ctx.tx, documentsMax);
  if (count >= documentsMax) throw knowledgeError('too_many_documents');
}

const headBytes = 4_096;
const saidByBytes = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;

/** What a file holds and by its first bytes is. Which of the plain kinds it is, is seen when it is read. */
async function looked(stream: AsyncIterable<Uint8Array>, said: string) {
  const hash = createHash('sha256');
  let [sizeBytes, head] = [0, Buffer.alloc(0)];
  for await (const piece of stream) {
    hash.update(piece);
    sizeBytes += piece.length;
    if (head.length < headBytes) head = Buffer.concat([head, piece]);
  }
  if (sizeBytes === 0) throw knowledgeError('empty');
  const container = containerAt(head);
  const plain = said === 'application/octet-stream' ? 'text/plain' : said;
  const mediaType = container === 'plain' ? plain : saidByBytes[container];
  return { sha256: hash.digest('hex'), sizeBytes, mediaType };
}

function containerAt(head: Buffer) {
  try {
    return containerOf(head);
  } catch {
    // What cannot be read is said with its reason by whoever reads it, on the document.
    return 'plain';
  }
}

type Kept = Pick<db.File, 'storageKey' | 'mediaType' | 'sizeBytes'>;

function fileOf(brought: Brought, before: db.HeldFile | undefined, kept: Kept): db.File {
  const { documentId: id, name, title, language = 'simple', locationId, expiresAt } = brought;
  return {
    ...{ id, language, tsconfig: tsconfigOf(language), ...kept },
    title: title ?? before?.title ?? name ?? 'File',
    locationId: locationId ?? before?.locationId ?? null,
    expiresAt: expiresAt ?? before?.expiresAt ?? null,
  };
}

type Described = Pick<db.File, 'locationId' | 'expiresAt'>;

async function announce(ctx: Ctx, before: db.HeldFile | undefined, after: db.File): Promise<void> {
  const subject = { type: 'document', id: after.id };
  const action = before ? 'knowledge.document_replaced' : 'knowledge.document_added';
  const changes = {
    ...(before && changed<Described>(before, after, ['locationId', 'expiresAt'])),
    title: { to: after.title },
  };
  await ctx.record({ category: 'settings', action, subject, changes });
  await ctx.publish(documentChanged, { documentId: after.id });
}
