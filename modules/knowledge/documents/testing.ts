import type { Samples } from '../../../kit/http/sample.ts';
import { newId, type WorkspaceId } from '../../../kit/ids.ts';
import { type Ground, workIn } from '../../../kit/work.ts';
import type { LocationId } from '../../workspaces/contract.ts';
import { runIndexDocument } from '../pieces/indexing.ts';
import { embedderAmong, hashedEmbedder } from '../pieces/testing.ts';
import type { Walk } from '../walk.ts';
import { DocumentId } from './contract.ts';
import { putTypedDocument } from './documents.ts';

export interface Place {
  readonly ground: Ground;
  readonly workspaceId: WorkspaceId;
}

export interface GivenDocument {
  readonly title?: string;
  readonly body?: string;
  readonly language?: string;
  readonly locationId?: LocationId | null;
  readonly expiresAt?: Date | null;
}

export async function typedDocument(
  { ground, workspaceId }: Place,
  given: GivenDocument = {},
): Promise<DocumentId> {
  const documentId = newId(DocumentId);
  const usual = {
    title: 'Shipping',
    body: 'We ship linen to Austria within three working days.\n\nReturns are free for thirty days.',
    language: 'en',
    locationId: null,
    expiresAt: null,
  };
  await workIn(ground, workspaceId, { actor: { kind: 'system' } }, (ctx) =>
    putTypedDocument(ctx, { documentId, ...usual, ...given }),
  );
  return documentId;
}

/** What a job has, without anything running jobs. */
export const unitOf = ({ ground, workspaceId }: Place) => ({
  workspaceId,
  signal: new AbortController().signal,
  work: <T>(fn: Parameters<typeof workIn<T>>[3]) =>
    workIn(ground, workspaceId, { actor: { kind: 'system' } }, fn),
});

/** What the jobs of these documents would do. */
export async function indexAll(
  place: Place,
  documentIds: readonly DocumentId[],
  embedder = embedderAmong(hashedEmbedder()),
): Promise<void> {
  for (const documentId of documentIds) await runIndexDocument(unitOf(place), { documentId }, { embedder });
}

const ofNew = async (w: Walk) => ({ params: { documentId: await typedDocument(w) } });
const of = '/w/:workspaceId/knowledge/documents';

/** A good input for every route of this part. */
export const documentsSamples: Samples<Walk> = {
  [`GET ${of}` as const]: async (w: Walk) => {
    await typedDocument(w);
    return { query: { q: 'ship', status: 'processing', kind: 'text', locationId: await w.location() } };
  },
  [`GET ${of}/:documentId` as const]: ofNew,
  [`GET ${of}/:documentId/pieces` as const]: async (w: Walk) => ({
    ...(await ofNew(w)),
    query: { from: '20' },
  }),
  [`PUT ${of}/:documentId` as const]: async () => ({
    params: { documentId: newId(DocumentId) },
    body: { title: 'Shipping', body: 'We ship to Austria.', language: 'en' },
    makesId: true,
  }),
  [`PATCH ${of}/:documentId` as const]: async (w: Walk) => ({
    ...(await ofNew(w)),
    body: { title: 'Sending', locationId: await w.location(), expiresAt: '2027-01-01T00:00:00Z' },
  }),
  [`DELETE ${of}/:documentId` as const]: ofNew,
  'GET /w/:workspaceId/knowledge/usage': async () => ({}),
};
