import Lock from 'lucide-react/icons/lock';
import { Link } from 'react-router';
import { Avatar } from '../../../../web/kit/Badge.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { useZone } from '../../../../web/kit/time.tsx';
import { clockIn, momentIn } from '../../../../web/kit/time-words.ts';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import type { Conversation, Message } from '../../contract.ts';
import type { Outgoing } from '../composer/outbox.ts';
import { authorOf } from '../words.ts';
import { ActivityLine } from './ActivityLine.tsx';
import { Content } from './Content.tsx';
import { Delivery } from './Delivery.tsx';
import { MessageTools } from './MessageTools.tsx';
import { ReactionRefusal } from './ReactionRefusal.tsx';
import { Reactions } from './Reactions.tsx';
import type { Row } from './timeline-rows.ts';

interface MessageRowProps {
  row: Extract<Row, { kind: 'message' }>;
  conversation: Conversation;
  isLastOfOurs: boolean;
}

/** One thing that was said, on the side of whoever said it. */
export function MessageRow({ row, conversation, isLastOfOurs }: MessageRowProps) {
  const { message, outgoing } = row;
  if (message.kind === 'activity') return <ActivityLine message={message} />;
  const isOurs = message.direction !== 'inbound';
  return (
    <li
      data-message={message.id}
      className={cx(
        'group/message flex gap-2.5',
        row.begins ? 'mt-3 first:mt-0' : 'mt-0.5',
        isOurs && 'justify-end',
      )}
    >
      {!isOurs && (
        <span className="w-8 shrink-0">
          {row.begins && <Avatar name={conversation.person.name} src={conversation.person.pictureUrl} />}
        </span>
      )}
      <div className={cx('flex max-w-[85%] min-w-0 flex-col sm:max-w-[75%]', isOurs && 'items-end')}>
        {row.begins && <Speaker message={message} conversation={conversation} />}
        <div className={cx('flex max-w-full items-center gap-1', isOurs && 'flex-row-reverse')}>
          <Said message={message} outgoing={outgoing} conversation={conversation} />
          {!outgoing && <MessageTools message={message} conversation={conversation} />}
        </div>
        <Below row={row} conversation={conversation} isLastOfOurs={isLastOfOurs} />
      </div>
    </li>
  );
}

/** Who speaks: shown for colleagues and machines, and said for the customer, whose face stands there. */
function Speaker({ message, conversation }: { message: Message; conversation: Conversation }) {
  if (message.direction === 'inbound') return <span className="sr-only">{conversation.person.name}</span>;
  return (
    <span className="mb-1 flex items-center gap-1.5 px-0.5 text-xs text-faint">
      {message.kind === 'note' && (
        <span className="inline-flex items-center gap-1 font-[550] text-warn">
          <Lock size={11} strokeWidth={2} aria-hidden />
          Note
        </span>
      )}
      {authorOf(message)}
      {message.author === 'autopilot' && <Why id={message.id} />}
    </span>
  );
}

/** What the machine says has the id of the decision it comes from. */
function Why({ id }: { id: Message['id'] }) {
  const { workspace } = useHere();
  return (
    <Link
      to={paths.decision({ workspaceId: workspace.id, decisionId: id })}
      aria-label="Why the autopilot said this"
      className="rounded-sm text-accent hover:underline"
    >
      Why?
    </Link>
  );
}

interface SaidProps {
  message: Message;
  outgoing: Outgoing | undefined;
  conversation: Conversation;
}

const isUnderWay = ({ status }: Message) =>
  status === 'held' || status === 'scheduled' || status === 'queued' || status === 'sending';

function Said({ message, outgoing, conversation }: SaidProps) {
  if (message.unsentAt) {
    return (
      <p className="rounded-lg border border-dashed border-line px-3 py-1.5 text-sm text-faint italic">
        {message.direction === 'inbound' ? `${conversation.person.name} took this back` : 'Taken back'}
      </p>
    );
  }
  const look =
    message.kind === 'note'
      ? 'border-warn/35 bg-warn-wash'
      : message.direction === 'inbound'
        ? 'border-line bg-raised'
        : message.status === 'failed' || outgoing?.error
          ? 'border-danger/50 bg-danger-wash'
          : message.status === 'cancelled'
            ? 'border-dashed border-line text-faint'
            : message.status === 'scheduled'
              ? 'border-dashed border-accent/50 bg-wash/50'
              : 'border-transparent bg-wash';
  return (
    <div className={cx('relative min-w-0 max-w-full', message.reactions.length > 0 && 'mb-4')}>
      <div
        className={cx(
          'max-w-full rounded-lg border px-3 py-1.5 transition-opacity duration-(--arrive)',
          look,
          (isUnderWay(message) || (outgoing && !outgoing.error)) && message.kind !== 'note' && 'opacity-80',
        )}
      >
        <Content message={message} person={conversation.person.name} />
      </div>
      {message.reactions.length > 0 && <Reactions message={message} conversation={conversation} />}
    </div>
  );
}

/** When, and how far it has come; what is usual is said at the end of what belongs together. */
function Below({ row: { message, outgoing, ends }, conversation, isLastOfOurs }: MessageRowProps) {
  const zone = useZone();
  const isOurs = message.direction === 'outbound';
  const isAtRest = ['sent', 'delivered', 'read', 'received', 'kept'].includes(message.status) && !outgoing;
  const refused = message.details.reactionRefused;
  if (isAtRest && !ends && !message.editedAt && !refused) return null;
  return (
    <div
      className={cx(
        'mt-0.5 flex flex-wrap items-center gap-x-2 px-0.5 text-xs text-faint',
        message.direction !== 'inbound' && 'justify-end',
      )}
    >
      {(!isOurs || isAtRest) && (
        <time dateTime={message.happenedAt.toISOString()} title={momentIn(zone, message.happenedAt)}>
          {clockIn(zone, message.happenedAt)}
        </time>
      )}
      {refused && <ReactionRefusal {...{ message, conversation, refused }} />}
      {(isOurs || outgoing) && (
        <Delivery message={message} outgoing={outgoing} conversation={conversation} isLast={isLastOfOurs} />
      )}
    </div>
  );
}
