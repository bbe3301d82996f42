import { Suspense } from 'react';
import { Link } from 'react-router';
import { ApiError } from '../../../../../web/kit/api.ts';
import { Button, buttonClass } from '../../../../../web/kit/Button.tsx';
import { lazyBeside } from '../../../../../web/kit/beside.ts';
import { Failed, Loading, Refused } from '../../../../../web/kit/states.tsx';
import { fetchAutopilotInThread } from '../../../../../web/shared.ts';
import type { Comment, CommentId } from '../../../comments/contract.ts';
import { addressOf, useComments } from '../comments.ts';
import { Desk } from '../desk/Desk.tsx';
import { giveBack } from '../desk/words-kept.ts';
import { knownComment } from '../showing.ts';
import { nameOf } from '../words.ts';
import { PostCard } from './PostCard.tsx';
import { Said } from './Said.tsx';
import { ThreadHead } from './ThreadHead.tsx';
import { useThread, type WholeThread } from './thread.ts';
import { useMarkRead } from './useMarkRead.ts';

const InThread = lazyBeside(fetchAutopilotInThread);

/** One comment in its thread: under which post, what was said, and where one answers. */
export function ThreadPane({ id }: { id: CommentId }) {
  const { workspaceId } = useComments().at;
  const { thread, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useThread({
    workspaceId,
    commentId: id,
  });
  if (thread) {
    const more = hasNextPage && { isLoading: isFetchingNextPage, load: () => void fetchNextPage() };
    return <Opened id={id} thread={thread} more={more || undefined} />;
  }
  return (
    <section aria-label="Comment" className="flex min-w-0 flex-1 flex-col overflow-y-auto px-5 py-4">
      {error ? (
        <NotShown error={error} again={() => void refetch()} />
      ) : (
        <Loading label="Loading the comment" />
      )}
    </section>
  );
}

function NotShown({ error, again }: { error: Error; again: () => void }) {
  const comments = useComments();
  if (!(error instanceof ApiError && error.status === 404)) return <Failed error={error} again={again} />;
  return (
    <Refused
      title="This comment is not here"
      actions={
        <Link to={addressOf(comments, undefined)} className={buttonClass('plain', 'medium')}>
          To the comments
        </Link>
      }
    >
      It does not exist any more, or it is of a place that is not yours.
    </Refused>
  );
}

interface OpenedProps {
  id: CommentId;
  thread: WholeThread;
  more: { readonly isLoading: boolean; readonly load: () => void } | undefined;
}

function Opened({ id, thread, more }: OpenedProps) {
  // One far down in a long thread is known by the list it was opened from.
  const comment: Comment = thread.comments.find((one) => one.id === id) ?? knownComment(id) ?? thread.top;
  useMarkRead(comment);
  return (
    <section aria-label={`Comment of ${nameOf(comment)}`} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <ThreadHead comment={comment} />
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <div className="mx-auto w-full max-w-3xl px-4 py-5 sm:px-6">
          <PostCard comment={thread.top} />
          <Said thread={thread} target={comment} />
          {more && (
            <Button look="quiet" size="small" className="mt-2" busy={more.isLoading} onClick={more.load}>
              Show more answers
            </Button>
          )}
        </div>
      </div>
      <Suspense>
        <InThread commentId={comment.id} onUse={(words) => giveBack(comment.id, 'public', words)} />
      </Suspense>
      <Desk comment={comment} thread={thread} />
    </section>
  );
}
