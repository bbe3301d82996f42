import { type Answer, json } from '../../http.ts';
import { ApiError, etagOf, type Reason } from '../answers.ts';
import { type Call, type Method, missing, resourceOf, scopesTo } from '../gate.ts';
import { accountOf } from '../state.ts';
import { givePlaces } from './cast.ts';
import { averageOf, businessOf, type Place, placeOf, type Review, reviewOf, reviewsOf } from './state.ts';

const starWords = ['ONE', 'TWO', 'THREE', 'FOUR', 'FIVE'];
export const answerBytesMax = 4_096;

const refusal = (code: number, status: string, message: string): Reason => ({
  ...{ code, status, message, reason: status === 'NOT_FOUND' ? 'notFound' : 'badRequest' },
});
const notFound = () => new ApiError(refusal(404, 'NOT_FOUND', 'Requested entity was not found.'));
const invalid = (message: string) => new ApiError(refusal(400, 'INVALID_ARGUMENT', message));
const quotaSpent: Reason = {
  ...{ code: 429, status: 'RESOURCE_EXHAUSTED', reason: 'rateLimitExceeded' },
  message: "Quota exceeded for quota metric 'Requests' and limit 'Requests per day' of this service.",
};

const of = (
  method: Pick<Method, 'name' | 'http' | 'path' | 'handle'> & { readonly params?: readonly string[] },
): Method => ({ params: [], ...method, scopes: scopesTo.business, units: 0, quotaSpent });

/** Newest first, as far as the token says. */
function pageOf<T>({ query, failure }: Call, all: readonly T[], sizeMax: number) {
  const size = Number(query.get('pageSize') ?? sizeMax);
  if (!Number.isInteger(size) || size < 1) throw invalid(`Invalid page size: ${query.get('pageSize')}`);
  const [start, mark] = /^(\d+)(e?)$/.exec(fromToken(query.get('pageToken')))?.slice(1) ?? [];
  if (start === undefined) throw invalid('Invalid page token.');
  const isEmptied = failure === 'empty-page' && mark === '';
  const items = isEmptied ? [] : all.slice(Number(start), Number(start) + Math.min(size, sizeMax));
  const next = Number(start) + items.length;
  const token = isEmptied ? `${next}e` : `${next}`;
  const nextPageToken = Buffer.from(token).toString('base64url');
  return { items, ...((isEmptied || next < all.length) && { nextPageToken }) };
}
const fromToken = (token: string | null) => (token ? Buffer.from(token, 'base64url').toString() : '0');

function ownAccounts({ google, holder }: Call) {
  const business = businessOf(google);
  givePlaces(business, accountOf(google, holder.sub));
  return business.accounts.filter(({ owner }) => owner === holder.sub);
}

const accountsList = of({
  ...{
    name: 'accounts.list',
    http: 'GET',
    path: '/v1/accounts',
    params: ['pageSize', 'pageToken', 'filter'],
  },
  handle: (call) => {
    const { items, ...rest } = pageOf(call, ownAccounts(call), 20);
    const accounts = items.map(({ id, name, isGroup }) => ({
      ...{ name: `accounts/${id}`, accountName: name, type: isGroup ? 'LOCATION_GROUP' : 'PERSONAL' },
      ...{ role: 'PRIMARY_OWNER', verificationState: 'UNVERIFIED', vettedState: 'NOT_VETTED' },
    }));
    return json({ ...(accounts.length > 0 && { accounts }), ...rest });
  },
});

const maskable = ['name', 'title', 'storefrontAddress', 'metadata'];

function masked({ query, failure }: Call, place: Place) {
  const mask = (query.get('readMask') ?? '').split(',').filter(Boolean);
  if (mask.length === 0) throw missing('readMask');
  const stranger = mask.find((field) => !maskable.includes(field));
  if (stranger !== undefined) throw invalid(`Invalid field mask provided: ${stranger}`);
  const isBare = failure === 'missing-fields';
  const all: Record<string, unknown> = {
    name: `locations/${place.id}`,
    title: place.title,
    ...(!isBare && {
      storefrontAddress: {
        ...{ regionCode: 'DE', postalCode: place.postalCode, locality: place.city },
        addressLines: [place.street],
      },
    }),
    metadata: {
      ...(place.isVerified && { hasVoiceOfMerchant: true }),
      ...(!isBare && { placeId: `ChIJ${place.id}`, mapsUri: `https://maps.google.com/maps?cid=${place.id}` }),
    },
  };
  return Object.fromEntries(mask.filter((field) => field in all).map((field) => [field, all[field]]));
}

const locationsList = of({
  ...{ name: 'accounts.locations.list', http: 'GET', path: '/v1/accounts/:account/locations' },
  params: ['readMask', 'pageSize', 'pageToken', 'filter', 'orderBy'],
  handle: (call) => {
    const account = ownAccounts(call).find(({ id }) => id === call.request.params.account);
    if (!account) throw notFound();
    const theirs = businessOf(call.google).places.filter(({ accountId }) => accountId === account.id);
    const { items, ...rest } = pageOf(call, theirs, 100);
    const locations = items.map((place) => masked(call, place));
    return json({ ...(locations.length > 0 && { locations }), ...rest, totalSize: theirs.length });
  },
});

