import { useSyncExternalStore } from 'react';
import type { ApiError } from '../../../../../web/kit/api.ts';
import type { CommentId, CommentReply } from '../../../comments/contract.ts';
import type { ReplyTemplateId } from '../../../replies/contract.ts';

export type Mode = 'public' | 'private' | 'note';

/** What somebody is writing to one comment; it is here still when they come back to it. */
export interface Writing {
  readonly mode: Mode;
  readonly public: string;
  readonly private: string;
  readonly note: string;
  /** Saved replies whose words are in it, and in which of them: they are counted once it is sent. */
  readonly used: readonly Used[];
  /** Why the last of it was not taken. Its words are in their field again. */
  readonly refusal: ApiError | undefined;
}

export interface Used {
  readonly id: ReplyTemplateId;
  readonly mode: Mode;
}

const blank: Writing = {
  ...{ mode: 'public', public: '', private: '', note: '' },
  ...{ used: [], refusal: undefined },
};
const kept = new Map<CommentId, Writing>();
const watchers = new Set<() => void>();

export const writingTo = (id: CommentId): Writing => kept.get(id) ?? blank;

export function write(id: CommentId, change: Partial<Writing>): void {
  kept.set(id, { ...writingTo(id), ...change });
  for (const watcher of watchers) watcher();
}

/** Words that did not arrive go back to where they were written, before those that are there since. */
export function giveBack(id: CommentId, mode: Mode, words: string, refusal?: ApiError): void {
  const since = writingTo(id)[mode];
  write(id, { mode, [mode]: since === '' ? words : `${words}\n${since}`, refusal });
}
export const writeAgain = ({ commentId, kind, body }: CommentReply): void => giveBack(commentId, kind, body);

export const useWriting = (id: CommentId): Writing =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => writingTo(id),
  );
