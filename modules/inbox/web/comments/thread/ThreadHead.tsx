import ArrowLeft from 'lucide-react/icons/arrow-left';
import CircleCheck from 'lucide-react/icons/circle-check';
import Eye from 'lucide-react/icons/eye';
import EyeOff from 'lucide-react/icons/eye-off';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import Tag from 'lucide-react/icons/tag';
import UserRoundPlus from 'lucide-react/icons/user-round-plus';
import { lazy, Suspense } from 'react';
import { Link } from 'react-router';
import { actionFor, useActions } from '../../../../../web/kit/actions.ts';
import { Avatar } from '../../../../../web/kit/Badge.tsx';
import { IconButton } from '../../../../../web/kit/Button.tsx';
import { cx } from '../../../../../web/kit/cx.ts';
import { Tooltip } from '../../../../../web/kit/Tooltip.tsx';
import { type Comment, commentsErrors, whyNot } from '../../../comments/contract.ts';
import { ChannelMark } from '../../ChannelMark.tsx';
import { languageLabel } from '../../contacts/words.ts';
import { isOpen } from '../asking.ts';
import { addressOf, useComments } from '../comments.ts';
import { setHidden } from '../deeds.ts';
import { useWhyNotHere } from '../rights.ts';
import { categoryLabel, platformLabels, sentimentLabels, statusLabels, urgencyOf } from '../words.ts';
import { AuthorName } from './AuthorName.tsx';

const RowTags = lazy(() => import('../../tags/RowTags.tsx'));

/** Whose comment it is, how it stands, and what can be done about it. */
export function ThreadHead({ comment }: { comment: Comment }) {
  const comments = useComments();
  const { channel } = comment;
  useActions([
    {
      id: 'comments.back',
      title: 'Back to the list',
      group: 'With the comment',
      keys: 'escape',
      keysOnly: true,
      run: () => comments.goTo(undefined),
    },
  ]);
  return (
    <header className="flex min-h-14 shrink-0 items-center gap-2 border-b border-line py-1.5 pr-2 pl-4 sm:pl-6">
      <Link
        to={addressOf(comments, undefined)}
        className="-ml-2 rounded-md p-2 text-soft hover:bg-hover sm:hidden"
        aria-label="Back to the list"
      >
        <ArrowLeft size={18} aria-hidden />
      </Link>
      <div className="min-w-0 flex-1">
        <h2 className="flex min-w-0 items-center gap-2 text-base font-[600]">
          <AuthorName comment={comment} />
          <Tooltip text={`${platformLabels[channel.platform]} · ${channel.name}`}>
            <span className="inline-flex">
              <ChannelMark platform={channel.platform} size="tiny" />
              <span className="sr-only">{`on ${platformLabels[channel.platform]}, ${channel.name}`}</span>
            </span>
          </Tooltip>
        </h2>
        <StateLine comment={comment} />
      </div>
      <Deeds comment={comment} />
    </header>
  );
}

/** How it stands, in one line of words; a phone has room for two. */
function StateLine({ comment }: { comment: Comment }) {
  const { status, assignee, sentiment, categories, language, tagIds } = comment;
  const urgency = urgencyOf(comment);
  return (
    <p className="flex min-w-0 items-center gap-x-2 overflow-hidden text-xs whitespace-nowrap text-soft max-sm:flex-wrap">
      <span className={cx(!isOpen(comment) && 'font-[550]')}>{statusLabels[status]}</span>
      <Dot />
      <span className="min-w-12 shrink truncate">{assignee?.name ?? 'Nobody’s'}</span>
      {urgency && (
        <span className={cx('font-[550]', urgency.from > 80 ? 'text-danger' : 'text-warn')}>
          {urgency.label}
        </span>
      )}
      {sentiment && sentiment !== 'neutral' && (
        <span className={sentiment === 'negative' ? 'text-danger' : 'text-good'}>
          {sentimentLabels[sentiment]}
        </span>
      )}
      {categories.map((category) => (
        <span key={category} className="max-sm:hidden">
          {categoryLabel(category)}
        </span>
      ))}
      {language && <span className="max-sm:hidden">{languageLabel(language)}</span>}
      {tagIds.length > 0 && (
        <Suspense>
          <RowTags ids={tagIds} />
        </Suspense>
      )}
    </p>
  );
}

const Dot = () => (
  <span aria-hidden className="text-faint">
    ·
  </span>
);

function Deeds({ comment }: { comment: Comment }) {
  const { at, choose } = useComments();
  const mayNotOrganize = useWhyNotHere('inbox.organize', comment, 'organise comments');
  const mayNotReply = useWhyNotHere('inbox.reply', comment, 'answer comments');
  const isHidden = comment.hiddenAt !== null;
  const refusal = whyNot(isHidden ? 'unhide' : 'hide', comment, new Date());
  const isUnderWay = comment.wanted !== null && comment.wanted.failureCode === null;
  const isWaiting = isOpen(comment);
  return (
    <div className="flex shrink-0 items-center gap-0.5">
      <GiveButton comment={comment} whyNotGive={mayNotOrganize} give={() => choose('colleague', comment)} />
      <IconButton
        icon={Tag}
        label="Tags"
        keys="#"
        disabledReason={mayNotOrganize}
        onClick={() => choose('tags', comment)}
      />
      {comment.kind !== 'review' && (
        <IconButton
          icon={isHidden ? Eye : EyeOff}
          label={isHidden ? 'Show it again' : 'Hide it from others'}
          keys="h"
          busy={isUnderWay}
          disabledReason={mayNotReply ?? (refusal && commentsErrors[refusal][1])}
          onClick={() => void setHidden(at, comment, !isHidden)}
        />
      )}
      <IconButton
        icon={isWaiting ? CircleCheck : RotateCcw}
        label={isWaiting ? 'Close' : 'Open again'}
        keys="e"
        disabledReason={mayNotOrganize}
        onClick={() => actionFor('e')?.run()}
      />
    </div>
  );
}

interface GiveProps {
  comment: Comment;
  whyNotGive: string | undefined;
  give: () => void;
}

function GiveButton({ comment, whyNotGive, give }: GiveProps) {
  const name = comment.assignee?.name;
  return (
    <Tooltip text={whyNotGive ?? (name ? `With ${name}` : 'Give to somebody')} keys="a">
      <button
        type="button"
        aria-disabled={whyNotGive ? true : undefined}
        aria-label={name ? `With ${name}. Give to somebody` : 'Give to somebody'}
        onClick={() => whyNotGive || give()}
        className="flex size-9 items-center justify-center rounded-md text-soft hover:bg-hover hover:text-ink pointer-coarse:size-11"
      >
        {name ? (
          <Avatar name={name} size="small" />
        ) : (
          <UserRoundPlus size={17} strokeWidth={1.75} aria-hidden />
        )}
      </button>
    </Tooltip>
  );
}
