import { Refusal } from '../../http.ts';
import { freshWord, type Google } from '../state.ts';
import { businessOf, type Place, placeOf, type Review, reviewOf } from './state.ts';

type Fields = Record<string, string>;
type Deed = (google: Google, fields: Fields) => object;

/** What people think of a place, and what whoever looks after it does elsewhere. */
export const businessDeeds: Readonly<Record<string, Deed>> = {
  /** `{ person, place, stars, text? }`: of each person there is one; another takes its place. */
  review: (google, fields) => {
    const place = placeIn(google, fields);
    const person = google.world.people.find(fields.person ?? '');
    if (!person) throw new Refusal(404, `There is no person called "${fields.person}".`);
    const { reviews } = businessOf(google);
    const known = reviews.find(({ placeId, author }) => placeId === place.id && author.key === person.key);
    if (known) return changed(google, known, fields);
    const at = google.world.now().toISOString();
    const made: Review = {
      ...{ id: `AbFvOq${freshWord(54)}`, placeId: place.id, author: { key: person.key, name: person.name } },
      ...{
        stars: starsIn(fields),
        text: fields.text?.trim() ?? '',
        createdAt: at,
        updatedAt: at,
        answer: null,
      },
    };
    reviews.push(made);
    return shown(made);
  },
  /** `{ review, stars?, text? }`, by who wrote it. */
  'edit-review': (google, fields) => changed(google, reviewIn(google, fields), fields),
  /** `{ review }`, by who wrote it: the answer goes along. */
  'delete-review': (google, fields) => {
    const { id } = reviewIn(google, fields);
    const business = businessOf(google);
    business.reviews = business.reviews.filter((review) => review.id !== id);
    return { deleted: id };
  },
  /** `{ review, text }`: by the owner, in Google's own app. */
  'answer-review': (google, fields) => {
    const review = reviewIn(google, fields);
    if (!fields.text?.trim()) throw new Refusal(400, 'text is what is said.');
    review.answer = { text: fields.text, updatedAt: google.world.now().toISOString() };
    return shown(review);
  },
  /** `{ review }` */
  'unanswer-review': (google, fields) => {
    const review = reviewIn(google, fields);
    review.answer = null;
    return shown(review);
  },
  /** `{ place, verified: yes | no }` */
  verify: (google, fields) => {
    const place = placeIn(google, fields);
    place.isVerified = fields.verified !== 'no';
    return place;
  },
};

function changed(google: Google, review: Review, fields: Fields): object {
  const text = fields.text?.trim();
  Object.assign(review, {
    ...(fields.stars !== undefined && { stars: starsIn(fields) }),
    ...(text !== undefined && { text }),
    updatedAt: google.world.now().toISOString(),
  });
  return shown(review);
}

const shown = ({ id, placeId, stars, text, answer }: Review) => ({ id, place: placeId, stars, text, answer });

function starsIn({ stars = '' }: Fields): number {
  if (!/^[1-5]$/.test(stars)) throw new Refusal(400, 'stars are 1 to 5.');
  return Number(stars);
}

function placeIn(google: Google, { place = '' }: Fields): Place {
  const found = placeOf(google, place);
  if (!found) throw new Refusal(404, 'There is no such place.');
  return found;
}

function reviewIn(google: Google, { review = '' }: Fields): Review {
  const found = reviewOf(google, review);
  if (!found) throw new Refusal(404, 'There is no such review.');
  return found;
}
