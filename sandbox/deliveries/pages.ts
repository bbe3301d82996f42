import type { Habits, Parcel } from '../courier.ts';
import { clockTime, type Html, html, layout, many, shortName, shortTime } from '../page.ts';
import { written } from '../said.ts';
import type { World } from '../world.ts';

interface Wanted {
  readonly part: string | undefined;
  readonly state: string | undefined;
}

const delays = [
  [0, 'at once'],
  [5_000, '5 seconds late'],
  [60_000, '1 minute late'],
  [600_000, '10 minutes late'],
  [3_600_000, '1 hour late'],
  [90_000_000, '25 hours late'],
] as const;
const copies = [1, 2, 3, 5, 50] as const;
const states = [
  [undefined, 'All'],
  ['waiting', 'Waiting'],
  ['delivered', 'Delivered'],
  ['given-up', 'Given up'],
] as const;

export function deliveriesPage(world: World, parcels: readonly Parcel[], wanted: Wanted): Html {
  const parts = world.post.parts();
  return layout({
    title: 'Deliveries',
    here: '/deliveries',
    now: world.now(),
    live: 'deliveries',
    body: html`
<h1>Deliveries</h1>
<p class="lead">What the platforms tell Stoa, signed as each signs it, and told again on each one’s schedule
until it is taken. Moving the <a href="/clock">clock</a> delivers what became due.</p>
${parts.length > 0 && travels(world, parts)}
<h2>Parcels</h2>
${filters(parts, wanted)}
${letGo(world, parts)}
${
  parcels.length === 0
    ? html`<p class="empty">There is nothing here. Do something as a customer on the <a href="/">stage</a>.</p>`
    : html`<ul class="rows">${parcels.map((parcel) => row(world, parcel))}</ul>`
}`,
  });
}

/** Folded up while everything travels as usual: then nobody came here for it. */
function travels(world: World, parts: readonly string[]): Html {
  const unusual = parts.flatMap((part) => {
    const words = inWords(world.post.habitsOf(part));
    return words ? [`${shortName(part)} ${words}`] : [];
  });
  return html`
<details id="habits"${unusual.length > 0 && html` open`}>
<summary>How it travels: ${unusual.join('; ') || 'as usual everywhere'}</summary>
<ul class="rows">${parts.map((part) => habitsRow(world, part))}</ul>
</details>`;
}

function inWords({ held, lateMs, copies: count, shuffled, batched }: Habits): string {
  const words = [
    held && 'held',
    lateMs > 0 && (delays.find(([ms]) => ms === lateMs)?.[1] ?? `${lateMs} ms late`),
    count > 1 && `${count} times`,
    shuffled && 'shuffled',
    batched && 'in batches',
  ];
  return words.filter(Boolean).join(', ');
}

function habitsRow(world: World, part: string): Html {
  const habits = world.post.habitsOf(part);
  const title = shortName(part);
  return html`
<li class="row" id="habits-${part}">
<form method="post" action="/deliveries/habits" class="line habits" aria-label="${title}">
<b>${title}</b>
<input type="hidden" name="part" value="${part}"><input type="hidden" name="whole" value="true">
${choice('lateMs', `When, for ${title}`, withOwn(delays, habits.lateMs, 'ms late'), habits.lateMs)}
${choice('copies', `How often, for ${title}`, withOwn(copies.map(times), habits.copies, 'times'), habits.copies)}
${tick('held', 'Held', habits)}${tick('shuffled', 'Shuffled', habits)}
${world.post.batches(part) && tick('batched', 'In batches', habits)}
<button class="quiet">Apply</button>
</form>
</li>`;
}

const times = (count: number) => [count, count === 1 ? 'once' : `${count} times`] as const;

/** What was set by a program need not be one of the choices. */
function withOwn(options: readonly (readonly [number, string])[], value: number, unit: string) {
  return options.some(([one]) => one === value)
    ? options
    : [...options, [value, `${value} ${unit}`] as const];
}

const choice = (
  name: string,
  label: string,
  options: readonly (readonly [number, string])[],
  value: number,
) => html`
<select name="${name}" aria-label="${label}">${options.map(
  ([one, text]) => html`<option value="${one}"${one === value && html` selected`}>${text}</option>`,
)}</select>`;

