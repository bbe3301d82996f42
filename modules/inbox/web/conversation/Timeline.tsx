// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys, whatever stands in it.
import { useEffect, useMemo, useRef, useState } from 'react';
import { type Pages, usePages } from '../../../../web/kit/api.ts';
import { Button, Spinner } from '../../../../web/kit/Button.tsx';
import { Failed, Skeleton } from '../../../../web/kit/states.tsx';
import { useZone } from '../../../../web/kit/time.tsx';
import { dayIn } from '../../../../web/kit/time-words.ts';
import { type Conversation, listMessages, type Message } from '../../contract.ts';
import { useOutbox } from '../composer/outbox.ts';
import { useInbox } from '../inbox.ts';
import { kindLabel } from '../words.ts';
import { DayWords } from './DayWords.tsx';
import { MessageRow } from './MessageRow.tsx';
import { ReactionsOffered } from './ReactionsOffered.tsx';
import { firstUnread, type Row, rowsOf } from './timeline-rows.ts';

interface TimelineProps {
  conversation: Conversation;
  unreadAtFirst: number;
}

/**
 * What was said, from the end. The box is laid out from below, so that it begins at the last word, stays there when
 * another comes, and stays where somebody reads when older ones are put above.
 */
export function Timeline({ conversation, unreadAtFirst }: TimelineProps) {
  const params = { workspaceId: useInbox().at.workspaceId, conversationId: conversation.id };
  const pages = usePages(listMessages, { params });
  return (
    <section
      aria-label="The conversation so far"
      tabIndex={0}
      className="flex min-h-0 flex-1 flex-col-reverse overflow-y-auto overscroll-contain outline-offset-[-2px]"
    >
      <div className="mx-auto w-full max-w-3xl flex-1 px-4 pt-4 pb-5 sm:px-6">
        {pages.state === 'failed' ? (
          <Failed error={pages.error} again={pages.again} />
        ) : pages.state === 'loading' ? (
          <TimelineSkeleton />
        ) : (
          <Said conversation={conversation} pages={pages} unreadAtFirst={unreadAtFirst} />
        )}
      </div>
    </section>
  );
}

function Said({ conversation, pages, unreadAtFirst }: TimelineProps & { pages: Pages<Message> }) {
  const zone = useZone();
  const outgoing = useOutbox(conversation.id);
  const { items } = pages;
  const [newFrom] = useState(() => firstUnread(items, unreadAtFirst));
  const rows = useMemo(
    () => rowsOf({ messages: items, outgoing, newFrom, dayOf: (at) => dayIn(zone, at) }),
    [items, outgoing, newFrom, zone],
  );
  const lastOfOurs = items.find(({ direction }) => direction === 'outbound')?.id;
  return (
    <ReactionsOffered conversation={conversation} messages={items}>
      <Older pages={pages} />
      <ol aria-label="What was said" className="flex flex-col">
        {rows.map((row) => (
          <Line key={row.key} row={row} conversation={conversation} lastOfOurs={lastOfOurs} />
        ))}
      </ol>
      {rows.length === 0 && <p className="py-10 text-center text-soft">Nothing was said yet.</p>}
      <Heard messages={items} conversation={conversation} />
    </ReactionsOffered>
  );
}

interface LineProps {
  row: Row;
  conversation: Conversation;
  lastOfOurs: string | undefined;
}

function Line({ row, conversation, lastOfOurs }: LineProps) {
  if (row.kind === 'day') {
    return (
      <li className="flex items-center gap-4 pt-5 pb-3 text-xs text-faint first:pt-0">
        <span aria-hidden className="h-px flex-1 bg-line" />
        <DayWords at={row.at} />
        <span aria-hidden className="h-px flex-1 bg-line" />
      </li>
    );
  }
  if (row.kind === 'new') {
    return (
      <li className="flex items-center gap-4 pt-2 pb-3 text-xs font-[550] text-accent">
        <span aria-hidden className="h-px flex-1 bg-accent/40" />
        New
        <span aria-hidden className="h-px flex-1 bg-accent/40" />
      </li>
    );
  }
  return <MessageRow row={row} conversation={conversation} isLastOfOurs={row.message.id === lastOfOurs} />;
}

/** Reads older ones as soon as somebody comes near the beginning of what is there. */
function Older({ pages }: { pages: Pages<unknown> }) {
  const { hasMore, loadingMore, moreFailed, more } = pages;
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = mark.current;
    if (!element || !hasMore || loadingMore || moreFailed) return;
    const watcher = new IntersectionObserver(([seen]) => seen?.isIntersecting && more(), {
      root: element.closest('.overflow-y-auto'),
      rootMargin: '600px 0px 0px 0px',
    });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [hasMore, loadingMore, moreFailed, more]);
  if (moreFailed) {
    return (
      <div role="alert" className="flex items-center justify-center gap-3 pb-4 text-sm text-danger">
        What was said before could not be loaded.
        <Button size="small" onClick={more}>
          Try again
        </Button>
      </div>
    );
  }
  if (!hasMore) return null;
  return (
    <div ref={mark} className="flex h-10 items-center justify-center text-faint">
      {loadingMore && <Spinner label="Loading what was said before" />}
    </div>
  );
}

/** Says to a screen reader what has just come; what was there already is read by who wants to. */
function Heard({ messages, conversation }: { messages: readonly Message[]; conversation: Conversation }) {
  const latest = messages.find(({ direction }) => direction === 'inbound');
  const [known] = useState(latest?.id);
  const words = latest && latest.id !== known ? latest.body || kindLabel(latest.kind) : '';
  return (
    <p aria-live="polite" className="sr-only">
      {words && `${conversation.person.name}: ${words}`}
    </p>
  );
}

function TimelineSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-4 pt-6">
      <span className="sr-only">Loading what was said</span>
      <Skeleton className="h-14 w-3/5 rounded-lg" />
      <Skeleton className="h-9 w-2/5 rounded-lg" />
      <Skeleton className="h-16 w-1/2 self-end rounded-lg" />
      <Skeleton className="h-9 w-1/3 rounded-lg" />
    </div>
  );
}
