import { useSyncExternalStore } from 'react';
import { call } from '../../../../kit/client.ts';
import { uuidv7, type WorkspaceId } from '../../../../kit/ids.ts';
import { ApiError, proved, queryClient } from '../../../../web/kit/api.ts';
import { fetchTelling } from '../../../../web/kit/upload.ts';
import {
  DocumentId,
  getDocument,
  getUsage,
  listDocuments,
  listIngestionJobs,
  putDocumentFile,
} from '../../contract.ts';
import { sendableOf, whyNotFile } from './file-kinds.ts';

/** A file on its way. Once it is there it is a document, and is shown as one. */
export interface Upload {
  readonly documentId: DocumentId;
  readonly workspaceId: WorkspaceId;
  readonly name: string;
  readonly state: 'waiting' | 'going' | 'refused';
  /** From 0 to 1. */
  readonly done: number;
  readonly error: string | undefined;
}

/** More at once would only make each of them slower. */
const atOnceMax = 3;
let uploads: readonly Upload[] = [];
const files = new Map<DocumentId, File>();
const stops = new Map<DocumentId, AbortController>();
const watchers = new Set<() => void>();

function change(next: readonly Upload[]) {
  uploads = next;
  for (const watcher of watchers) watcher();
}
const edit = (id: DocumentId, patch: Partial<Upload>) =>
  change(uploads.map((one) => (one.documentId === id ? { ...one, ...patch } : one)));

/** Of one workspace: they go on while somebody looks at something else. */
export function useUploads(workspaceId: WorkspaceId): readonly Upload[] {
  const all = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => uploads,
  );
  return all.filter((one) => one.workspaceId === workspaceId);
}

/** Each file becomes a document; with `documentId` the one takes the place of another. */
export function bring(workspaceId: WorkspaceId, brought: readonly File[], documentId?: DocumentId): void {
  const added = brought.map((file): Upload => {
    const id = documentId ?? DocumentId.parse(uuidv7());
    const error = whyNotFile(file);
    if (!error) files.set(id, file);
    return {
      ...{ documentId: id, workspaceId, name: file.name, done: 0, error },
      state: error ? 'refused' : 'waiting',
    };
  });
  const ids = new Set(added.map((one) => one.documentId));
  change([...uploads.filter((one) => !ids.has(one.documentId)), ...added]);
  goOn();
}

/** The same file under the same id: what arrived after all is not there twice. */
export function bringAgain(id: DocumentId): void {
  edit(id, { state: 'waiting', error: undefined, done: 0 });
  goOn();
}
export const mayComeAgain = (id: DocumentId): boolean => files.has(id);

export function leaveOut(id: DocumentId): void {
  stops.get(id)?.abort();
  files.delete(id);
  change(uploads.filter((one) => one.documentId !== id));
}

function goOn(): void {
  const going = uploads.filter(({ state }) => state === 'going').length;
  const next = uploads.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, atOnceMax - going));
  for (const one of next) void send(one);
}

async function send({ documentId, workspaceId }: Upload): Promise<void> {
  const file = files.get(documentId);
  if (!file) return;
  const stop = new AbortController();
  stops.set(documentId, stop);
  edit(documentId, { state: 'going' });
  try {
    const tell = fetchTelling((done) => edit(documentId, { done }));
    const params = { workspaceId, documentId };
    const sent = { params, upload: sendableOf(file), fetch: tell, signal: stop.signal };
    await proved(() => call(putDocumentFile, sent));
    files.delete(documentId);
    for (const { path } of [listDocuments, listIngestionJobs, getUsage, getDocument])
      void queryClient.invalidateQueries({ queryKey: [path] });
    change(uploads.filter((one) => one.documentId !== documentId));
  } catch (refusal) {
    if (!stop.signal.aborted)
      edit(documentId, {
        state: 'refused',
        error: refusal instanceof ApiError ? refusal.message : 'It did not arrive.',
      });
  } finally {
    stops.delete(documentId);
    goOn();
  }
}
