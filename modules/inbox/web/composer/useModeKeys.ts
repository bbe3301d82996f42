import type { RefObject } from 'react';
import { useActions } from '../../../../web/kit/actions.ts';
import type { Conversation } from '../../contract.ts';
import { type Mode, write } from './words-kept.ts';

const group = 'In the conversation';

/** The keys of where one writes; answers what begins to write. */
export function useModeKeys(
  { id, mayReply, mayOrganize }: Conversation,
  field: RefObject<HTMLTextAreaElement | null>,
  submit: () => void,
): (mode: Mode) => void {
  const begin = (mode: Mode) => {
    write(id, { mode });
    requestAnimationFrame(() => field.current?.focus());
  };
  const reply = { id: 'inbox.reply', title: 'Answer', group, keys: 'r', run: () => begin('reply') };
  const note = { id: 'inbox.note', title: 'Write a note', group, keys: 'n', run: () => begin('note') };
  const send = { id: 'inbox.send', title: 'Send what is written', group, keys: 'mod+enter', keysOnly: true };
  useActions([
    ...(mayReply ? [reply] : []),
    ...(mayOrganize ? [note] : []),
    { ...send, run: () => submit() },
  ]);
  return begin;
}
