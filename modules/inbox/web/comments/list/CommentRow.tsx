import CornerDownRight from 'lucide-react/icons/corner-down-right';
import EyeOff from 'lucide-react/icons/eye-off';
import Frown from 'lucide-react/icons/frown';
import Lock from 'lucide-react/icons/lock';
import { lazy, Suspense } from 'react';
import { Link } from 'react-router';
import { Avatar } from '../../../../../web/kit/Badge.tsx';
import { cx } from '../../../../../web/kit/cx.ts';
import { Skeleton } from '../../../../../web/kit/states.tsx';
import { Tooltip } from '../../../../../web/kit/Tooltip.tsx';
import type { Comment, ListedComment } from '../../../comments/contract.ts';
import { ChannelMark } from '../../ChannelMark.tsx';
import { ShortTime } from '../../ShortTime.tsx';
import { Marked } from '../../search/Marked.tsx';
import { isOpen } from '../asking.ts';
import { addressOf, useComments } from '../comments.ts';
import { Stars } from '../Stars.tsx';
import { PostPicture } from '../thread/PostPicture.tsx';
import { categoryLabel, faceOf, nameOf, platformLabels, statusLabels, urgencyOf, wordsOf } from '../words.ts';
import type { ListKeys } from './useListKeys.ts';

const RowTags = lazy(() => import('../../tags/RowTags.tsx'));

interface RowProps {
  row: ListedComment;
  index: number;
  keys: ListKeys;
}

/** One comment: who, what they wrote, how it stands, and under which post or of which place. */
export function CommentRow({ row, index, keys }: RowProps) {
  const comments = useComments();
  const isHere = comments.openId === row.id;
  return (
    <div className={cx('relative border-b border-line', isHere ? 'bg-wash/70' : 'hover:bg-hover/60')}>
      {isHere && <span aria-hidden className="absolute inset-y-0 left-0 w-0.5 bg-accent" />}
      <Link
        to={addressOf(comments, row.id)}
        preventScrollReset
        data-row={index}
        tabIndex={keys.tabIndexOf(index)}
        aria-current={isHere ? 'page' : undefined}
        onFocus={() => keys.focused(index)}
        onKeyDown={keys.pressed}
        className="flex gap-3 py-2.5 pr-3.5 pl-4 outline-offset-[-2px]"
      >
        <Face row={row} />
        <span className="min-w-0 flex-1">
          <Head row={row} />
          <span className="flex items-start gap-3">
            <span className="min-w-0 flex-1">
              <Words row={row} />
              <Tail row={row} />
            </span>
            {row.post && <PostPicture post={row.post} size="small" />}
          </span>
        </span>
      </Link>
    </div>
  );
}

function Face({ row }: { row: Comment }) {
  const { platform } = row.channel;
  return (
    <span className="relative mt-0.5 h-fit">
      <Avatar name={faceOf(row)} src={row.author.pictureUrl} size="roomy" />
      <span className="absolute -right-1.5 -bottom-1.5 flex rounded-md border-2 border-paper bg-paper">
        <ChannelMark platform={platform} size="tiny" />
      </span>
      <span className="sr-only">{`${platformLabels[platform]}:`}</span>
    </span>
  );
}

function Head({ row }: { row: Comment }) {
  const isNew = row.status === 'unread';
  return (
    <span className="flex items-baseline gap-2">
      <span className={cx('min-w-0 truncate text-ink', isNew && 'font-[600]')}>{nameOf(row)}</span>
      {isNew && (
        <span className="size-2 shrink-0 self-center rounded-full bg-accent">
          <span className="sr-only">New</span>
        </span>
      )}
      <span className={cx('ml-auto shrink-0 text-xs', isNew ? 'text-accent' : 'text-faint')}>
        <ShortTime at={row.happenedAt} />
      </span>
    </span>
  );
}

/** As they begin; where some of them were looked for, the piece that has those. */
function Words({ row }: { row: ListedComment }) {
  return (
    <span
      className={cx('line-clamp-2 text-sm break-words', row.status === 'unread' ? 'text-ink' : 'text-soft')}
    >
      {row.parentId !== null && (
        <CornerDownRight size={13} strokeWidth={2} className="mr-1 inline text-faint" aria-label="Answers:" />
      )}
      {row.rating !== null && (
        <>
          <Stars rating={row.rating} size={13} />{' '}
        </>
      )}
      {row.snippet ? (
        <Marked snippet={row.snippet} />
      ) : row.rating !== null && row.body === null ? null : (
        wordsOf(row)
      )}
    </span>
  );
}

/** What asks for somebody, and what was done: marks of different shapes, each with its word. */
function Tail({ row }: { row: Comment }) {
  const urgency = urgencyOf(row);
  const [category] = row.categories;
  return (
    <span className="mt-0.5 flex min-h-5 items-center gap-2 overflow-hidden text-xs whitespace-nowrap text-faint">
      {!isOpen(row) && <span>{statusLabels[row.status]}</span>}
      {urgency && isOpen(row) && (
        <span className={cx('font-[550]', urgency.from > 80 ? 'text-danger' : 'text-warn')}>
          {urgency.label}
        </span>
      )}
      {row.sentiment === 'negative' && (
        <Tooltip text="Unhappy">
          <span className="inline-flex text-danger">
            <Frown size={13} strokeWidth={2} aria-hidden />
            <span className="sr-only">Unhappy</span>
          </span>
        </Tooltip>
      )}
      {category && (
        <span className={cx(row.kind === 'review' ? 'shrink-0' : 'truncate')}>{categoryLabel(category)}</span>
      )}
      {row.kind === 'review' && <span className="min-w-0 truncate">{row.channel.name}</span>}
      {row.hiddenAt && <Sign icon={EyeOff} word="Hidden" />}
      {row.privateRepliedAt && <Sign icon={Lock} word="Answered in private" />}
      {row.assignee?.name && (
        <Tooltip text={row.assignee.name}>
          <span className="inline-flex">
            <span className="sr-only">{`With ${row.assignee.name}`}</span>
            <Avatar name={row.assignee.name} size="tiny" />
          </span>
        </Tooltip>
      )}
      {row.tagIds.length > 0 && (
        <Suspense>
          <RowTags ids={row.tagIds} />
        </Suspense>
      )}
    </span>
  );
}

function Sign({ icon: Icon, word }: { icon: typeof EyeOff; word: string }) {
  return (
    <Tooltip text={word}>
      <span className="inline-flex">
        <Icon size={13} strokeWidth={2} aria-hidden />
        <span className="sr-only">{word}</span>
      </span>
    </Tooltip>
  );
}

export function SkeletonRow() {
  return (
    <div className="flex h-22 gap-3 border-b border-line px-4 py-3">
      <Skeleton className="size-9.5 rounded-full" />
      <span className="flex flex-1 flex-col gap-2.5 pt-1">
        <Skeleton className="h-3.5 w-2/5" />
        <Skeleton className="h-3.5 w-4/5" />
        <Skeleton className="h-3 w-1/4" />
      </span>
    </div>
  );
}
