import { isTrouble } from '../../../../providers/trouble.ts';
import type { Where } from '../google/deeds.ts';
import type { CallRequest, Found, Performed } from '../platform.ts';
import { isWhatWasWritten, requestOf } from '../requests.ts';

const name = 'youtube';
const channelAt = ({ client, access, signal }: Where) => client.channel(access.token, signal);

/** An answer to an answer is not to be had: it goes under the comment on top, whose id theirs begins with. */
const topOf = (commentId: string) => commentId.split('.')[0]!;

export async function replyToComment(where: Where, call: CallRequest): Promise<Performed> {
  const { commentId, text } = requestOf(call, 'comment_reply', name);
  const { comment } = await channelAt(where).reply(topOf(commentId), text);
  return { platformId: comment.id };
}

const pagesReadMax = 5;

export async function findReply(where: Where, call: CallRequest): Promise<Found> {
  const { commentId, text } = requestOf(call, 'comment_reply', name);
  let pageToken: string | undefined;
  for (let read = 0; read < pagesReadMax; read++) {
    const page = await channelAt(where).replies(topOf(commentId), { pageToken });
    const ours = page.items.find(({ id, text: said, publishedAt, authorChannelId }) => {
      const isOwn = authorChannelId === where.access.platformAccountId;
      return isWhatWasWritten(call, text, { id, text: said, at: publishedAt, isOwn });
    });
    if (ours) return { outcome: 'done', platformId: ours.id };
    pageToken = page.nextPageToken;
    if (pageToken === undefined) return { outcome: 'not_done' };
  }
  return { outcome: 'cannot_tell' };
}

export async function hideComment(where: Where, call: CallRequest): Promise<Performed> {
  const { commentId, hidden } = requestOf(call, 'hide_comment', name);
  await channelAt(where).moderate([commentId], hidden ? 'heldForReview' : 'published');
  return { platformId: commentId };
}

/** One's own is deleted. Of somebody else's the platform takes no more than that nobody sees it any longer. */
export async function deleteComment(where: Where, call: CallRequest): Promise<Performed> {
  const { commentId } = requestOf(call, 'delete_comment', name);
  const channel = channelAt(where);
  try {
    await channel.deleteComment(commentId);
  } catch (error) {
    if (!isTrouble(error, 'rejected')) throw error;
    // Gone already, by an attempt before this one or by its author.
    if (error.facts.status === 404) return { platformId: commentId };
    if (error.facts.status !== 403) throw error;
    await channel.moderate([commentId], 'rejected');
  }
  return { platformId: commentId };
}
