import { useEffect, useRef } from 'react';
import type { Comment } from '../../../comments/contract.ts';
import { nameOf } from '../words.ts';
import { CommentLine } from './CommentLine.tsx';
import { NoteLine } from './NoteLine.tsx';
import { ReplyLine } from './ReplyLine.tsx';
import { linesOf, type WholeThread } from './thread.ts';

/** What was said under the comment on top, by whomever; what is on its way to it, and what colleagues noted. */
export function Said({ thread, target }: { thread: WholeThread; target: Comment }) {
  const list = useRef<HTMLOListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another one is at hand.
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [target.id]);
  const to = (commentId: string) => {
    const meant = thread.comments.find(({ id }) => id === commentId);
    return meant ? nameOf(meant) : undefined;
  };
  return (
    <ol ref={list} aria-label="What was said" className="flex flex-col gap-1">
      {linesOf(thread).map((line) => {
        if (line.kind === 'reply') {
          const { reply } = line;
          return <ReplyLine key={reply.id} reply={reply} to={to(reply.commentId)} />;
        }
        if (line.kind === 'note') return <NoteLine key={line.note.id} note={line.note} />;
        const { comment } = line;
        return <CommentLine key={comment.id} comment={comment} isTarget={comment.id === target.id} />;
      })}
    </ol>
  );
}
