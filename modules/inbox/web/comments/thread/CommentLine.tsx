import CircleAlert from 'lucide-react/icons/circle-alert';
import EyeOff from 'lucide-react/icons/eye-off';
import Heart from 'lucide-react/icons/heart';
import Lock from 'lucide-react/icons/lock';
import type { ReactNode } from 'react';
import { Avatar, Badge } from '../../../../../web/kit/Badge.tsx';
import { cx } from '../../../../../web/kit/cx.ts';
import { Time } from '../../../../../web/kit/time.tsx';
import type { Comment } from '../../../comments/contract.ts';
import { Linked } from '../../conversation/Linked.tsx';
import { count, failureWhy } from '../../words.ts';
import { Stars } from '../Stars.tsx';
import { faceOf, isLikedByUs, wordsOf } from '../words.ts';
import { AuthorName } from './AuthorName.tsx';
import { CommentTools } from './CommentTools.tsx';

/** One of those that stand on the platform: who wrote it, what, and what became of it. */
export function CommentLine({ comment, isTarget }: { comment: Comment; isTarget: boolean }) {
  const { body, deletedAt, parentId, author, isOwn, rating } = comment;
  const isGone = deletedAt !== null;
  return (
    <li
      aria-current={isTarget || undefined}
      className={cx(
        'group relative flex gap-3 rounded-md py-2 pr-1 pl-3',
        parentId !== null && 'ml-6 sm:ml-10',
        isTarget && 'bg-wash/60',
      )}
    >
      {isTarget && <span aria-hidden className="absolute inset-y-2 left-0 w-0.5 rounded-full bg-accent" />}
      <Avatar name={faceOf(comment)} src={author.pictureUrl} size={parentId === null ? 'medium' : 'small'} />
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 items-baseline gap-2 text-sm">
          <AuthorName comment={comment} className="font-[600] text-ink" />
          {isOwn ? (
            <Badge tone="accent">Us</Badge>
          ) : (
            author.name &&
            author.username && <span className="truncate text-faint">{`@${author.username}`}</span>
          )}
          <span className="shrink-0 text-xs text-faint">
            <Time at={comment.happenedAt} />
          </span>
        </p>
        {rating !== null && <Stars rating={rating} size={15} />}
        <p
          className={cx('text-base break-words whitespace-pre-wrap', (isGone || !body) && 'text-soft italic')}
        >
          {body && !isGone ? <Linked text={body} /> : wordsOf(comment)}
        </p>
        <Facts comment={comment} />
      </div>
      {!isGone && <CommentTools comment={comment} isTarget={isTarget} />}
    </li>
  );
}

/** What there is to say of it beyond its words. */
function Facts({ comment }: { comment: Comment }) {
  const { likesCount, hiddenAt, hiddenBy, editedAt, privateRepliedAt, heartedAt, likeWanted } = comment;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-xs text-faint empty:hidden">
      {likesCount > 0 && <Fact icon={Heart}>{count(likesCount, 'like')}</Fact>}
      {(isLikedByUs(comment) || heartedAt) && <span>{heartedAt ? 'Hearted by us' : 'Liked by us'}</span>}
      {editedAt && <span>Edited</span>}
      {hiddenAt && (
        <Fact icon={EyeOff}>
          {hiddenBy ? `Hidden from others by ${hiddenBy.name}` : 'Hidden from others'}
        </Fact>
      )}
      {privateRepliedAt && <Fact icon={Lock}>Answered in private</Fact>}
      <Wanted comment={comment} />
      {likeWanted?.failureCode && <Refused kind={likeWanted.kind} code={likeWanted.failureCode} />}
    </p>
  );
}

const underWay = { hide: 'Being hidden', unhide: 'Being shown again', delete: 'Being deleted' } as const;
const refused = {
  ...{ hide: 'Not hidden', unhide: 'Not shown again', delete: 'Not deleted' },
  ...{ like: 'Not liked', unlike: 'Still liked' },
} as const;

/** What is under way, or why it came to nothing. */
function Wanted({ comment: { wanted } }: { comment: Comment }) {
  if (!wanted) return null;
  if (wanted.failureCode === null) return <span role="status">{underWay[wanted.kind]}</span>;
  return <Refused kind={wanted.kind} code={wanted.failureCode} />;
}

function Refused({ kind, code }: { kind: keyof typeof refused; code: string }) {
  return (
    <span className="inline-flex items-center gap-1 text-danger">
      <CircleAlert size={13} strokeWidth={2} aria-hidden />
      {`${refused[kind]}: ${failureWhy(code)}`}
    </span>
  );
}

function Fact({ icon: Icon, children }: { icon: typeof Heart; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1">
      <Icon size={12} strokeWidth={2} aria-hidden />
      {children}
    </span>
  );
}
