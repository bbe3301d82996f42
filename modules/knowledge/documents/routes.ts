import { route } from '../../../kit/http/endpoint.ts';
import type { KnowledgeOutside } from '../outside.ts';
import * as contents from './contents.ts';
import * as wire from './contract.ts';
import * as documents from './documents.ts';

export const documentsRoutes = [
  route(wire.listDocuments, (ctx, { query }) => documents.listDocuments(ctx, query)),
  route(wire.getDocument, (ctx, { params }) => documents.getDocument(ctx, params)),
  route(wire.listDocumentPieces, (ctx, { params, query }) =>
    contents.listDocumentPieces(ctx, { ...params, ...query }),
  ),
  route(wire.getDocumentFile, (ctx, { params }, outside: KnowledgeOutside) =>
    contents.getDocumentFile(ctx, params, outside),
  ),
  route(wire.putTypedDocument, (ctx, { params, body }) =>
    documents.putTypedDocument(ctx, { ...params, ...body }),
  ),
  route(wire.patchDocument, (ctx, { params, body }) => documents.patchDocument(ctx, { ...params, ...body })),
  route(wire.deleteDocument, (ctx, { params, query }) =>
    documents.deleteDocument(ctx, { ...params, ...query }),
  ),
  route(wire.getUsage, (ctx) => documents.getUsage(ctx)),
];
