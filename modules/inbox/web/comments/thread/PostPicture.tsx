import Image from 'lucide-react/icons/image';
import { cx } from '../../../../../web/kit/cx.ts';
import type { CommentedPost } from '../../../comments/contract.ts';

const sizes = { small: 'size-10', large: 'size-20 sm:size-24' } as const;

/** The picture of a post in a square; its place, until it is known. The caption is beside it. */
export function PostPicture({
  post,
  size,
}: {
  post: Pick<CommentedPost, 'pictureUrl'> | null | undefined;
  size: keyof typeof sizes;
}) {
  if (post?.pictureUrl) {
    return (
      <img
        src={post.pictureUrl}
        alt=""
        loading="lazy"
        decoding="async"
        className={cx('shrink-0 rounded-md bg-sunk object-cover', sizes[size])}
      />
    );
  }
  return (
    <span
      aria-hidden
      className={cx('flex shrink-0 items-center justify-center rounded-md bg-sunk text-faint', sizes[size])}
    >
      <Image size={size === 'small' ? 16 : 24} strokeWidth={1.5} />
    </span>
  );
}
