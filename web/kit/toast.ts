import { useSyncExternalStore } from 'react';
import { uuidv7 } from '../../kit/ids.ts';

const undosKeptMax = 20;

export interface ToastSpec {
  readonly kind?: 'done' | 'failed';
  readonly title: string;
  readonly body?: string;
  /** Takes back what the toast says was done. In reach by button and by mod+z while the toast stands. */
  readonly undo?: () => void;
}
export interface Posted extends ToastSpec {
  readonly id: string;
}

/** Said, and not yet drawn: what draws them is fetched with the first one. */
let waiting: readonly Posted[] = [];
/** What can still be taken back, the latest last. */
let undos: readonly { readonly id: string; readonly run: () => void }[] = [];
let closeToast: (id: string) => void = () => {};
const watchers = new Set<() => void>();

function change(next: readonly Posted[]) {
  waiting = next;
  for (const watcher of watchers) watcher();
}

/** Says what has just happened. The clock stands still while the pointer or the focus rests on it. */
export function toast(spec: ToastSpec): void {
  const posted = { ...spec, id: uuidv7() };
  if (spec.undo) undos = [...undos, { id: posted.id, run: spec.undo }].slice(-undosKeptMax);
  change([...waiting, posted]);
}

/** mod+z: takes back the latest thing that still can be. */
export function undoLatest(): void {
  const latest = undos.at(-1);
  if (latest) undoById(latest.id);
}

export function undoById(id: string): void {
  const entry = undos.find((undo) => undo.id === id);
  forgetUndo(id);
  closeToast(id);
  entry?.run();
}

/** The toast is gone, and with it the promise to take it back. */
export function forgetUndo(id: string): void {
  undos = undos.filter((undo) => undo.id !== id);
}

/** For what draws them: the toasts said since it last asked. */
export function takeWaiting(close: (id: string) => void): readonly Posted[] {
  closeToast = close;
  const taken = waiting;
  if (taken.length > 0) change([]);
  return taken;
}

export const useWaiting = (): readonly Posted[] =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => waiting,
  );
