import { Link } from 'react-router';
import { usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { type Comment, listComments } from '../../contract.ts';
import { ChannelMark } from '../ChannelMark.tsx';
import { isOpen } from '../comments/asking.ts';
import { Stars } from '../comments/Stars.tsx';
import { platformLabels, statusLabels, wordsOf } from '../comments/words.ts';
import type { At } from './deeds.ts';

const shownAtFirst = 5;

/** What they wrote where everybody sees it: under posts, and of places. */
export function ContactComments({ at: { workspaceId, contactId } }: { at: At }) {
  const pages = usePages(listComments, {
    params: { workspaceId },
    query: { contactId, limit: shownAtFirst },
  });
  if (pages.state === 'failed') return <Failed error={pages.error} again={pages.again} />;
  if (pages.state === 'loading') return <Loading label="Loading comments" lines={2} />;
  if (pages.items.length === 0) return <p className="text-soft">There are none that you see.</p>;
  return (
    <ul className="flex flex-col">
      {pages.items.map((comment) => (
        <li key={comment.id} className="border-b border-line last:border-0">
          <Written workspaceId={workspaceId} comment={comment} />
        </li>
      ))}
      {pages.hasMore && (
        <li>
          <Button look="quiet" busy={pages.loadingMore} onClick={pages.more}>
            Show earlier ones
          </Button>
        </li>
      )}
    </ul>
  );
}

function Written({ workspaceId, comment }: Pick<At, 'workspaceId'> & { comment: Comment }) {
  const { id, channel, rating, happenedAt, status } = comment;
  return (
    <Link
      to={paths.comment({ workspaceId, commentId: id })}
      className="flex items-center gap-3 rounded-md px-1 py-2 hover:bg-hover"
    >
      <ChannelMark platform={channel.platform} />
      <span className="min-w-0 flex-1">
        {rating !== null && <Stars rating={rating} size={13} />}
        <span className="block truncate">{wordsOf(comment)}</span>
        <span className="block truncate text-sm text-soft">
          {platformLabels[channel.platform]} · {channel.name}
        </span>
      </span>
      {!isOpen(comment) && <Badge>{statusLabels[status]}</Badge>}
      <span className="shrink-0 text-sm text-soft">
        <Time at={happenedAt} />
      </span>
    </Link>
  );
}
