import { useSyncExternalStore } from 'react';
import { call } from '../../../../kit/client.ts';
import { uuidv7 } from '../../../../kit/ids.ts';
import { ApiError, proved } from '../../../../web/kit/api.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { fetchTelling } from '../../../../web/kit/upload.ts';
import {
  type Attachment,
  attachmentsMax,
  type ConversationId,
  postAttachment,
  uploadBytesMax,
  uploadTypes,
} from '../../contract.ts';
import type { Place } from './outbox.ts';

/** A file on its way: shown from here until the server has it. */
export interface Bringing {
  readonly key: string;
  readonly name: string;
  readonly bytes: number;
  /** Of a picture, as it is on this machine. */
  readonly previewUrl: string | undefined;
  /** From 0 to 1. */
  readonly done: number;
  readonly attachment: Attachment | undefined;
  readonly error: string | undefined;
}

const kept = new Map<ConversationId, readonly Bringing[]>();
const none: readonly Bringing[] = [];
const watchers = new Set<() => void>();
const stops = new Map<string, AbortController>();

export const filesIn = (id: ConversationId): readonly Bringing[] => kept.get(id) ?? none;
function change(id: ConversationId, files: readonly Bringing[]) {
  kept.set(id, files);
  for (const watcher of watchers) watcher();
}
const edit = (id: ConversationId, key: string, patch: Partial<Bringing>) =>
  change(
    id,
    filesIn(id).map((file) => (file.key === key ? { ...file, ...patch } : file)),
  );

export const useFiles = (id: ConversationId): readonly Bringing[] =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => filesIn(id),
  );

/** Each begins to go at once, so that it is there by the time the words are. */
export function bring(place: Place, files: readonly File[]): void {
  const free = attachmentsMax - filesIn(place.conversationId).length;
  if (files.length > free) {
    toast({ kind: 'failed', title: `A message takes ${attachmentsMax} files at most.` });
  }
  for (const file of files.slice(0, Math.max(0, free))) void bringOne(place, file);
}

async function bringOne(place: Place, file: File): Promise<void> {
  const { conversationId } = place;
  const key = uuidv7();
  const error = whyNot(file);
  const previewUrl = file.type.startsWith('image/') && !error ? URL.createObjectURL(file) : undefined;
  const one = { key, name: file.name, bytes: file.size, previewUrl, done: 0, attachment: undefined, error };
  change(conversationId, [...filesIn(conversationId), one]);
  if (error) return;
  const stop = new AbortController();
  stops.set(key, stop);
  try {
    const tell = fetchTelling((done) => edit(conversationId, key, { done }));
    const options = { params: place, upload: file, fetch: tell, signal: stop.signal };
    const attachment = await proved(() => call(postAttachment, options));
    edit(conversationId, key, { attachment, done: 1 });
  } catch (refusal) {
    if (stop.signal.aborted) return;
    if (!(refusal instanceof ApiError)) throw refusal;
    edit(conversationId, key, { error: refusal.message });
  } finally {
    stops.delete(key);
  }
}

function whyNot({ type, size }: File): string | undefined {
  if (size > uploadBytesMax) return `A file may have ${uploadBytesMax / 1_048_576} MB at most.`;
  return uploadTypes.some((one) => one === type) ? undefined : 'Files of this kind cannot be sent.';
}

export function leaveOut(id: ConversationId, key: string): void {
  stops.get(key)?.abort();
  const file = filesIn(id).find((one) => one.key === key);
  if (file?.previewUrl) URL.revokeObjectURL(file.previewUrl);
  change(
    id,
    filesIn(id).filter((one) => one.key !== key),
  );
}

/** They go with a message now. Their pictures are kept: the message shows them until the server's are there. */
export const handOver = (id: ConversationId): void => change(id, none);
