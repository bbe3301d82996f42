import { json, page, Refusal, type Route, seeOther } from '../../http.ts';
import { type Html, html, layout, many, shortTime } from '../../page.ts';
import type { Person } from '../../people.ts';
import { deedButton } from '../page-parts.ts';
import type { Account, Google } from '../state.ts';
import { averageOf, businessOf, ownerOf, type Place, placeOf, type Review, reviewsOf } from './state.ts';

const placesShownMax = 8;
const starsMax = 5;

export const businessRoutes = (google: Google): Route[] => [
  {
    ...{ method: 'GET', path: '/google/places/:id' },
    handle: (request) => {
      const place = placeOf(google, request.params.id!);
      if (!place) throw new Refusal(404, 'There is no such place.');
      const reviews = reviewsOf(google, place);
      return request.wantsPage ? page(placePage(google, place)) : json({ ...place, reviews });
    },
  },
  {
    ...{ method: 'GET', path: '/maps.google.com/maps' },
    handle: ({ url }) => seeOther(`/google/places/${url.searchParams.get('cid') ?? ''}`),
  },
];

/** As programs ask for them: which there are, of whom. */
export const placesOf = (google: Google, { sub }: Account) => {
  const { accounts, places } = businessOf(google);
  const theirs = new Set(accounts.filter(({ owner }) => owner === sub).map(({ id }) => id));
  return places.filter(({ accountId }) => theirs.has(accountId));
};

export const placeRow = (google: Google, place: Place): Html => {
  const reviews = reviewsOf(google, place);
  return html`
<li><a class="row google-choice" href="/google/places/${place.id}">
<span class="google-face" aria-hidden="true">${[...place.title][0]}</span>
<span class="grow"><b>${place.title}</b><small>${place.street}, ${place.city}</small></span>
${!place.isVerified && html`<span class="tag bad">not verified</span>`}
<small class="num">${many(reviews.length, 'review')}<br>${reviews.length > 0 && `${averageOf(reviews)} of 5`}</small>
</a></li>`;
};

function placePage(google: Google, place: Place) {
  const reviews = reviewsOf(google, place);
  return layout({
    title: `${place.title}, ${place.city}`,
    here: '/google',
    now: google.world.now(),
    live: 'google',
    body: html`
<p class="back"><a href="/google">← Google</a></p>
<h1>${place.title}</h1>
<p class="lead">${place.street}, ${place.postalCode} ${place.city}${reviews.length > 0 && ` · ${averageOf(reviews)} of 5`}</p>
<div class="google-tokens"><span class="tag${place.isVerified ? '' : ' bad'}">${place.isVerified ? 'verified' : 'not verified'}</span>
${deedButton('verify', { place: place.id, verified: place.isVerified ? 'no' : 'yes' }, place.isVerified ? 'Take back' : 'Verify', `${place.title}, ${place.city}`)}
<small>${ownerOf(google, place)?.email}</small></div>
<h2>What somebody thinks of it</h2>
<form method="post" action="/google/play/review" class="google-form">
<input type="hidden" name="place" value="${place.id}">
<label for="who">As</label>
<select id="who" name="person">${google.world.people
      .all()
      .map(({ key, name }) => html`<option value="${key}">${name}</option>`)}</select>
${starChoice('stars', starsMax)}
<label for="words">Words</label><textarea id="words" name="text" rows="2" placeholder="Or stars alone"></textarea>
<button>Review</button></form>
<h2>${many(reviews.length, 'review')}</h2>
${
  reviews.length === 0
    ? html`<p class="empty">Nobody has said anything yet.</p>`
    : html`<ol class="google-threads">${reviews.map((review) => reviewRow(review))}</ol>`
}`,
  });
}

const starChoice = (id: string, chosen: number) => html`
<label for="${id}">Stars</label>
<select id="${id}" name="stars">${[5, 4, 3, 2, 1].map(
  (stars) => html`<option value="${stars}"${stars === chosen && html` selected`}>${stars} of 5</option>`,
)}</select>`;

