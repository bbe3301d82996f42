import { createHash } from 'node:crypto';
import type { Ctx } from '../../../kit/ctx.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { DocumentId, FaqId } from '../../knowledge/contract.ts';
import { eraseDocuments, putFaq, putTypedDocument, removeFaqs } from '../../knowledge/index.ts';
import type { LocationId } from '../../workspaces/contract.ts';
import { EvaluationSetId } from './contract.ts';
import { type ShippedShop, shippedShop } from './sets/shipped.ts';

let read: ShippedShop | undefined;
/** Read when it is first asked for, and kept: it is part of the program. */
export const readyShop = (): ShippedShop => {
  read ??= shippedShop();
  return read;
};

/** A workspace has it once: its id is known before it is there. */
export const readySetIdIn = (workspaceId: WorkspaceId) =>
  EvaluationSetId.parse(madeOf('ready set', workspaceId));
export const isReadySet = (workspaceId: WorkspaceId, id: EvaluationSetId) => id === readySetIdIn(workspaceId);

/** As the business would have typed it, for those who ask at a location and for nobody else. */
export async function writeReadyShop(ctx: Ctx, locationId: LocationId, addedAt: Date): Promise<void> {
  const { documents, faqs } = readyShop();
  const ids = idsAt(ctx.workspaceId, addedAt);
  for (const { id, title, body, language } of documents)
    await putTypedDocument(ctx, {
      ...{ documentId: ids.document(id), title: `Linen & Oak: ${title}`, body, language, locationId },
      expiresAt: null,
    });
  for (const { id, questions, answer, language } of faqs)
    await putFaq(ctx, {
      ...{ faqId: ids.faq(id), title: null, questions: [...questions], answer, language, locationId },
    });
}

/** All of it that is still there, whatever somebody has done with it meanwhile. */
export async function clearReadyShop(ctx: Ctx, addedAt: Date): Promise<void> {
  const { documents, faqs } = readyShop();
  const ids = idsAt(ctx.workspaceId, addedAt);
  await eraseDocuments(
    ctx,
    documents.map(({ id }) => ids.document(id)),
  );
  await removeFaqs(
    ctx,
    faqs.map(({ id }) => ids.faq(id)),
  );
}

/** Others each time it is added: what is deleted keeps its id until it is gone. */
const idsAt = (workspaceId: WorkspaceId, addedAt: Date) => ({
  document: (id: string) =>
    DocumentId.parse(madeOf('ready document', workspaceId, addedAt.toISOString(), id)),
  faq: (id: string) => FaqId.parse(madeOf('ready faq', workspaceId, addedAt.toISOString(), id)),
});

/** An id that follows from what it stands for (version 8), so that the same request twice is one thing. */
function madeOf(...parts: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  const [a, b, c, d, e] = [0, 8, 13, 17, 20].map((at) => digest.slice(at));
  return [a!.slice(0, 8), b!.slice(0, 4), `8${c!.slice(0, 3)}`, `a${d!.slice(0, 3)}`, e!.slice(0, 12)].join(
    '-',
  );
}
