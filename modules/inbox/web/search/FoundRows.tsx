import Lock from 'lucide-react/icons/lock';
import { Link } from 'react-router';
import { Avatar } from '../../../../web/kit/Badge.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { paths } from '../../../../web/paths.ts';
import type { FoundContact, FoundConversation, FoundMessage } from '../../search/contract.ts';
import { ChannelMark } from '../ChannelMark.tsx';
import { addressOf, useInbox } from '../inbox.ts';
import { ShortTime } from '../ShortTime.tsx';
import { channelLabels, kindLabel, statusLabels } from '../words.ts';
import { Marked } from './Marked.tsx';
import { byArrows } from './moving.ts';

export const rowClass = 'block border-b border-line px-4 outline-offset-[-2px] hover:bg-hover/60';

export function ContactFound({ found }: { found: FoundContact }) {
  const { workspaceId } = useInbox().at;
  const { contactId, name, pictureUrl, platforms, snippet } = found;
  return (
    <li>
      <Link
        to={paths.contact({ workspaceId, contactId })}
        data-found
        onKeyDown={byArrows}
        className={cx(rowClass, 'flex items-center gap-3 py-2.5')}
      >
        <Avatar name={name} src={pictureUrl} size="roomy" />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-ink">{name}</span>
          <span className="block truncate text-sm text-soft">
            <Marked snippet={snippet} />
          </span>
        </span>
        {platforms.map((platform) => (
          <span key={platform} className="inline-flex shrink-0">
            <ChannelMark platform={platform} size="tiny" />
            <span className="sr-only">{channelLabels[platform]}</span>
          </span>
        ))}
      </Link>
    </li>
  );
}

/** Whom it is with, once; under it each message with what was looked for, which leads to where it was said. */
export function ConversationFound({ found: { conversation, hits } }: { found: FoundConversation }) {
  const { person, channel, status, subject } = conversation;
  return (
    <li>
      <p className="flex items-center gap-2 px-4 pt-3 pb-1">
        <ChannelMark platform={channel.platform} size="tiny" />
        <span className="sr-only">{channelLabels[channel.platform]}: </span>
        <span className="min-w-0 truncate text-ink">{person.name}</span>
        {subject && <span className="min-w-0 truncate text-sm text-soft">{subject}</span>}
        {status !== 'open' && (
          <span className="ml-auto shrink-0 text-xs text-faint">{statusLabels[status]}</span>
        )}
      </p>
      <ul>
        {hits.map((hit) => (
          <li key={hit.messageId}>
            <Hit hit={hit} conversationId={conversation.id} />
          </li>
        ))}
      </ul>
    </li>
  );
}

function Hit({ hit, conversationId }: { hit: FoundMessage; conversationId: string }) {
  const inbox = useInbox();
  const isOpen = inbox.openId === conversationId;
  const { messageId, snippet, kind, direction, happenedAt } = hit;
  return (
    <Link
      to={`${addressOf(inbox, conversationId)}#message-${messageId}`}
      preventScrollReset
      data-found
      onKeyDown={byArrows}
      className={cx(rowClass, 'flex items-baseline gap-2 py-2 text-sm', isOpen && 'bg-wash/40')}
    >
      <span className="line-clamp-3 min-w-0 flex-1 text-soft [overflow-wrap:anywhere]">
        {kind === 'note' ? (
          <span className="text-warn">
            <Lock size={11} strokeWidth={2} aria-hidden className="mr-1 inline-block" />
            {'Note: '}
          </span>
        ) : (
          direction === 'outbound' && <span className="text-faint">You: </span>
        )}
        {snippet.text === '' ? kindLabel(kind) : <Marked snippet={snippet} />}
      </span>
      <span className="shrink-0 text-xs text-faint">
        <ShortTime at={happenedAt} />
      </span>
    </Link>
  );
}
