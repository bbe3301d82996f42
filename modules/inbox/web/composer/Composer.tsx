import { type RefObject, useRef } from 'react';
import { newId } from '../../../../kit/ids.ts';
import { useActions } from '../../../../web/kit/actions.ts';
import { cx } from '../../../../web/kit/cx.ts';
import { ReadOnlyNote } from '../../../../web/kit/states.tsx';
import { type Conversation, type Message, MessageId } from '../../contract.ts';
import { useInbox } from '../inbox.ts';
import { useColleagues } from '../useColleagues.ts';
import { ComposerFoot } from './ComposerFoot.tsx';
import { lastSeenMessage } from './last-seen.ts';
import { ModeSwitch } from './ModeSwitch.tsx';
import { send, type Wish } from './outbox.ts';
import { PresenceLine } from './PresenceLine.tsx';
import { useDraft } from './useDraft.ts';
import { useWindow } from './useWindow.ts';
import { WindowNote } from './WindowNote.tsx';
import { WritingField } from './WritingField.tsx';
import { type Mode, useWriting, write, writingIn } from './words-kept.ts';

/** Where one answers, or writes to colleagues. What cannot be sent now says why before anything is written. */
export function Composer({ conversation }: { conversation: Conversation }) {
  const { mayReply, mayOrganize } = conversation;
  if (mayReply || mayOrganize) return <Desk conversation={conversation} />;
  return (
    <div className="border-t border-line px-4 sm:px-6">
      <ReadOnlyNote>You can read this conversation, and not answer in it.</ReadOnlyNote>
    </div>
  );
}

function Desk({ conversation }: { conversation: Conversation }) {
  const { id, mayReply, mayOrganize } = conversation;
  const field = useRef<HTMLTextAreaElement>(null);
  const writing = useWriting(id);
  const window = useWindow(conversation);
  useDraft(id, mayReply);
  const mode: Mode = mayReply ? writing.mode : 'note';
  const isNote = mode === 'note';
  const words = writing[mode];
  const submit = useSubmit(conversation, mode);
  const begin = useModeKeys(conversation, field, submit);
  const isClosed = !isNote && !window.mayWrite;
  return (
    <div className={cx('shrink-0 border-t border-line', isNote && 'bg-warn-wash/60')}>
      <div className="mx-auto w-full max-w-3xl px-4 pt-2 pb-3 sm:px-6">
        <PresenceLine conversation={conversation} isTyping={words !== ''} />
        <div className="flex items-center justify-between gap-3">
          <ModeSwitch mode={mode} mayReply={mayReply} mayNote={mayOrganize} onChange={begin} />
          {!isNote && <WindowNote window={window} conversation={conversation} />}
        </div>
        {!isClosed && (
          <WritingField
            ref={field}
            person={conversation.person.name}
            isNote={isNote}
            value={words}
            onChange={(next) => write(id, { [mode]: next, isBegun: true })}
          />
        )}
        <ComposerFoot {...{ conversation, mode, words, isClosed, field }} onSend={submit} />
      </div>
    </div>
  );
}

/** The keys of where one writes; answers what begins to write. */
function useModeKeys(
  { id, mayReply, mayOrganize }: Conversation,
  field: RefObject<HTMLTextAreaElement | null>,
  submit: () => void,
) {
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

const group = 'In the conversation';

/** Sends what is written as one message with an id of its own; the field is free at once for the next. */
function useSubmit(conversation: Conversation, mode: Mode) {
  const { workspaceId } = useInbox().at;
  const { members, me } = useColleagues();
  const place = { workspaceId, conversationId: conversation.id };
  return (more: Wish = {}) => {
    const { [mode]: words } = writingIn(conversation.id);
    const body = words.trim();
    if (body === '' && !more.template && !more.attachmentIds?.length) return;
    const isNote = mode === 'note';
    const wish: Wish = isNote
      ? { body, mentions: members.filter(({ name }) => body.includes(`@${name}`)).map(({ id }) => id) }
      : { ...(body && { body }), ...lastSeenMessage(place), ...more };
    const message = messageOf(conversation, wish, isNote, me && { memberId: me.id, name: me.name });
    write(conversation.id, { [mode]: '', isBegun: true, answering: undefined });
    void send(place, { message, wish, isNote, error: undefined });
  };
}

/** As it will stand in the timeline, before anybody has answered. */
function messageOf(
  { id }: Conversation,
  { body, sendAt }: Wish,
  isNote: boolean,
  member: Message['member'] | undefined,
): Message {
  return {
    id: newId(MessageId),
    conversationId: id,
    direction: isNote ? 'internal' : 'outbound',
    kind: isNote ? 'note' : 'text',
    author: 'member',
    member: member ?? null,
    body: body ?? null,
    details: {},
    attachments: [],
    reactions: [],
    replyTo: null,
    status: isNote ? 'kept' : sendAt ? 'scheduled' : 'queued',
    happenedAt: new Date(),
    sendAt: sendAt ?? null,
    sentAt: null,
    deliveredAt: null,
    seenAt: null,
    failureCode: null,
    editedAt: null,
    unsentAt: null,
  };
}
