import Check from 'lucide-react/icons/check';
import CircleAlert from 'lucide-react/icons/circle-alert';
import CircleHelp from 'lucide-react/icons/circle-question-mark';
import Clock from 'lucide-react/icons/clock';
import Lock from 'lucide-react/icons/lock';
import type { ReactNode } from 'react';
import { Avatar, Badge } from '../../../../../web/kit/Badge.tsx';
import { cx } from '../../../../../web/kit/cx.ts';
import { Time } from '../../../../../web/kit/time.tsx';
import type { CommentReply } from '../../../comments/contract.ts';
import { LineButton } from '../../conversation/LineButton.tsx';
import { WhenWords } from '../../WhenWords.tsx';
import { failureWhy } from '../../words.ts';
import { useComments } from '../comments.ts';
import { takeBack } from '../deeds.ts';
import { writeAgain } from '../desk/words-kept.ts';
import { heldWhy } from '../words.ts';

const authors: Record<CommentReply['author'], string> = {
  member: 'A former colleague',
  autopilot: 'Autopilot',
  automation: 'Automation',
  system: 'Stoa',
};

/** What we answer and is no comment of the thread: it is on its way, came to nothing, or was said in private. */
export function ReplyLine({ reply, to }: { reply: CommentReply; to: string | undefined }) {
  const name = reply.member?.name ?? authors[reply.author];
  const isPrivate = reply.kind === 'private';
  return (
    <li
      className={cx(
        'ml-6 flex gap-3 rounded-md py-2 pr-1 pl-3 sm:ml-10',
        isPrivate && 'border-l-2 border-firm/60 bg-sunk/60',
      )}
    >
      <Avatar name={name} size="small" />
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-sm">
          <span className="min-w-0 truncate font-[600] text-ink">{name}</span>
          {isPrivate ? (
            <span className="inline-flex items-center gap-1 text-xs text-soft">
              <Lock size={12} strokeWidth={2} aria-hidden />
              {to ? `In private to ${to}` : 'In private'}
            </span>
          ) : (
            <Badge tone="accent">Us</Badge>
          )}
          <span className="text-xs text-faint">
            <Time at={reply.createdAt} />
          </span>
        </p>
        <p className="text-base break-words whitespace-pre-wrap">{reply.body}</p>
        <p className="flex flex-wrap items-center gap-x-2 text-xs text-faint">
          <Delivery reply={reply} />
        </p>
      </div>
    </li>
  );
}

/** How far it has come, in a word and a mark, and what can be done about it. */
function Delivery({ reply }: { reply: CommentReply }) {
  switch (reply.status) {
    case 'queued':
      return <Waiting reply={reply} />;
    case 'sending':
      return <span role="status">Sending</span>;
    case 'unknown':
      return (
        <State icon={CircleHelp} className="text-warn">
          The answer was lost: asking the platform
        </State>
      );
    case 'failed':
      return (
        <>
          <State icon={CircleAlert} className="text-danger">
            {failureWhy(reply.failureCode)}
          </State>
          {reply.failureCode !== 'outcome_unknown' && (
            <LineButton onClick={() => writeAgain(reply)}>Write it again</LineButton>
          )}
        </>
      );
    case 'cancelled':
      return <>Taken back before it went out</>;
    default:
      return <State icon={Check}>Sent</State>;
  }
}

function Waiting({ reply }: { reply: CommentReply }) {
  const { at } = useComments();
  const { heldReason, goneBy } = reply;
  return (
    <>
      {heldReason ? (
        <State icon={Clock} className="text-soft">
          {heldWhy(heldReason)}
          {goneBy && (
            <>
              {' It goes out '}
              <WhenWords at={goneBy} />
              {' at the latest.'}
            </>
          )}
        </State>
      ) : (
        <span role="status">Sending</span>
      )}
      <LineButton onClick={() => void takeBack(at, reply)}>Take it back</LineButton>
    </>
  );
}

function State({
  icon: Icon,
  className,
  children,
}: {
  icon: typeof Check;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span className={cx('inline-flex items-start gap-1', className)}>
      <Icon size={13} strokeWidth={2} className="mt-0.5 shrink-0" aria-hidden />
      <span>{children}</span>
    </span>
  );
}
