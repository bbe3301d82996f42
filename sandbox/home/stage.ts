import type { Entry } from '../journal.ts';
import { clockTime, type Html, html, layout, many, shortName } from '../page.ts';
import type { Person } from '../people.ts';
import type { Part, World } from '../world.ts';
import { inWords, isOfStoa } from './words.ts';

const seenMax = 14;
const tintsCount = 6;

/** Who is played, and where: from the address, so that it can be kept and sent. */
export interface Scene {
  readonly person: Person;
  readonly part: Part | undefined;
  readonly content: Html | undefined;
  /** The parts on which this person can do something. */
  readonly parts: readonly Part[];
}

export function sceneOf(world: World, as: string | null, on: string | null): Scene {
  const person = world.people.find(as ?? '') ?? world.people.all()[0]!;
  const contents = new Map(
    world.parts().flatMap((part) => {
      const content = part.stage?.(person);
      return content ? [[part, content] as const] : [];
    }),
  );
  const parts = [...contents.keys()];
  const part = parts.find(({ name }) => name === on) ?? parts[0];
  return { person, part, content: part && contents.get(part), parts };
}

/** What somebody is shown in two minutes: whom to play, what they can do, and what Stoa does then. */
export function stagePage(world: World, scene: Scene): Html {
  return layout({
    title: scene.person.name,
    here: '/',
    now: world.now(),
    live: '*',
    wide: true,
    body: html`
<h1>Play the other side</h1>
<p class="lead">You are the customer. What you do here reaches Stoa over the same wires as from the real
platforms, and nothing leaves this machine.</p>
<div class="stage">
${cast(world, scene)}
${phone(scene)}
${seen(world)}
</div>
<h2 id="parts">Everything in here</h2>
<ul class="cards">${shownParts(world).map(card)}</ul>
<section class="split">
<div><h2>Start over</h2><p>Everything as on the first day: every part, the clock and the log.</p></div>
<form method="post" action="/reset"><button class="quiet">Reset the sandbox</button></form>
</section>
<p class="foot">${many(world.failures.all().length, 'named failure')} can be played.
<a href="/failures">See which</a>.</p>`,
  });
}

export const shownParts = (world: World) => world.parts().filter((part) => part.name !== 'home');

const card = ({ name, title, summary, gauge }: Part) => html`
<li><a class="card" href="/${name}">
<b>${title}</b><span>${summary}</span><small>${gauge?.() ?? ''}</small>
</a></li>`;

const hrefOf = (person: Person, part: Part | undefined) =>
  `/?as=${encodeURIComponent(person.key)}${part ? `&on=${encodeURIComponent(part.name)}` : ''}`;

function cast(world: World, { person, part }: Scene): Html {
  const current = html` aria-current="true"`;
  return html`
<section class="cast" aria-labelledby="cast">
<h2 id="cast">Whom you play</h2>
<ul>${world.people.all().map(
    (one) => html`
<li id="person-${one.key}"><a href="${hrefOf(one, part)}"${one === person && current}>
${face(one)}<span><b>${one.name}</b><small>${one.about}</small></span>
</a></li>`,
  )}</ul>
<details id="newcomer"><summary>Somebody else</summary>
<form method="post" action="/people" class="line">
<label class="unseen" for="name">Somebody else, by name</label>
<input id="name" name="name" required maxlength="80" placeholder="Their name" autocomplete="off">
<button class="quiet">Add</button>
</form>
<p class="hint">Call somebody <code>duplicate-storm</code> or <code>lost-answer</code>, and what they do goes
wrong that way. <a href="/failures">All the names</a>.</p>
</details>
</section>`;
}

/** The first letter on a colour of their own. */
export function face({ key, name }: Person): Html {
  const sum = [...key].reduce((total, letter) => (total * 31 + letter.codePointAt(0)!) % 9_973, 7);
  return html`<span class="face tint-${sum % tintsCount}" aria-hidden="true">${[...name][0]?.toUpperCase()}</span>`;
}

function phone({ person, part, content, parts }: Scene): Html {
  return html`
<section class="phone" aria-label="${person.name}’s phone">
<header>${face(person)}<b>${person.name}</b><small>${person.language}</small></header>
${
  parts.length > 0 &&
  html`<nav aria-label="Platforms">${parts.map(
    (one) =>
      html`<a href="${hrefOf(person, one)}"${one === part && html` aria-current="true"`}>${shortName(one.name)}</a>`,
  )}</nav>`
}
<div class="screen" id="screen-${person.key}-${part?.name}" data-stays>
${content ?? html`<p class="empty">There is no platform yet on which ${person.name} could do something.</p>`}
</div>
</section>`;
}

function seen(world: World): Html {
  const latest = firstOf(world.journal.entries(), isOfStoa, seenMax);
  return html`
<section class="seen" aria-labelledby="seen">
<h2 id="seen">What Stoa did</h2>
${
  latest.length === 0
    ? html`<p class="empty">Nothing yet. Connect an account in Stoa, then do something as a customer: it
is written down here the moment it happens.</p>`
    : html`<ol role="log" aria-label="Newest first">${latest.map(doing)}</ol>
<p class="foot"><a href="/log">Word for word in the log</a></p>`
}
</section>`;
}

function doing(entry: Entry): Html {
  const part = shortName(entry.part);
  const words =
    entry.direction === 'out'
      ? html`<b>${part}</b> told Stoa: ${inWords(entry)}`
      : html`<b>Stoa</b> ${inWords(entry)} <small>${part}</small>`;
  return html`
<li id="doing-${entry.id}"><a href="/log/${entry.id}">
<small class="num">${clockTime(entry.at)}</small><span>${words}</span>
${!entry.good && html`<span class="tag bad">${entry.outcome}</span>`}
</a></li>`;
}

function firstOf<T>(list: readonly T[], isWanted: (one: T) => boolean, count: number): T[] {
  const found: T[] = [];
  for (const one of list) {
    if (found.length === count) break;
    if (isWanted(one)) found.push(one);
  }
  return found;
}
