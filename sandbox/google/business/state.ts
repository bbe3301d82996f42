import type { Google } from '../state.ts';
import { firstPlaces } from './cast.ts';

/** What places are looked after by: a person's own, or a group. */
export interface BusinessAccount {
  /** `accounts/<id>` */
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  readonly isGroup: boolean;
}

export interface Place {
  /** `locations/<id>` */
  readonly id: string;
  readonly accountId: string;
  readonly title: string;
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  isVerified: boolean;
}

export interface Review {
  readonly id: string;
  readonly placeId: string;
  readonly author: { readonly key: string; readonly name: string };
  stars: number;
  /** Empty: stars alone. */
  text: string;
  readonly createdAt: string;
  updatedAt: string;
  /** There is one at most. */
  answer: { text: string; updatedAt: string } | null;
}

export interface Business {
  accounts: BusinessAccount[];
  places: Place[];
  reviews: Review[];
}

export const businessOf = (google: Google): Business => {
  google.state.business ??= firstPlaces(google);
  return google.state.business;
};

export const placeOf = (google: Google, id: string) =>
  businessOf(google).places.find((place) => place.id === id);
export const reviewOf = (google: Google, id: string) =>
  businessOf(google).reviews.find((review) => review.id === id);
export const reviewsOf = (google: Google, { id }: Place): Review[] =>
  businessOf(google)
    .reviews.filter(({ placeId }) => placeId === id)
    .toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt));
export const ownerOf = (google: Google, { accountId }: Place) => {
  const { owner } = businessOf(google).accounts.find(({ id }) => id === accountId)!;
  return google.state.accounts.find(({ sub }) => sub === owner);
};

/** Of all there are, rounded as it is shown. */
export function averageOf(reviews: readonly Review[]): number {
  const sum = reviews.reduce((all, { stars }) => all + stars, 0);
  return reviews.length === 0 ? 0 : Math.round((sum / reviews.length) * 10) / 10;
}
