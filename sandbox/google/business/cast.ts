import { digitsOf } from '../../people.ts';
import { type Account, type Google, wordOf } from '../state.ts';
import type { Business, BusinessAccount, Place, Review } from './state.ts';

const dayMs = 86_400_000;

interface Plan {
  readonly owner: string;
  readonly name: string;
  readonly places: readonly (readonly [
    title: string,
    street: string,
    postalCode: string,
    city: string,
    isVerified: boolean,
  ])[];
}

const plans: readonly Plan[] = [
  {
    owner: 'ada',
    name: 'Linen & Oak',
    places: [
      ['Linen & Oak', 'Deichstraße 9', '20459', 'Hamburg', true],
      ['Linen & Oak', 'Rua das Flores 41', '4050-265', 'Porto', true],
      ['Linen & Oak Workshop', 'Harkortstraße 77', '22765', 'Hamburg', false],
    ],
  },
  {
    owner: 'harbour',
    name: 'Café am Hafen',
    places: [['Café am Hafen ☕', 'Johannisbollwerk 3', '20459', 'Hamburg', true]],
  },
  { owner: 'grace', name: 'Grace', places: [['Tiny Atelier', 'Rua do Poço 6', '1200-334', 'Lisboa', false]] },
];

type Opinion = readonly [
  city: string,
  ageDays: number,
  person: string,
  stars: number,
  text: string,
  answer?: string,
];
const opinions: readonly Opinion[] = [
  ['Hamburg', 40, 'yuki', 5, '店員さんがとても親切でした。', 'ありがとうございます！'],
  ['Hamburg', 12, 'jonas', 4, 'Schöne Stoffe, leider nur Barzahlung.', 'Seit dieser Woche auch mit Karte.'],
  ['Hamburg', 3, 'matteo', 5, ''],
  ['Hamburg', 0.6, 'samira', 1, 'Nobody answered the phone for a week. Very disappointed.'],
  ['Porto', 20, 'chloe', 5, 'Une adresse à garder ✨'],
  ['Porto', 5, 'nora', 3, 'Lovely things, narrow shop.'],
];

/** Who there is on the first day. */
export function firstPlaces(google: Google): Business {
  const accounts: BusinessAccount[] = [];
  const places: Place[] = [];
  for (const { owner, name, places: theirs } of plans) {
    const { sub } = google.state.accounts.find(({ key }) => key === owner)!;
    const id = digitsOf(`business:${owner}`, 21);
    accounts.push({ id, owner: sub, name, isGroup: theirs.length > 1 });
    for (const [title, street, postalCode, city, isVerified] of theirs)
      places.push({ ...placeAt(`${title} ${street}`, id), title, street, postalCode, city, isVerified });
  }
  const shops = places.filter(({ title }) => title === 'Linen & Oak');
  const reviews = opinions.map((opinion) =>
    reviewOf(google, shops.find(({ city }) => city === opinion[0])!, opinion),
  );
  return { accounts, places, reviews };
}

const placeAt = (words: string, accountId: string) => ({ id: digitsOf(`place:${words}`, 19), accountId });

function reviewOf({ world }: Google, place: Place, opinion: Opinion): Review {
  const [, ageDays, person, stars, text, answer] = opinion;
  const ago = (days: number) => new Date(world.now().getTime() - days * dayMs).toISOString();
  const { key, name } = world.people.find(person)!;
  return {
    ...{
      id: `AbFvOq${wordOf(`review:${place.id}:${person}`, 54)}`,
      placeId: place.id,
      author: { key, name },
    },
    ...{ stars, text, createdAt: ago(ageDays), updatedAt: ago(ageDays) },
    answer: answer === undefined ? null : { text: answer, updatedAt: ago(ageDays / 2) },
  };
}

/** An account that was made by writing an address looks after one shop, unless its name says otherwise. */
export function givePlaces(business: Business, { sub, key, name }: Account): void {
  if (business.accounts.some(({ owner }) => owner === sub)) return;
  const id = digitsOf(`business:${key}`, 21);
  business.accounts.push({ id, owner: sub, name, isGroup: false });
  if (key.startsWith('no-place')) return;
  business.places.push({
    ...placeAt(key, id),
    ...{ title: `${name}’s shop`, street: 'Marktplatz 1', postalCode: '20095', city: 'Hamburg' },
    isVerified: !key.startsWith('not-verified'),
  });
}
