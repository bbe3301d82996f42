import { useLayoutEffect, useRef } from 'react';
import { useActions } from '../../../../../web/kit/actions.ts';
import { cx } from '../../../../../web/kit/cx.ts';
import { ReadOnlyNote } from '../../../../../web/kit/states.tsx';
import type { Comment } from '../../../comments/contract.ts';
import { useDesk } from '../../composer/answering.ts';
import { useComments } from '../comments.ts';
import { answer, writeNote } from '../deeds.ts';
import { useWhyNotHere } from '../rights.ts';
import type { WholeThread } from '../thread/thread.ts';
import { DeskField } from './DeskField.tsx';
import { DeskFoot } from './DeskFoot.tsx';
import { ModeSwitch } from './ModeSwitch.tsx';
import { PrivateNote } from './PrivateNote.tsx';
import { lengthLeft, whyNotWrite } from './room.ts';
import { giveBack, type Mode, useWriting, write, writingTo } from './words-kept.ts';

interface DeskProps {
  comment: Comment;
  thread: WholeThread;
}

/** Where one answers, before everybody or in private, or writes to colleagues. What cannot be sent says why. */
export function Desk({ comment, thread }: DeskProps) {
  const mayNotReply = useWhyNotHere('inbox.reply', comment, 'answer comments');
  const mayNotNote = useWhyNotHere('inbox.organize', comment, 'write notes');
  const modes: Mode[] = [
    ...(mayNotReply ? [] : (['public', ...(comment.kind === 'review' ? [] : ['private'])] as Mode[])),
    ...(mayNotNote ? [] : (['note'] as const)),
  ];
  return modes.length > 0 ? (
    <Open {...{ comment, thread, modes }} />
  ) : (
    <Closed {...{ comment, mayNotReply }} />
  );
}

function Closed({ comment, mayNotReply }: Pick<DeskProps, 'comment'> & { mayNotReply: string | undefined }) {
  useDesk(comment.id);
  return (
    <div className="border-t border-line px-4 sm:px-6">
      <ReadOnlyNote>{mayNotReply}</ReadOnlyNote>
    </div>
  );
}

function Open({ comment, thread, modes }: DeskProps & { modes: readonly Mode[] }) {
  const { id } = comment;
  const field = useRef<HTMLTextAreaElement>(null);
  const writing = useWriting(id);
  const mode = modes.includes(writing.mode) ? writing.mode : modes[0]!;
  const words = writing[mode];
  const refusal = mode === 'note' ? undefined : whyNotWrite(comment, mode, thread.replies, new Date());
  const submit = useSubmit(comment, mode, refusal);
  const begin = useDeskKeys(comment, modes, submit, field);
  return (
    <div className={cx('shrink-0 border-t border-line', mode === 'note' && 'bg-warn-wash/60')}>
      <div className="mx-auto w-full max-w-3xl px-4 pt-2 pb-3 sm:px-6">
        <div className="flex flex-wrap items-center justify-between gap-x-3">
          <ModeSwitch mode={mode} modes={modes} onChange={begin} />
          {mode === 'private' && !refusal && <PrivateNote comment={comment} />}
        </div>
        <DeskField
          ref={field}
          {...{ comment, mode, refusal }}
          value={words}
          onChange={(next) => write(id, { [mode]: next, refusal: undefined })}
        />
        {writing.refusal && (
          <p role="alert" className="pb-1 text-sm text-danger">
            {writing.refusal.message}
          </p>
        )}
        {!refusal && <DeskFoot {...{ comment, mode, words, field }} onSend={submit} />}
      </div>
    </div>
  );
}

/** Sends what is written; the field is free at once, and has the words again when they are not taken. */
function useSubmit(comment: Comment, mode: Mode, refusal: string | undefined): () => void {
  const { at } = useComments();
  const { id } = comment;
  return () => {
    const body = writingTo(id)[mode].trim();
    if (refusal || body === '' || lengthLeft(comment, mode, body) < 0) return;
    const used = writingTo(id).used.filter((one) => one.mode === mode);
    write(id, { [mode]: '', refusal: undefined, used: usedElsewhere(id, mode) });
    const sent =
      mode === 'note'
        ? writeNote(at, comment, body)
        : answer(at, comment, { kind: mode, body, used: used.map((one) => one.id) });
    void sent.then((error) => {
      if (!error) return;
      giveBack(id, mode, body, error);
      write(id, { used: [...usedElsewhere(id, mode), ...used] });
    });
  };
}

const usedElsewhere = (id: Comment['id'], mode: Mode) =>
  writingTo(id).used.filter((one) => one.mode !== mode);

/** The key that sends what is written; answers what begins to write. */
function useDeskKeys(
  { id }: Comment,
  modes: readonly Mode[],
  submit: () => void,
  field: { readonly current: HTMLTextAreaElement | null },
): (mode: Mode) => void {
  const isWanted = useRef(false);
  // Before the next key: a letter pressed while the focus is elsewhere would be taken for one.
  useLayoutEffect(() => {
    if (!isWanted.current) return;
    isWanted.current = false;
    field.current?.focus();
  });
  const begin = (mode: Mode, words = '') => {
    isWanted.current = true;
    write(id, { mode, refusal: undefined, ...(words && { [mode]: writingTo(id)[mode] + words }) });
  };
  useDesk<Mode>(id, (mode, words) => modes.includes(mode) && begin(mode, words));
  const send = { id: 'comments.send', title: 'Send what is written', group: 'With the comment' };
  useActions([{ ...send, keys: 'mod+enter', keysOnly: true, run: submit }]);
  return begin;
}
