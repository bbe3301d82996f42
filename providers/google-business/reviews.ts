import { z } from 'zod';
import { type Exchange, readShape } from '../answer.ts';
import { count, flag, id, moment, number, present, text } from '../fields.ts';
import { ask, type BusinessOptions, type Paging } from './ask.ts';

const base = 'https://mybusiness.googleapis.com/v4';
const reviewsPerPage = 50;

const stars: Readonly<Record<string, number>> = { ONE: 1, TWO: 2, THREE: 3, FOUR: 4, FIVE: 5 };

const Answer = z.object({ comment: text, updateTime: moment });
/** What somebody thinks of a place, and what the place says to it: there is one of either. */
export type Review = z.output<typeof Review>;
const Review = z
  .object({
    reviewId: id,
    reviewer: z
      .object({ displayName: text, profilePhotoUrl: text, isAnonymous: flag })
      .partial()
      .optional()
      .catch(undefined),
    starRating: text,
    // Stars alone are a review as well.
    comment: text,
    createTime: moment,
    updateTime: moment,
    reviewReply: Answer.optional().catch(undefined),
  })
  .transform(({ reviewId, reviewer, starRating, comment, createTime, updateTime, reviewReply }) =>
    present({
      id: reviewId,
      authorName: reviewer?.displayName,
      rating: stars[starRating ?? ''],
      text: comment === undefined ? undefined : originalOf(comment),
      createdAt: createTime,
      updatedAt: updateTime ?? createTime,
      answer: reviewReply && {
        text: originalOf(reviewReply.comment ?? ''),
        updatedAt: reviewReply.updateTime,
      },
    }),
  );

const Reviews = z
  .object({
    reviews: z.array(Review).default([]),
    averageRating: number,
    totalReviewCount: count,
    nextPageToken: z.string().min(1).optional().catch(undefined),
  })
  .transform(({ reviews: items, ...rest }) => present({ items, ...rest }));

/** What is nothing Google leaves out: of a place without reviews it says exactly this, and no more. */
const saysNothing = ({ reply }: Exchange) =>
  reply.status === 200 && z.strictObject({}).safeParse(reply.json).success;

/** Google puts its translation into the words, before or behind them. What somebody wrote is theirs alone. */
function originalOf(words: string): string {
  const translated = '(Translated by Google)';
  const original = '\n\n(Original)\n';
  if (words.startsWith(translated) && words.includes(original))
    return words.slice(words.indexOf(original) + original.length);
  const [before = ''] = words.split(`\n\n${translated}\n`);
  return before;
}

export interface Place {
  readonly accountId: string;
  readonly locationId: string;
}

export const openReviews = (options: BusinessOptions) => {
  const at = ({ accountId, locationId }: Place, reviewId?: string) => {
    const ids = [accountId, locationId, reviewId ?? ''].map(encodeURIComponent);
    const reviews = `${base}/accounts/${ids[0]}/locations/${ids[1]}/reviews`;
    return reviewId === undefined ? reviews : `${reviews}/${ids[2]}`;
  };
  return {
    /** What was written or changed last comes first. */
    reviews: async (place: Place, { pageToken }: Paging = {}) => {
      const asked = await ask(options, {
        ...{ name: 'GET /reviews', method: 'GET', url: at(place) },
        query: { pageSize: String(reviewsPerPage), orderBy: 'updateTime desc', pageToken },
      });
      const page = readShape(Reviews, asked);
      return saysNothing(asked) ? { ...page, totalReviewCount: 0 } : page;
    },

    review: async (place: Place, reviewId: string): Promise<Review> =>
      readShape(Review, await ask(options, { name: 'GET /review', method: 'GET', url: at(place, reviewId) })),

    /** Takes the place of an answer that is there. */
    answer: async (place: Place, reviewId: string, words: string) =>
      readShape(
        Answer,
        await ask(options, {
          ...{ name: 'PUT /reply', method: 'PUT', url: `${at(place, reviewId)}/reply` },
          json: { comment: words },
        }),
      ),

    takeAnswerBack: async (place: Place, reviewId: string): Promise<void> => {
      await ask(options, { name: 'DELETE /reply', method: 'DELETE', url: `${at(place, reviewId)}/reply` });
    },
  };
};