const locationsGet = of({
  ...{ name: 'locations.get', http: 'GET', path: '/v1/locations/:place', params: ['readMask'] },
  handle: (call) => json(masked(call, ownPlace(call))),
});

function ownPlace(call: Call): Place {
  const { account, place: id } = call.request.params;
  const place = placeOf(call.google, id!);
  const isOwn = ownAccounts(call).some((own) => own.id === place?.accountId);
  if (!place || !isOwn || (account !== undefined && account !== place.accountId)) throw notFound();
  return place;
}

/** Whoever has not shown that it is theirs may not speak for it. */
function verifiedPlace(call: Call): Place {
  const place = ownPlace(call);
  if (!place.isVerified)
    throw new ApiError({
      ...{ code: 403, status: 'PERMISSION_DENIED', reason: 'forbidden' },
      message: 'The caller does not have permission: the location is not verified.',
    });
  return place;
}

function shownReview(call: Call, review: Review, place: Place) {
  const { author, stars, text, answer } = review;
  const isBare = call.failure === 'missing-fields';
  return {
    name: `accounts/${place.accountId}/locations/${place.id}/reviews/${review.id}`,
    reviewId: review.id,
    ...(!isBare && { reviewer: { displayName: author.name } }),
    starRating: call.failure === 'unknown-values' ? 'STAR_RATING_UNSPECIFIED' : starWords[stars - 1],
    ...(text !== '' && { comment: text }),
    ...{ createTime: review.createdAt, updateTime: review.updatedAt },
    ...(answer && { reviewReply: shownAnswer(answer) }),
  };
}
const shownAnswer = ({ text, updatedAt }: NonNullable<Review['answer']>) => ({
  ...{ comment: text, updateTime: updatedAt, reviewReplyState: 'APPROVED' },
});

const path = '/v4/accounts/:account/locations/:place/reviews';
const orders: Readonly<Record<string, (a: Review, b: Review) => number>> = {
  'updateTime desc': (a, b) => b.updatedAt.localeCompare(a.updatedAt),
  rating: (a, b) => a.stars - b.stars,
  'rating desc': (a, b) => b.stars - a.stars,
};

const reviewsList = of({
  ...{
    name: 'accounts.locations.reviews.list',
    http: 'GET',
    path,
    params: ['pageSize', 'pageToken', 'orderBy'],
  },
  handle: (call) => {
    const place = verifiedPlace(call);
    const order = orders[call.query.get('orderBy') ?? 'updateTime desc'];
    if (!order) throw invalid(`Invalid order: ${call.query.get('orderBy')}`);
    // Of two in the same moment the one that came later is newer.
    const all = reviewsOf(call.google, place).toReversed();
    const { items, ...rest } = pageOf(call, all.toSorted(order), 50);
    const reviews = items.map((review) => shownReview(call, review, place));
    return json({
      ...(reviews.length > 0 && { reviews }),
      // What is nothing is left out.
      ...(all.length > 0 && { averageRating: averageOf(all), totalReviewCount: all.length }),
      ...rest,
    });
  },
});

function ownReview(call: Call): { readonly place: Place; readonly review: Review } {
  const place = verifiedPlace(call);
  const review = reviewOf(call.google, call.request.params.review!);
  if (review?.placeId !== place.id) throw notFound();
  return { place, review };
}

const reviewsGet = of({
  ...{ name: 'accounts.locations.reviews.get', http: 'GET', path: `${path}/:review` },
  handle: (call) => {
    const { review, place } = ownReview(call);
    return json(shownReview(call, review, place));
  },
});

/** Makes the one answer, or writes it anew. */
const updateReply = of({
  ...{ name: 'accounts.locations.reviews.updateReply', http: 'PUT', path: `${path}/:review/reply` },
  handle: async (call): Promise<Answer> => {
    const { review } = ownReview(call);
    const { comment: text } = await resourceOf(call);
    if (typeof text !== 'string' || text.trim() === '')
      throw invalid('Review reply comment must not be empty.');
    if (Buffer.byteLength(text) > answerBytesMax) throw invalid('Review reply comment is too long.');
    review.answer = { text, updatedAt: call.now.toISOString() };
    call.google.changed();
    return json({ ...shownAnswer(review.answer), etag: etagOf(review.answer) });
  },
});

const deleteReply = of({
  ...{ name: 'accounts.locations.reviews.deleteReply', http: 'DELETE', path: `${path}/:review/reply` },
  handle: (call) => {
    const { review } = ownReview(call);
    if (!review.answer) throw notFound();
    review.answer = null;
    call.google.changed();
    return json({});
  },
});

/** By the address each API is at. */
export const businessMethods: readonly (readonly [host: string, methods: readonly Method[]])[] = [
  ['mybusinessaccountmanagement.googleapis.com', [accountsList]],
  ['mybusinessbusinessinformation.googleapis.com', [locationsList, locationsGet]],
  ['mybusiness.googleapis.com', [reviewsList, reviewsGet, updateReply, deleteReply]],
];