const tick = (name: 'held' | 'shuffled' | 'batched', text: string, habits: Habits) => html`
<label class="tick"><input type="checkbox" name="${name}"${habits[name] && html` checked`}>${text}</label>`;

function letGo(world: World, parts: readonly string[]): Html | false {
  const waiting = parts
    .map((part) => ({ part, count: world.post.parcels({ part, state: 'waiting' }).length }))
    .filter(({ count }) => count > 0);
  if (waiting.length === 0) return false;
  return html`
<form method="post" action="/deliveries/release" class="buttons">${waiting.map(
    ({ part, count }) => html`
<button class="quiet" name="part" value="${part}">Let ${count} of ${shortName(part)} go</button>`,
  )}</form>`;
}

function filters(parts: readonly string[], wanted: Wanted): Html {
  const chip = (change: Partial<Wanted>, text: string) => {
    const next = { ...wanted, ...change };
    const query = new URLSearchParams(
      Object.entries(next).filter(([, value]) => value) as [string, string][],
    );
    const isCurrent = next.part === wanted.part && next.state === wanted.state;
    return html`<a class="chip" href="/deliveries?${query.toString()}"${isCurrent && html` aria-current="true"`}>${text}</a>`;
  };
  return html`
<nav class="chips" aria-label="Show only">${states.map(([state, text]) => chip({ state }, text))}</nav>
${
  parts.length > 1 &&
  html`<nav class="chips" aria-label="Show only one platform's">
${chip({ part: undefined }, 'Every platform')}${parts.map((part) => chip({ part }, shortName(part)))}</nav>`
}`;
}

const row = (world: World, parcel: Parcel) => html`
<li id="parcel-${parcel.id}"><a class="row" href="/deliveries/${parcel.id}">
<small class="num">${clockTime(parcel.madeAt)}</small>
<span class="grow"><b>${parcel.about}</b><small>${shortName(parcel.part)} · ${fate(world, parcel)}</small></span>
${tagOf(parcel)}
</a></li>`;

function tagOf({ state }: Parcel): Html {
  if (state === 'given-up') return html`<span class="tag bad">given up</span>`;
  return html`<span class="tag">${state}</span>`;
}

function fate(world: World, { part, state, attempts, dueAt, letGo: isLetGo }: Parcel): string {
  const tried = attempts.length === 0 ? '' : `${many(attempts.length, 'attempt')}: ${answers(attempts)}`;
  if (state !== 'waiting') return tried;
  const isHeld = world.post.habitsOf(part).held && !isLetGo;
  return [tried, isHeld ? 'held' : `due ${shortTime(dueAt)}`].filter(Boolean).join(' · ');
}

const answers = (attempts: Parcel['attempts']) =>
  attempts.map(({ status }) => status ?? 'no answer').join(', ');

export function parcelPage(world: World, parcel: Parcel): Html {
  const facts = [
    ['From', shortName(parcel.part)],
    ['To', parcel.url],
    ['Made', `${shortTime(parcel.madeAt)} UTC`],
    ['Message', parcel.message],
    ['State', fate(world, parcel) || parcel.state],
  ] as const;
  return layout({
    title: parcel.about,
    here: '/deliveries',
    now: world.now(),
    live: 'deliveries',
    body: html`
<p class="back"><a href="/deliveries">← Deliveries</a></p>
<h1 class="subject">${parcel.about}</h1>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<form method="post" action="/deliveries/${parcel.id}/again" class="buttons">
<button>${parcel.state === 'waiting' ? 'Let it go now' : 'Deliver it again'}</button>
</form>
<h2>Attempts</h2>
${
  parcel.attempts.length === 0
    ? html`<p class="empty">None yet.</p>`
    : html`<ul class="rows">${parcel.attempts.map(
        ({ at, status, said }) => html`
<li class="row"><small class="num">${shortTime(at)}</small>
<span class="grow"><code>${said || 'Nothing was said.'}</code></span>
<span class="${status !== null && status < 300 ? 'tag' : 'tag bad'}">${status ?? 'no answer'}</span></li>`,
      )}</ul>`
}
<h2>What it says</h2>
<pre>${written(parcel.body)}</pre>`,
  });
}
