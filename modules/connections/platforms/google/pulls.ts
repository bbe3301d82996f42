import type { Review } from '../../../../providers/google-business/reviews.ts';
import type { Access, Pull, Pulled, SingleEvent } from '../platform.ts';
import { isSince, pulled, pullList } from '../pulls.ts';
import { answerIdOf, placeAt } from './answers.ts';
import type { GoogleClient } from './client.ts';

const dayMs = 86_400_000;
/** Before that, what people thought of a place is its history, and no work. */
const daysLookedBack = 30;

const conversationKeyOf = ({ id }: Review) => `comment/${id}`;

/** What was written or changed since, newest first, each with the answer it has. */
export const pullReviews = (client: GoogleClient): Pull => {
  const list = pullList(
    async (access: Access, after: string | undefined, _from, signal) => {
      const page = await client.business(access.token, signal).reviews(placeAt(access), { pageToken: after });
      return { items: page.items, after: page.nextPageToken };
    },
    (review, access) => reviewEvent(access, review),
  );
  return async (access, from, signal) => {
    const page = await list(access, from, signal);
    return {
      ...page,
      items: page.items.flatMap((event) => [event, ...answerEvents(access, event.payload as Review)]),
    };
  };
};

/** It says what it is whenever it was changed, so each of its states is an event. */
function reviewEvent({ platformAccountId }: Access, review: Review): Pulled {
  const { id, createdAt, updatedAt = createdAt } = review;
  return pulled(id, {
    platform: 'google',
    platformAccountId,
    eventId: `review/${id}/${updatedAt?.getTime()}`,
    kind: 'comment',
    conversationKey: conversationKeyOf(review),
    at: updatedAt,
    payload: review,
  });
}

function answerEvents({ platformAccountId }: Access, review: Review): Pulled[] {
  const { id: reviewId, answer, updatedAt } = review;
  if (!answer) return [];
  const id = answerIdOf(reviewId);
  const event: SingleEvent = {
    platform: 'google',
    platformAccountId,
    // Told again with a review that was changed: it may not have been known here before.
    eventId: `review/${reviewId}/${updatedAt?.getTime()}/reply/${answer.updatedAt?.getTime()}`,
    kind: 'comment',
    conversationKey: conversationKeyOf(review),
    // Only the times of reviews say what was read already.
    at: undefined,
    payload: { id, answers: reviewId, ...answer },
  };
  return [pulled(id, event)];
}

/** Where the page before ended, so that nothing between two pages goes unseen. */
interface Cursor {
  readonly after: string;
  readonly until: string;
  readonly total: number | undefined;
  /** What is written or changed since is on a page that was turned already. */
  readonly startedAt: string;
}

/**
 * The place as a whole, a few times a day: its figures, answers that were written or taken back elsewhere, and which
 * reviews stand. Nobody tells of one that is deleted, so what is not there where it should be is gone.
 */
export const pullStanding =
  (client: GoogleClient): Pull =>
  async (access, { cursor, now }, signal) => {
    const before = cursor as Cursor | undefined;
    const pageToken = before?.after;
    const page = await client.business(access.token, signal).reviews(placeAt(access), { pageToken });
    const startedAt = before?.startedAt ?? now.toISOString();
    const { from, ...standing } = standingOn(page, before, startedAt);
    const isRecent = ({ updatedAt }: Review) =>
      isSince(updatedAt, new Date(now.getTime() - daysLookedBack * dayMs));
    const found = page.items.flatMap((review) => [
      ...(isRecent(review) ? [reviewEvent(access, review)] : []),
      ...answerEvents(access, review),
    ]);
    const { nextPageToken: after, totalReviewCount: total } = page;
    const next = after === undefined ? undefined : { after, until: from, total, startedAt };
    const payload = { ...standing, from: next ? from : null };
    return { items: [...found, standingEvent(access, pageToken, now, payload)], next, callsCount: 1 };
  };

type ReviewsPage = Awaited<ReturnType<ReturnType<GoogleClient['business']>['reviews']>>;

/** From when until when it is known which there are. */
function standingOn(page: ReviewsPage, before: Cursor | undefined, startedAt: string) {
  const { items, totalReviewCount: total, averageRating } = page;
  const times = items.flatMap(({ updatedAt }) => updatedAt?.toISOString() ?? []);
  const above = before?.until ?? startedAt;
  // What is deleted while pages are turned moves all that follow: then nothing is said of what is between two.
  const wasMoved = before !== undefined && before.total !== total;
  return {
    ...{ of: 'reviews', averageRating, total, startedAt },
    from: times.at(-1) ?? above,
    until: wasMoved ? (times[0] ?? above) : above,
    reviews: items.map(({ id, answer }) => ({ id, isAnswered: answer !== undefined })),
  };
}

const standingEvent = (
  { platformAccountId }: Access,
  pageToken: string | undefined,
  now: Date,
  payload: object,
): Pulled =>
  pulled(`reviews ${pageToken ?? 'first'}`, {
    platform: 'google',
    platformAccountId,
    eventId: undefined,
    kind: 'metrics',
    conversationKey: 'account',
    at: now,
    payload,
  });
