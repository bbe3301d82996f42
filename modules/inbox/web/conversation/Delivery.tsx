import Check from 'lucide-react/icons/check';
import CheckCheck from 'lucide-react/icons/check-check';
import CircleAlert from 'lucide-react/icons/circle-alert';
import CircleHelp from 'lucide-react/icons/circle-question-mark';
import Clock from 'lucide-react/icons/clock';
import { useEffect, useState } from 'react';
import { useActions } from '../../../../web/kit/actions.ts';
import { useZone } from '../../../../web/kit/time.tsx';
import { momentIn } from '../../../../web/kit/time-words.ts';
import { type Conversation, type Message, undoSeconds } from '../../contract.ts';
import type { Outgoing } from '../composer/outbox.ts';
import { failureWhy } from '../words.ts';
import { LineButton } from './LineButton.tsx';
import { Refusal } from './Refusal.tsx';
import { ScheduledBar } from './ScheduledBar.tsx';
import { useMessageDeeds } from './useMessageDeeds.ts';

interface DeliveryProps {
  message: Message;
  outgoing: Outgoing | undefined;
  conversation: Conversation;
  isLast: boolean;
}

/** How far a message of ours has come, in a word and a mark, and what can be done about it. */
export function Delivery({ message, outgoing, conversation, isLast }: DeliveryProps) {
  if (outgoing?.error) return <Refusal outgoing={outgoing} error={outgoing.error} />;
  if (outgoing) return outgoing.isNote ? <>Being kept</> : <>Sending</>;
  switch (message.status) {
    case 'held':
      return <Held message={message} conversation={conversation} />;
    case 'scheduled':
      return <ScheduledBar message={message} conversation={conversation} />;
    case 'queued':
    case 'sending':
      return <span role="status">Sending</span>;
    case 'unknown':
      return (
        <State icon={CircleHelp} className="text-warn">
          The answer was lost: asking the platform
        </State>
      );
    case 'failed':
      return <FailedLine message={message} conversation={conversation} />;
    case 'cancelled':
      return <CancelledLine message={message} />;
    default:
      return isLast ? <Arrived message={message} /> : null;
  }
}

function State({
  icon: Icon,
  className,
  title,
  children,
}: {
  icon: typeof Check;
  className?: string;
  title?: string | undefined;
  children: string;
}) {
  return (
    <span className={`inline-flex items-center gap-1 ${className ?? ''}`} title={title}>
      <Icon size={13} strokeWidth={2} aria-hidden />
      {children}
    </span>
  );
}

function Arrived({ message: { status, seenAt, deliveredAt, sentAt } }: { message: Message }) {
  const zone = useZone();
  const moment = (at: Date | null) => (at ? momentIn(zone, at) : undefined);
  if (status === 'read') {
    return (
      <State icon={CheckCheck} className="text-accent" title={moment(seenAt)}>
        Read
      </State>
    );
  }
  if (status === 'delivered') {
    return (
      <State icon={CheckCheck} title={moment(deliveredAt)}>
        Delivered
      </State>
    );
  }
  return (
    <State icon={Check} title={moment(sentAt)}>
      Sent
    </State>
  );
}

/** It goes out in a moment; until then it can be as if it had never been written. */
function Held({ message, conversation }: { message: Message; conversation: Conversation }) {
  const deeds = useMessageDeeds(conversation);
  const left = useSecondsLeft(message.sendAt);
  useActions(
    left > 0 ? [{ ...undoAction, id: `inbox.undo ${message.id}`, run: () => deeds.takeBack(message) }] : [],
  );
  if (left === 0) return <span role="status">Sending</span>;
  return (
    <span className="inline-flex items-center gap-2">
      <State icon={Clock}>{`Goes out in ${left} s`}</State>
      <LineButton onClick={() => deeds.takeBack(message)} keys="z">
        Undo
      </LineButton>
    </span>
  );
}

const undoAction = { title: 'Take the message back', group: 'In the conversation', keys: 'z' };

/** Counted from when it is first seen: the clock of the server may be another. */
function useSecondsLeft(until: Date | null): number {
  const [end] = useState(() => {
    const leftMs = until ? until.getTime() - Date.now() : 0;
    return performance.now() + Math.max(0, Math.min(leftMs, undoSeconds * 1_000));
  });
  const [left, setLeft] = useState(() => secondsTo(end));
  useEffect(() => {
    const timer = setInterval(() => setLeft(secondsTo(end)), 250);
    return () => clearInterval(timer);
  }, [end]);
  return left;
}
const secondsTo = (end: number) => Math.max(0, Math.ceil((end - performance.now()) / 1_000));

function FailedLine({ message, conversation }: { message: Message; conversation: Conversation }) {
  const deeds = useMessageDeeds(conversation);
  return (
    <span className="inline-flex flex-wrap items-center justify-end gap-x-2 text-danger">
      <State icon={CircleAlert}>{failureWhy(message.failureCode)}</State>
      {message.failureCode !== 'outcome_unknown' && (
        <LineButton onClick={() => deeds.retry(message)}>Try again</LineButton>
      )}
    </span>
  );
}

function CancelledLine({ message }: { message: Message }) {
  const wasForLater =
    message.sendAt !== null && message.sendAt.getTime() - message.happenedAt.getTime() > 60_000;
  return <>{wasForLater ? 'Cancelled before it went out' : 'Taken back before it went out'}</>;
}
