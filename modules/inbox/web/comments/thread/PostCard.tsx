import ExternalLink from 'lucide-react/icons/external-link';
import ListFilter from 'lucide-react/icons/list-filter';
import { Button } from '../../../../../web/kit/Button.tsx';
import { Time } from '../../../../../web/kit/time.tsx';
import type { Comment, CommentedPost } from '../../../comments/contract.ts';
import { useComments } from '../comments.ts';
import { platformLabels, postLabel } from '../words.ts';
import { PostPicture } from './PostPicture.tsx';

/** What is commented on: its picture, its words, and the way to it. Of a review, which place. */
export function PostCard({ comment: { post, channel, kind } }: { comment: Comment }) {
  const platform = platformLabels[channel.platform];
  if (!post) {
    const words = {
      mention: `Under somebody else’s post on ${platform}, where ${channel.name} was mentioned.`,
      review: `A review of ${channel.name} on ${platform}. It has one answer: answering again writes it anew.`,
    };
    if (kind !== 'mention' && kind !== 'review') return null;
    return <p className="mb-5 border-l-2 border-firm/60 pl-3 text-sm text-soft">{words[kind]}</p>;
  }
  return (
    <article aria-label="The post" className="mb-5 flex gap-4 border-b border-line pb-5">
      <PostPicture post={post} size="large" />
      <div className="flex min-w-0 flex-1 flex-col">
        <p className="text-xs text-faint">
          {`${postLabel(post.kind)} of ${channel.name} on ${platform}`}
          {post.postedAt && (
            <>
              {' · '}
              <Time at={post.postedAt} as="day" />
            </>
          )}
          {post.deletedAt && ' · Deleted'}
        </p>
        <p className="mt-1 line-clamp-3 text-base break-words whitespace-pre-line">
          {post.caption || <span className="text-soft italic">Without a caption</span>}
        </p>
        <Ways post={post} platform={platform} />
      </div>
    </article>
  );
}

/** To the post itself, and to what else was said under it. */
function Ways({ post, platform }: { post: CommentedPost; platform: string }) {
  const { filters, change } = useComments();
  return (
    <p className="mt-auto flex flex-wrap items-center gap-x-1 pt-1.5 text-sm">
      {post.permalink && /^https?:\/\//i.test(post.permalink) && (
        <a
          href={post.permalink}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="-ml-1 inline-flex items-center gap-1.5 rounded-md px-1 py-0.5 text-accent hover:underline pointer-coarse:py-2"
        >
          <ExternalLink size={14} strokeWidth={1.75} aria-hidden />
          {`Open on ${platform}`}
        </a>
      )}
      {filters.post !== post.id && (
        <Button
          look="quiet"
          size="small"
          icon={ListFilter}
          className="max-sm:-ml-2.5"
          onClick={() => change('post', post.id)}
        >
          Only this post
        </Button>
      )}
    </p>
  );
}
