import { route } from '../../../kit/http/endpoint.ts';
import type { KnowledgeOutside } from '../outside.ts';
import * as wire from './contract.ts';
import * as ingestion from './ingestion.ts';
import { putDocumentFile } from './uploads.ts';

export const ingestingRoutes = [
  route(wire.putDocumentFile, (ctx, { params, query, upload }, outside: KnowledgeOutside) =>
    putDocumentFile(ctx, { ...params, ...query, ...upload! }, outside),
  ),
  route(wire.listIngestionJobs, (ctx, { query }) => ingestion.listIngestionJobs(ctx, query)),
  route(wire.getIngestionJob, (ctx, { params }) => ingestion.getIngestionJob(ctx, params)),
  route(wire.listIngestionItems, (ctx, { params, query }) =>
    ingestion.listIngestionItems(ctx, { ...params, ...query }),
  ),
  route(wire.pauseIngestionJob, (ctx, { params }) => ingestion.pauseIngestionJob(ctx, params)),
  route(wire.resumeIngestionJob, (ctx, { params }) => ingestion.resumeIngestionJob(ctx, params)),
  route(wire.cancelIngestionJob, (ctx, { params }) => ingestion.cancelIngestionJob(ctx, params)),
  route(wire.retryIngestionJob, (ctx, { params }) => ingestion.retryIngestionJob(ctx, params)),
];
