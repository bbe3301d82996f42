import { newId } from '../../../../kit/ids.ts';
import { type Attachment, type Conversation, type Message, MessageId } from '../../contract.ts';
import { useInbox } from '../inbox.ts';
import { lackingIn, settle, wishOfDraft } from '../mail/recipients.ts';
import { countUses } from '../replies/saved-replies.ts';
import { useColleagues } from '../useColleagues.ts';
import { filesIn, handOver } from './files.ts';
import { lastSeenMessage } from './last-seen.ts';
import { mentionedIn } from './mentions.ts';
import { send, type Wish } from './outbox.ts';
import { type Mode, type Writing, write, writingIn } from './words-kept.ts';

export type Submit = (more?: Wish) => void;

/** Sends what is written as one message with an id of its own; the field is free at once for the next. */
export function useSubmit(conversation: Conversation, mode: Mode): Submit {
  const { workspaceId } = useInbox().at;
  const { members, me } = useColleagues();
  const { id } = conversation;
  const place = { workspaceId, conversationId: id };
  const mine = me && { memberId: me.id, name: me.name };
  return (more = {}) => {
    const writing = writingIn(id);
    const isNote = mode === 'note';
    const files = isNote ? [] : filesIn(id);
    const body = more.template ? '' : writing[mode].trim();
    // What is not here yet cannot go along; the button says so.
    if (files.some(({ attachment, error }) => !attachment && !error)) return;
    if (body === '' && !more.template && !files.some(({ attachment }) => attachment)) return;
    if (!isNote && lackingIn(writing.mail)) return;
    const wish: Wish = isNote
      ? { body, mentions: mentionedIn(body, members).map((member) => member.id) }
      : { ...wishOf(body, writing, files), ...lastSeenMessage(place), ...more };
    const message = messageOf(id, wish, isNote, mine ?? null, writing.answering ?? null);
    if (!more.template) {
      write(id, {
        [mode]: '',
        isBegun: true,
        answering: undefined,
        ...(!isNote && { used: [], mail: undefined }),
      });
      if (!isNote) handOver(id);
    }
    const used = isNote || more.template ? [] : writing.used;
    void send(place, { message, wish, isNote, error: undefined }, () =>
      countUses(workspaceId, used, message.id),
    );
  };
}

function wishOf(
  body: string,
  { answering, mail }: Writing,
  files: readonly { readonly attachment: Attachment | undefined; readonly previewUrl: string | undefined }[],
): Wish {
  const attachments = files.flatMap(({ attachment, previewUrl }) =>
    attachment ? [{ ...attachment, url: attachment.url ?? previewUrl ?? null }] : [],
  );
  return {
    ...(body && { body }),
    ...(answering && { replyTo: answering.id }),
    ...(mail && { mail: wishOfDraft(settle(mail)) }),
    ...(attachments.length > 0 && { attachments, attachmentIds: attachments.map(({ id }) => id) }),
  };
}

/** As it will stand in the timeline, before anybody has answered. */
function messageOf(
  conversationId: Conversation['id'],
  { body, shown, sendAt, template, attachments = [] }: Wish,
  isNote: boolean,
  member: Message['member'],
  replyTo: Message['replyTo'],
): Message {
  return {
    id: newId(MessageId),
    conversationId,
    direction: isNote ? 'internal' : 'outbound',
    kind: isNote ? 'note' : template ? 'template' : (attachments[0]?.kind ?? 'text'),
    author: 'member',
    member,
    body: shown ?? body ?? null,
    details: template ? { template: { name: template.name, language: template.language } } : {},
    attachments,
    reactions: [],
    replyTo: isNote ? null : replyTo,
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