const starsOf = ({ stars }: Review) => html`
<span class="google-stars" role="img" aria-label="${stars} of 5 stars">${'★'.repeat(stars)}${'☆'.repeat(starsMax - stars)}</span>`;

const answerOf = ({ answer }: Review, owner: string) =>
  answer &&
  html`<ol><li><b class="google-owner">${owner}</b> <small>${shortTime(answer.updatedAt)}</small>
<p class="google-words">${answer.text}</p></li></ol>`;

function reviewRow(review: Review): Html {
  const short = review.id.slice(6, 14);
  return html`
<li id="${review.id}"><b>${review.author.name}</b> ${starsOf(review)} <small>${shortTime(review.updatedAt)}</small>
${review.text !== '' && html`<p class="google-words">${review.text}</p>`}
${answerOf(review, 'The owner')}
<details><summary>Change it, or answer as the owner elsewhere</summary>
<form method="post" action="/google/play/edit-review" class="google-form">
<input type="hidden" name="review" value="${review.id}">
${starChoice(`stars-${short}`, review.stars)}
<label for="words-${short}">Words</label><textarea id="words-${short}" name="text" rows="2">${review.text}</textarea>
<button class="quiet">Change</button></form>
<form method="post" action="/google/play/answer-review" class="google-form">
<input type="hidden" name="review" value="${review.id}">
<label for="answer-${short}">Answer of the owner</label>
<textarea id="answer-${short}" name="text" rows="2" required>${review.answer?.text ?? ''}</textarea>
<button class="quiet">Answer</button></form>
${deedButton('delete-review', { review: review.id }, 'Delete', `the review of ${review.author.name}`)}
${review.answer && deedButton('unanswer-review', { review: review.id }, 'Take the answer back', review.author.name)}
</details></li>`;
}

/** Somebody's phone: what they said of places, and which there are to say something of. */
export function placesStage(google: Google, person: Person): Html {
  const business = businessOf(google);
  const theirs = business.reviews
    .filter(({ author }) => author.key === person.key)
    .toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  const known = new Set(theirs.map(({ placeId }) => placeId));
  const others = business.places.filter(({ id, isVerified }) => isVerified && !known.has(id));
  return html`
${
  theirs.length > 0 &&
  html`<h3>What you think of places</h3>
<ul class="google-threads">${theirs.slice(0, placesShownMax).map((review) => ownReview(google, review))}</ul>`
}
${
  others.length > 0 &&
  html`<h3>Places near you</h3>
<form method="post" action="/google/play/review" class="google-form">
<input type="hidden" name="person" value="${person.key}">
<label for="near">Place</label>
<select id="near" name="place">${others
    .slice(-placesShownMax)
    .toReversed()
    .map(({ id, title, city }) => html`<option value="${id}">${title}, ${city}</option>`)}</select>
${starChoice('near-stars', starsMax)}
<label for="near-words">Words</label><input id="near-words" name="text" placeholder="Or stars alone" autocomplete="off">
<button>Review</button></form>`
}`;
}

function ownReview(google: Google, review: Review): Html {
  const { title, city } = placeOf(google, review.placeId)!;
  const short = review.id.slice(6, 14);
  return html`
<li id="own-${review.id}"><small><a href="/google/places/${review.placeId}">${title}, ${city}</a></small> ${starsOf(review)}
${review.text !== '' && html`<p class="google-words">${review.text}</p>`}
${answerOf(review, title)}
<details><summary>Change or delete it</summary>
<form method="post" action="/google/play/edit-review" class="google-form">
<input type="hidden" name="review" value="${review.id}">
${starChoice(`own-stars-${short}`, review.stars)}
<label for="own-words-${short}">Words</label><input id="own-words-${short}" name="text" value="${review.text}" autocomplete="off">
<button class="quiet">Change</button></form>
${deedButton('delete-review', { review: review.id }, 'Delete', `the review of ${title}, ${city}`)}
</details></li>`;
}
