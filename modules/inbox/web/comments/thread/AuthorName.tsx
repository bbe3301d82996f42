import { Link } from 'react-router';
import { cx } from '../../../../../web/kit/cx.ts';
import { paths } from '../../../../../web/paths.ts';
import type { Comment } from '../../../comments/contract.ts';
import { useComments } from '../comments.ts';
import { nameOf } from '../words.ts';

/** Whoever wrote it: the way to all that is known of them, where that is known. */
export function AuthorName({ comment, className }: { comment: Comment; className?: string }) {
  const { workspaceId } = useComments().at;
  const { contactId } = comment.author;
  const shape = cx('min-w-0 truncate', className);
  if (contactId === null) return <span className={shape}>{nameOf(comment)}</span>;
  return (
    <Link to={paths.contact({ workspaceId, contactId })} className={cx(shape, 'rounded-sm hover:underline')}>
      {nameOf(comment)}
    </Link>
  );
}
