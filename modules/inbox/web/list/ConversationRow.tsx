import AlarmClock from 'lucide-react/icons/alarm-clock';
import ChevronUp from 'lucide-react/icons/chevron-up';
import ChevronsUp from 'lucide-react/icons/chevrons-up';
import CircleAlert from 'lucide-react/icons/circle-alert';
import CircleCheck from 'lucide-react/icons/circle-check';
import Clock from 'lucide-react/icons/clock';
import { lazy, Suspense } from 'react';
import { Link } from 'react-router';
import { Avatar } from '../../../../web/kit/Badge.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { RowCheckbox } from '../../../../web/kit/RowCheckbox.tsx';
import { Skeleton } from '../../../../web/kit/states.tsx';
import { Tooltip } from '../../../../web/kit/Tooltip.tsx';
import type { ConversationSummary } from '../../contract.ts';
import { ChannelMark } from '../ChannelMark.tsx';
import { addressOf, useInbox } from '../inbox.ts';
import { ShortTime } from '../ShortTime.tsx';
import { channelLabels, lastWords, priorityLabels, statusLabels } from '../words.ts';
import { isChosen, toggled } from './choosing.ts';
import type { ListKeys } from './useListKeys.ts';

const RowTags = lazy(() => import('../tags/RowTags.tsx'));

interface RowProps {
  row: ConversationSummary;
  index: number;
  keys: ListKeys;
}

/** One conversation in three lines at most: who, what they said last, and how it stands. */
export function ConversationRow({ row, index, keys }: RowProps) {
  const inbox = useInbox();
  const { chosen, choose, openId, pages } = inbox;
  const isOpen = openId === row.id;
  const isMeant = isChosen(chosen, row.id);
  return (
    <div
      className={cx(
        'group relative border-b border-line',
        isOpen ? 'bg-wash/70' : isMeant ? 'bg-wash/40' : 'hover:bg-hover/60',
      )}
    >
      {isOpen && <span aria-hidden className="absolute inset-y-0 left-0 w-0.5 bg-accent" />}
      <Link
        to={addressOf(inbox, row.id)}
        preventScrollReset
        data-row={index}
        tabIndex={keys.tabIndexOf(index)}
        aria-current={isOpen ? 'page' : undefined}
        onFocus={() => keys.focused(index)}
        onKeyDown={keys.pressed}
        className="flex gap-3 py-2.5 pr-3.5 pl-4 outline-offset-[-2px]"
      >
        <Face row={row} isHidden={chosen.size > 0} />
        <Words row={row} />
      </Link>
      <span
        className={cx(
          'absolute top-5 left-6.5 group-hover:opacity-100 focus-within:opacity-100',
          chosen.size > 0 ? 'opacity-100' : 'opacity-0 pointer-coarse:hidden',
        )}
      >
        <RowCheckbox
          label={`Choose ${row.person.name}`}
          checked={isMeant}
          onChange={() => choose(toggled(chosen, row.id, pages.items))}
        />
      </span>
    </div>
  );
}

function Words({ row }: { row: ConversationSummary }) {
  const isUnread = row.unreadCount > 0;
  return (
    <span className="min-w-0 flex-1">
      <span className="flex items-baseline gap-2">
        <span className={cx('min-w-0 truncate text-ink', isUnread && 'font-[600]')}>{row.person.name}</span>
        <span className={cx('ml-auto shrink-0 text-xs', isUnread ? 'text-accent' : 'text-faint')}>
          <ShortTime at={row.lastAt} />
        </span>
      </span>
      <span className="flex items-center gap-2">
        <span className={cx('min-w-0 flex-1 truncate text-sm', isUnread ? 'text-ink' : 'text-soft')}>
          {lastWords(row)}
        </span>
        <Signs row={row} />
      </span>
      <Tail row={row} />
    </span>
  );
}

