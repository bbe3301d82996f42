import type { Ctx } from '../../../kit/ctx.ts';
import type { Bytes } from '../../../kit/http/endpoint.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { knowledgeError } from '../contract.ts';
import type { KnowledgeOutside } from '../outside.ts';
import { authorizeSomewhere } from '../rights/places.ts';
import * as db from './contents.sql.ts';
import type { DocumentId, DocumentPiece } from './contract.ts';
import { showDocument } from './documents.ts';

interface Named {
  readonly documentId: DocumentId;
}

/** What is read of a document by whoever may read it, also while a newer version of it is on its way. */
export async function listDocumentPieces(
  ctx: Ctx,
  { documentId, from, ...page }: Named & PageQuery & { readonly from: number },
): Promise<Page<DocumentPiece>> {
  authorizeSomewhere(ctx, 'knowledge.read');
  await showDocument(ctx, documentId);
  const { items, next } = await db.piecesFrom(ctx.tx, documentId, from, page);
  return { items: items.map(({ place: _, ...piece }) => piece), next };
}

/** As it was brought, to be kept by whoever asks: a browser shows none of it as if it were ours. */
export async function getDocumentFile(
  ctx: Ctx,
  { documentId }: Named,
  { storage }: Pick<KnowledgeOutside, 'storage'>,
): Promise<Bytes> {
  authorizeSomewhere(ctx, 'knowledge.read');
  const { title } = await showDocument(ctx, documentId);
  const stored = await db.findStored(ctx.tx, documentId);
  const opened = stored?.storageKey ? await storage.get(stored.storageKey) : undefined;
  if (!stored || !opened) throw knowledgeError('document_has_no_file', { documentId });
  const { mediaType } = stored;
  return {
    contentType: mediaType ?? 'application/octet-stream',
    fileName: fileNameOf(title, mediaType),
    stream: opened.stream,
  };
}

const endings: Readonly<Record<string, string>> = {
  'application/pdf': '.pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': '.docx',
  'text/html': '.html',
  'text/markdown': '.md',
  'text/csv': '.csv',
  'text/plain': '.txt',
};

/** Plain letters, with the ending that says what it is. */
function fileNameOf(title: string, mediaType: string | null): string {
  const plain = title
    .normalize('NFKD')
    .replace(/[^\w.-]+/g, ' ')
    .trim()
    .replaceAll(' ', '-')
    .slice(0, 100);
  const ending = endings[mediaType ?? ''] ?? '';
  const name = /[a-z0-9]/i.test(plain) ? plain : 'document';
  return name.toLowerCase().endsWith(ending) ? name : name + ending;
}
