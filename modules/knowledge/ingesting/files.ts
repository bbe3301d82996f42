import { setTimeout as wait } from 'node:timers/promises';
import type { Ctx } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import type { Storage } from '../../../kit/storage/storage.ts';
import { knowledgeError } from '../contract.ts';
import { documentChanged } from '../documents/contract.ts';
import { findDocument } from '../documents/documents.sql.ts';
import type { KnowledgeOutside } from '../outside.ts';
import { indexText } from '../pieces/indexing.ts';
import { tsconfigOf } from '../pieces/languages.ts';
import { markFailed } from '../pieces/pieces.sql.ts';
import type { Format } from '../reading/contract.ts';
import { type DocumentRead, readDocument } from '../reading/read.ts';
import { type IngestionJobId, jobChanged } from './contract.ts';
import {
  begin,
  codeOf,
  costMicroOf,
  hashOf,
  payingFor,
  refusalIn,
  settle,
  stopped,
  type Worker,
} from './steps.ts';
import { reading } from './turns.ts';
import { describeFile } from './uploads.sql.ts';
import * as db from './working.sql.ts';

type Outside = Pick<KnowledgeOutside, 'embedder' | 'storage'>;

/**
 * SS-58. Reads a file in a process of its own, shows how many of its pages are read, and keeps what is new of it. No
 * step is more than a short transaction, and each finds what those before it left: killed anywhere, it begins again.
 */
export async function runIngestFile(
  unit: Worker,
  { jobId }: { jobId: IngestionJobId },
  outside: Outside,
): Promise<void> {
  const file = await unit.work((ctx) => take(ctx, jobId));
  if (!file) return;
  for (const older of file.config.replaces) await outside.storage.delete(older);
  const document = await readFile(unit, jobId, file, outside.storage);
  if (!document) return;
  const { text, headings } = document;
  const language = file.config.language ?? document.language ?? 'simple';
  const words = { language, tsconfig: tsconfigOf(language) };
  await unit.work((ctx) =>
    describeFile(ctx.tx, file.documentId, { ...words, mediaType: mediaTypes[document.format] }),
  );
  const { added } = await indexText(
    unit,
    file.documentId,
    { text, headings, ...words },
    payingFor(jobId, outside),
  );
  await unit.work((ctx) =>
    finish(ctx, jobId, file, { added, hash: hashOf(text), pages: document.pages?.length ?? 1 }),
  );
}

/** Undefined: it is over, or its document is deleted, which ends it. */
async function take(ctx: Ctx, jobId: IngestionJobId): Promise<db.FileJob | undefined> {
  if (!(await begin(ctx, jobId))) return undefined;
  const file = await db.findFileJob(ctx.tx, jobId);
  if (!file) await settle(ctx, jobId, { status: 'cancelled' });
  return file;
}

const mediaTypes: Readonly<Record<Format, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  html: 'text/html',
  text: 'text/plain',
  markdown: 'text/markdown',
  csv: 'text/csv',
};

/** Undefined: it was settled, because the file cannot be read or because somebody wanted it to stop. */
async function readFile(
  unit: Worker,
  jobId: IngestionJobId,
  file: db.FileJob,
  storage: Storage,
): Promise<DocumentRead | undefined> {
  const watch = watchOf(unit, jobId);
  try {
    return await reading(async () => {
      const opened = await storage.get(file.storageKey);
      if (!opened) throw knowledgeError('file_is_gone', { storageKey: file.storageKey });
      const given = { name: file.config.name, type: file.mediaType, stream: opened.stream };
      return await readDocument(given, { signal: watch.signal, onProgress: watch.onProgress });
    });
  } catch (error) {
    unit.signal.throwIfAborted();
    if (watch.signal.aborted) return undefined;
    const code = refusalIn(error);
    if (code === undefined) throw error;
    await unit.work((ctx) => refuse(ctx, jobId, file, code, error));
    return undefined;
  } finally {
    await watch.over();
  }
}

const shownEveryMs = 1_000;

