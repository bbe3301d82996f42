import CornerDownRight from 'lucide-react/icons/corner-down-right';
import { Link } from 'react-router';
import { cx } from '../../../../web/kit/cx.ts';
import { paths } from '../../../../web/paths.ts';
import type { FoundComment } from '../../search/contract.ts';
import { ChannelMark } from '../ChannelMark.tsx';
import { Stars } from '../comments/Stars.tsx';
import { PostPicture } from '../comments/thread/PostPicture.tsx';
import { authorOf, platformLabels, postLabel } from '../comments/words.ts';
import { useInbox } from '../inbox.ts';
import { ShortTime } from '../ShortTime.tsx';
import { rowClass } from './FoundRows.tsx';
import { Marked } from './Marked.tsx';
import { byArrows } from './moving.ts';

/** Who wrote it, what, and under which post. It is opened in its thread. */
export function CommentFound({ found }: { found: FoundComment }) {
  const { workspaceId } = useInbox().at;
  const { id, kind, channel, post, parentId, isOwn, rating, happenedAt, hiddenAt, snippet } = found;
  const caption = post && (post.caption?.trim() || `${postLabel(post.kind)} without a caption`);
  const where = caption === null ? kind === 'review' && `Of ${channel.name}` : `Under: ${caption}`;
  return (
    <li>
      <Link
        to={paths.comment({ workspaceId, commentId: id })}
        data-found
        onKeyDown={byArrows}
        className={cx(rowClass, 'flex items-start gap-3 py-2.5')}
      >
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-2">
            <ChannelMark platform={channel.platform} size="tiny" />
            <span className="sr-only">{platformLabels[channel.platform]}: </span>
            <span className="min-w-0 truncate text-ink">{isOwn ? 'You' : authorOf(found)}</span>
            {hiddenAt && <span className="shrink-0 text-xs text-faint">Hidden</span>}
            <span className="ml-auto shrink-0 text-xs text-faint">
              <ShortTime at={happenedAt} />
            </span>
          </span>
          <span className="line-clamp-3 text-sm text-soft [overflow-wrap:anywhere]">
            {parentId !== null && (
              <CornerDownRight
                size={13}
                strokeWidth={2}
                className="mr-1 inline text-faint"
                aria-label="Answers:"
              />
            )}
            {rating !== null && (
              <>
                <Stars rating={rating} size={13} />{' '}
              </>
            )}
            {snippet.text === '' && rating === null ? (
              'A comment without words'
            ) : (
              <Marked snippet={snippet} />
            )}
          </span>
          {where && <span className="mt-0.5 block truncate text-xs text-faint">{where}</span>}
        </span>
        {post && <PostPicture post={post} size="small" />}
      </Link>
    </li>
  );
}
