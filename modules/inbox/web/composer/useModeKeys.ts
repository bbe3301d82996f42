import { type RefObject, useLayoutEffect, useRef } from 'react';
import { useActions } from '../../../../web/kit/actions.ts';
import type { ConversationId } from '../../contract.ts';
import { useDesk } from './answering.ts';
import { type Mode, write, writingIn } from './words-kept.ts';

/** Where one writes, and the key that sends it; answers what begins to write. */
export function useModeKeys(
  id: ConversationId,
  may: Readonly<Record<Mode, boolean>>,
  field: RefObject<HTMLTextAreaElement | null>,
  submit: () => void,
): (mode: Mode) => void {
  const isWanted = useRef(false);
  // Before the next key: a letter pressed while the focus is elsewhere would be taken for one.
  useLayoutEffect(() => {
    if (!isWanted.current || !field.current) return;
    isWanted.current = false;
    field.current.focus();
  });
  const begin = (mode: Mode, words = '') => {
    isWanted.current = true;
    write(id, { mode, ...(words && { [mode]: writingIn(id)[mode] + words, isBegun: true }) });
  };
  useDesk<Mode>(id, (mode, words) => may[mode] && begin(mode, words));
  const send = { id: 'inbox.send', title: 'Send what is written', group: 'In the conversation' };
  useActions([{ ...send, keys: 'mod+enter', keysOnly: true, run: () => submit() }]);
  return begin;
}