/** Shows how far it is once a second, and looks at the same time whether somebody wants it to stop. */
function watchOf(unit: Worker, jobId: IngestionJobId) {
  const [stopping, ended] = [new AbortController(), new AbortController()];
  let latest: { readonly page: number; readonly of: number } | undefined;
  let showing: Promise<void> | undefined;
  const showAll = async () => {
    for (let next = latest; next && !ended.signal.aborted; next = latest) {
      latest = undefined;
      if (await unit.work((ctx) => showPages(ctx, jobId, next))) stopping.abort(new Error('it is to stop'));
      await wait(shownEveryMs, undefined, { signal: ended.signal });
    }
  };
  return {
    signal: AbortSignal.any([unit.signal, stopping.signal]),
    onProgress: (page: number, of: number) => {
      latest = { page, of };
      // What goes wrong in showing is no reason not to read on.
      showing ??= showAll()
        .catch(() => {})
        .finally(() => {
          showing = undefined;
        });
    },
    over: async () => {
      ended.abort();
      await showing;
    },
  };
}

/** Whether it is to stop, which is settled with it. */
async function showPages(
  ctx: Ctx,
  jobId: IngestionJobId,
  { page, of }: { readonly page: number; readonly of: number },
): Promise<boolean> {
  const job = await db.holdWorking(ctx.tx, jobId);
  if (job?.status !== 'running' || (await stopped(ctx, jobId, job))) return true;
  await db.markPages(ctx.tx, jobId, page, Math.max(page, of), ctx.now);
  await ctx.publish(jobChanged, { jobId });
  return false;
}

async function refuse(
  ctx: Ctx,
  jobId: IngestionJobId,
  file: db.FileJob,
  code: string,
  error: unknown,
): Promise<void> {
  const { documentId } = file;
  if ((await markFailed(ctx.tx, documentId, code)) > 0) await ctx.publish(documentChanged, { documentId });
  await count(ctx, jobId, file, { outcome: 'failed', failureCode: code, added: 0, pages: 1 });
  const failureDetail = error instanceof AppError ? { message: error.message } : undefined;
  await settle(ctx, jobId, { status: 'failed', failureCode: code, failureDetail });
}

async function finish(
  ctx: Ctx,
  jobId: IngestionJobId,
  file: db.FileJob,
  read: Pick<Come, 'added' | 'pages'> & { readonly hash: string },
): Promise<void> {
  const job = await db.holdWorking(ctx.tx, jobId);
  // Another version came meanwhile, and has a job of its own.
  if (job?.status !== 'running') return;
  const document = await findDocument(ctx.tx, file.documentId);
  if (!document) return settle(ctx, jobId, { status: 'cancelled' });
  const failureCode = document.failureCode === null ? null : codeOf(document.failureCode);
  const isSame = read.added === 0 && read.hash === file.contentHash;
  const outcome = failureCode !== null ? 'failed' : isSame ? 'unchanged' : 'indexed';
  await count(ctx, jobId, file, { ...read, outcome, failureCode });
  await settle(
    ctx,
    jobId,
    failureCode === null ? { status: 'completed' } : { status: 'failed', failureCode },
  );
}

interface Come {
  readonly outcome: 'indexed' | 'unchanged' | 'failed';
  readonly failureCode: string | null;
  readonly added: number;
  readonly pages: number;
}

async function count(ctx: Ctx, jobId: IngestionJobId, file: db.FileJob, come: Come): Promise<void> {
  const { outcome, failureCode, added, pages } = come;
  const item = { place: 0, address: file.config.name, documentId: file.documentId, outcome, failureCode };
  await db.dropItems(ctx.tx, jobId);
  await db.insertItem(ctx.tx, ctx.workspaceId, jobId, item, ctx.now);
  const counted = {
    succeeded: outcome === 'indexed' ? 1 : 0,
    failed: outcome === 'failed' ? 1 : 0,
    unchanged: outcome === 'unchanged' ? 1 : 0,
    chunks: added,
  };
  await db.countFile(ctx.tx, jobId, counted, { pages, costMicro: await costMicroOf(ctx, jobId) }, ctx.now);
}
