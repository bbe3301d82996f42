import Ellipsis from 'lucide-react/icons/ellipsis';
import Eye from 'lucide-react/icons/eye';
import EyeOff from 'lucide-react/icons/eye-off';
import Heart from 'lucide-react/icons/heart';
import Reply from 'lucide-react/icons/reply';
import Trash2 from 'lucide-react/icons/trash-2';
import { lazy, Suspense, useState } from 'react';
import { IconButton } from '../../../../../web/kit/Button.tsx';
import { cx } from '../../../../../web/kit/cx.ts';
import { Menu } from '../../../../../web/kit/Menu.tsx';
import { type Comment, type CommentDeed, commentsErrors, whyNot } from '../../../comments/contract.ts';
import { useComments } from '../comments.ts';
import { setHidden, setLiked } from '../deeds.ts';
import { useWhyNotHere } from '../rights.ts';
import { isLikedByUs, isReviewAnswer, nameOf, platformLabels } from '../words.ts';

const RemoveDialog = lazy(() => import('./RemoveDialog.tsx'));

/** What can be done with any comment of the thread. What the platform does not take says why. */
export function CommentTools({ comment, isTarget }: { comment: Comment; isTarget: boolean }) {
  const { at } = useComments();
  const [isRemoving, setRemoving] = useState(false);
  const mayNotReply = useWhyNotHere('inbox.reply', comment, 'answer comments');
  const isHidden = comment.hiddenAt !== null;
  const refusalOf = (deed: CommentDeed) => {
    const reason = whyNot(deed, comment, new Date());
    return mayNotReply ?? (reason && commentsErrors[reason][1]);
  };
  const platform = platformLabels[comment.channel.platform];
  // Whoever wrote a review decides about it alone.
  if (comment.kind === 'review') return isTarget ? null : <AnswerButton comment={comment} />;
  return (
    <span className="flex shrink-0 items-start">
      {!isTarget && !comment.isOwn && <AnswerButton comment={comment} />}
      <LikeButton comment={comment} isTarget={isTarget} mayNot={mayNotReply} />
      <Menu
        trigger={
          <IconButton size="small" icon={Ellipsis} label={`More about the comment of ${nameOf(comment)}`} />
        }
        items={[
          ...(comment.isOwn
            ? []
            : [
                {
                  label: isHidden ? 'Show it again' : 'Hide it from others',
                  icon: isHidden ? Eye : EyeOff,
                  disabledReason: refusalOf(isHidden ? 'unhide' : 'hide'),
                  onSelect: () => void setHidden(at, comment, !isHidden),
                },
              ]),
          {
            label: isReviewAnswer(comment) ? `Take it back on ${platform}` : `Delete it on ${platform}`,
            icon: Trash2,
            danger: true,
            apart: !comment.isOwn,
            disabledReason: refusalOf('delete'),
            onSelect: () => setRemoving(true),
          },
        ]}
      />
      <Suspense>
        {isRemoving && <RemoveDialog comment={comment} onClose={() => setRemoving(false)} />}
      </Suspense>
    </span>
  );
}

function AnswerButton({ comment }: { comment: Comment }) {
  const { goTo } = useComments();
  return (
    <IconButton
      size="small"
      icon={Reply}
      label={`Answer ${nameOf(comment)}`}
      onClick={() => goTo(comment.id)}
    />
  );
}

interface LikeButtonProps {
  comment: Comment;
  isTarget: boolean;
  mayNot: string | undefined;
}

/** Nothing where the platform takes no likes: nobody could change that. */
function LikeButton({ comment, isTarget, mayNot }: LikeButtonProps) {
  const { at } = useComments();
  const isLiked = isLikedByUs(comment);
  if (whyNot(isLiked ? 'unlike' : 'like', comment, new Date())) return null;
  return (
    <IconButton
      size="small"
      icon={Heart}
      label={`Like the comment of ${nameOf(comment)}`}
      aria-pressed={isLiked}
      keys={isTarget ? 'l' : undefined}
      className={cx(isLiked && '[&_svg]:fill-current [&_svg]:text-accent')}
      disabledReason={mayNot}
      onClick={() => void setLiked(at, comment, !isLiked)}
    />
  );
}
