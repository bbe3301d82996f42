import { useQuery } from '@tanstack/react-query';
import X from 'lucide-react/icons/x';
import { q } from '../../../../../web/kit/api.ts';
import { IconButton } from '../../../../../web/kit/Button.tsx';
import { getPost, PostId } from '../../../../publishing/contract.ts';
import { useComments } from '../comments.ts';
import { PostPicture } from '../thread/PostPicture.tsx';
import { postLabel } from '../words.ts';

/** Over the list while it is of one post only: which. */
export function PostStrip() {
  const { at, filters, change, pages } = useComments();
  const postId = PostId.safeParse(filters.post).data;
  const params = { workspaceId: at.workspaceId, postId: postId! };
  // The comments say it as well; without any, the post itself is asked for.
  const known = pages.items.find(({ post }) => post?.id === postId)?.post;
  const { data } = useQuery({ ...q(getPost, { params }), enabled: postId !== undefined && !known });
  if (!postId) return null;
  const post = known ?? data;
  return (
    <div className="flex items-center gap-3 border-b border-line bg-wash/50 py-2 pr-2 pl-4">
      <PostPicture post={post} size="small" />
      <p className="min-w-0 flex-1 text-sm">
        <span className="block text-xs text-soft">{`Under one ${postLabel(post?.kind ?? null).toLowerCase()}`}</span>
        <span className="block truncate text-ink">{post?.caption || 'Without a caption'}</span>
      </p>
      <IconButton size="small" icon={X} label="Show all posts" onClick={() => change('post', '')} />
    </div>
  );
}
