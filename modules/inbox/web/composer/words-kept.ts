import { useSyncExternalStore } from 'react';
import type { ConversationId, Quoted, ReplyTemplateId } from '../../contract.ts';
import type { MailDraft } from '../mail/recipients.ts';

export type Mode = 'reply' | 'note';

/** What somebody is writing in one conversation; it is here still when they come back to it. */
export interface Writing {
  readonly mode: Mode;
  readonly reply: string;
  readonly note: string;
  readonly answering: Quoted | undefined;
  /** Of a mail, once somebody has said whom it is to. */
  readonly mail: MailDraft | undefined;
  /** Saved replies whose words are in it: they are counted once it is sent. */
  readonly used: readonly ReplyTemplateId[];
  /** The draft that was kept has been read, or something was written before it came. */
  readonly isBegun: boolean;
}

const blank: Writing = {
  ...{ mode: 'reply', reply: '', note: '', answering: undefined, mail: undefined, used: [] },
  isBegun: false,
};
const kept = new Map<ConversationId, Writing>();
const watchers = new Set<() => void>();

export const writingIn = (id: ConversationId): Writing => kept.get(id) ?? blank;

export function write(id: ConversationId, change: Partial<Writing>): void {
  kept.set(id, { ...writingIn(id), ...change });
  for (const watcher of watchers) watcher();
}

/** Words that came back: in front of what was written since, so that nothing is lost. */
export function writeAgain(id: ConversationId, mode: Mode, words: string): void {
  const since = writingIn(id)[mode];
  write(id, { mode, isBegun: true, [mode]: since && words ? `${words}\n${since}` : words || since });
}

export const useWriting = (id: ConversationId): Writing =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => writingIn(id),
  );