/** Who it is, and on which platform. Where one can choose, the box takes its place. */
function Face({ row: { person, channel }, isHidden }: { row: ConversationSummary; isHidden: boolean }) {
  return (
    <span
      className={cx(
        'relative mt-0.5 h-fit',
        isHidden ? 'opacity-0' : 'group-hover:opacity-0 pointer-coarse:group-hover:opacity-100',
      )}
    >
      <Avatar name={person.name} src={person.pictureUrl} size="roomy" />
      <span className="absolute -right-1.5 -bottom-1.5 flex rounded-md border-2 border-paper bg-paper">
        <ChannelMark platform={channel.platform} size="tiny" />
      </span>
      <span className="sr-only">{`${channelLabels[channel.platform]}:`}</span>
    </span>
  );
}

/** What asks for somebody: marks of different shapes, each with its word. */
function Signs({ row }: { row: ConversationSummary }) {
  const status = row.last?.direction === 'outbound' ? row.last.status : undefined;
  return (
    <span className="flex shrink-0 items-center gap-1.5">
      {status === 'failed' && <Sign icon={CircleAlert} word="Could not be sent" className="text-danger" />}
      {status === 'scheduled' && <Sign icon={Clock} word="Goes out later" className="text-faint" />}
      {row.priority !== 'normal' && (
        <Sign
          icon={row.priority === 'urgent' ? ChevronsUp : ChevronUp}
          word={priorityLabels[row.priority]}
          className={row.priority === 'urgent' ? 'text-danger' : 'text-warn'}
        />
      )}
      {row.assignee?.name && (
        <Tooltip text={row.assignee.name}>
          <span className="inline-flex">
            <span className="sr-only">{`With ${row.assignee.name}`}</span>
            <Avatar name={row.assignee.name} size="tiny" />
          </span>
        </Tooltip>
      )}
      {row.unreadCount > 0 && (
        <span className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full bg-accent px-1 text-[0.6875rem] leading-none font-[600] text-on-accent">
          {row.unreadCount > 99 ? '99+' : row.unreadCount}
          <span className="sr-only"> unread</span>
        </span>
      )}
    </span>
  );
}

function Sign({ icon: Icon, word, className }: { icon: typeof Clock; word: string; className: string }) {
  return (
    <Tooltip text={word}>
      <span className={cx('inline-flex', className)}>
        <Icon size={14} strokeWidth={2} aria-hidden />
        <span className="sr-only">{word}</span>
      </span>
    </Tooltip>
  );
}

const stateIcons = { snoozed: AlarmClock, pending: Clock, closed: CircleCheck, open: undefined };

/** Only where there is something to say beyond an open conversation. */
function Tail({ row }: { row: ConversationSummary }) {
  const Icon = stateIcons[row.status];
  const hasState = row.status !== 'open';
  if (!hasState && !row.team && row.tagIds.length === 0 && !row.subject) return null;
  return (
    <span className="mt-0.5 flex min-h-4 items-center gap-2 overflow-hidden text-xs text-faint">
      {hasState && (
        <span className="inline-flex shrink-0 items-center gap-1">
          {Icon && <Icon size={12} strokeWidth={2} aria-hidden />}
          {statusLabels[row.status]}
          {row.snoozedUntil && (
            <>
              {' until '}
              <ShortTime at={row.snoozedUntil} isAhead />
            </>
          )}
        </span>
      )}
      {row.subject && <span className="truncate text-soft">{row.subject}</span>}
      {row.team && <span className="truncate">{row.team.name}</span>}
      {row.tagIds.length > 0 && (
        <Suspense>
          <RowTags ids={row.tagIds} />
        </Suspense>
      )}
    </span>
  );
}

export function SkeletonRow() {
  return (
    <div className="flex h-17 gap-3 border-b border-line px-4 py-3">
      <Skeleton className="size-8 rounded-full" />
      <span className="flex flex-1 flex-col gap-2.5 pt-1">
        <Skeleton className="h-3.5 w-2/5" />
        <Skeleton className="h-3.5 w-4/5" />
      </span>
    </div>
  );
}
