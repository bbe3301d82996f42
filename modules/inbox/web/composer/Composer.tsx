import { lazy, Suspense, useRef } from 'react';
import { cx } from '../../../../web/kit/cx.ts';
import { ReadOnlyNote } from '../../../../web/kit/states.tsx';
import type { Conversation, ConversationId } from '../../contract.ts';
import { useInbox } from '../inbox.ts';
import { AnsweringLine } from './AnsweringLine.tsx';
import { useDesk } from './answering.ts';
import { ChannelNote } from './ChannelNote.tsx';
import { ComposerFoot } from './ComposerFoot.tsx';
import { DropZone } from './DropZone.tsx';
import { FileList } from './FileList.tsx';
import { bring } from './files.ts';
import { ModeSwitch } from './ModeSwitch.tsx';
import { PresenceLine } from './PresenceLine.tsx';
import { useDraft } from './useDraft.ts';
import { useModeKeys } from './useModeKeys.ts';
import { useSubmit } from './useSubmit.ts';
import { useWindow } from './useWindow.ts';
import { WindowNote, WindowOver } from './WindowNote.tsx';
import { WritingField } from './WritingField.tsx';
import { type Mode, useWriting, write } from './words-kept.ts';

const Recipients = lazy(() => import('../mail/Recipients.tsx'));

/** Where one answers, or writes to colleagues. What cannot be sent now says why before anything is written. */
export function Composer({ conversation }: { conversation: Conversation }) {
  const { mayReply, mayOrganize } = conversation;
  if (mayReply || mayOrganize) return <Desk conversation={conversation} />;
  return <NoDesk id={conversation.id} />;
}

function NoDesk({ id }: { id: ConversationId }) {
  useDesk(id);
  return (
    <div className="border-t border-line px-4 sm:px-6">
      <ReadOnlyNote>You can read this conversation, and not answer in it.</ReadOnlyNote>
    </div>
  );
}

function Desk({ conversation }: { conversation: Conversation }) {
  const { id, mayReply, mayOrganize, person } = conversation;
  const { workspaceId } = useInbox().at;
  const field = useRef<HTMLTextAreaElement>(null);
  const writing = useWriting(id);
  const window = useWindow(conversation);
  useDraft(id, mayReply);
  const mode: Mode = mayReply ? writing.mode : 'note';
  const isNote = mode === 'note';
  const words = writing[mode];
  const submit = useSubmit(conversation, mode);
  const begin = useModeKeys(id, { reply: mayReply, note: mayOrganize }, field, submit);
  const isClosed = !isNote && !window.mayWrite;
  return (
    <DropZone
      isOn={!isNote && !isClosed}
      onFiles={(files) => bring({ workspaceId, conversationId: id }, files)}
      className={cx('shrink-0 border-t border-line', isNote && 'bg-warn-wash/60')}
    >
      <div className="mx-auto w-full max-w-3xl px-4 pt-2 pb-3 sm:px-6">
        <PresenceLine conversation={conversation} isTyping={words !== ''} />
        <div className="flex items-center justify-between gap-3">
          <ModeSwitch
            mode={mode}
            mayReply={mayReply}
            mayNote={mayOrganize}
            onChange={(next) => begin(next)}
          />
          {!isNote && <WindowNote window={window} conversation={conversation} />}
        </div>
        {!isNote && <Above conversation={conversation} />}
        {!isNote && <ChannelNote conversation={conversation} />}
        {isClosed ? (
          <WindowOver window={window} conversation={conversation} />
        ) : (
          <WritingField
            ref={field}
            person={person.name}
            isNote={isNote}
            value={words}
            onChange={(next) => write(id, { [mode]: next, isBegun: true })}
          />
        )}
        {!isNote && <FileList conversationId={id} />}
        <ComposerFoot {...{ conversation, mode, words, window, field }} onSend={submit} />
      </div>
    </DropZone>
  );
}

/** What is answered, and of a mail whom it is to. */
const Above = ({ conversation }: { conversation: Conversation }) => (
  <>
    <AnsweringLine conversation={conversation} />
    {conversation.kind === 'mail' && (
      <Suspense fallback={<div className="h-9" />}>
        <Recipients conversation={conversation} />
      </Suspense>
    )}
  </>
);
