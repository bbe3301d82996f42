import type { Said } from '../http.ts';
import type { Entry } from '../journal.ts';
import { clockTime, type Html, html, layout, many, shortName, shortTime } from '../page.ts';
import { written } from '../said.ts';
import type { World } from '../world.ts';
import type { Wanted } from './choose.ts';

const shownMax = 200;

export function logPage(world: World, entries: readonly Entry[], wanted: Wanted): Html {
  const parts = [...new Set(world.journal.entries().map((entry) => entry.part))].sort();
  return layout({
    title: 'Log',
    here: '/log',
    now: world.now(),
    live: '*',
    body: html`
<h1>Log</h1>
<p class="lead">What came in and what went out, the latest first. Nothing is made unreadable here, secrets
neither: they open nothing outside.</p>
${search(wanted)}
${filters(parts, wanted)}
${
  entries.length === 0
    ? html`<p class="empty">Nothing like that has come in or gone out.</p>`
    : html`<ul class="rows">${entries.slice(0, shownMax).map(row)}</ul>`
}
<p class="foot">${entries.length > 0 && many(entries.length, 'entry', 'entries')}${
      entries.length > shownMax && `, of which the latest ${shownMax} are shown`
    }</p>`,
  });
}

function queryOf({ part, direction, failed, words }: Partial<Wanted>): string {
  const fields = { part, direction, failed: failed ? 'true' : undefined, words };
  return new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  ).toString();
}

function search({ words, part, direction, failed }: Wanted): Html {
  const carried = { part, direction, failed: failed ? 'true' : undefined };
  return html`
<form method="get" action="/log" class="line" role="search">
${Object.entries(carried).map(
  ([name, value]) => value && html`<input type="hidden" name="${name}" value="${value}">`,
)}
<input type="search" name="words" value="${words}" aria-label="Words" placeholder="Words in it: an id, a name, 429">
<button class="quiet">Find</button>
</form>`;
}

function filters(parts: readonly string[], wanted: Wanted): Html {
  const chip = (change: Partial<Wanted>, text: string) => {
    const next = queryOf({ ...wanted, ...change });
    const isCurrent = next === queryOf(wanted);
    return html`<a class="chip" href="/log${next && `?${next}`}"${isCurrent && html` aria-current="true"`}>${text}</a>`;
  };
  return html`
<nav class="chips" aria-label="Show only">
${chip({ direction: undefined, failed: false }, 'All')}
${chip({ direction: 'in', failed: false }, 'Came in')}
${chip({ direction: 'out', failed: false }, 'Went out')}
${chip({ direction: undefined, failed: true }, 'Failed')}
</nav>
${
  parts.length > 1 &&
  html`<nav class="chips" aria-label="Show only one part's">
${chip({ part: undefined }, 'Every part')}${parts.map((part) => chip({ part }, shortName(part)))}</nav>`
}`;
}

const ways = {
  in: html`<span class="way" title="came in">→</span>`,
  out: html`<span class="way" title="went out">←</span>`,
};

const row = (entry: Entry) => html`
<li id="entry-${entry.id}"><a class="row" href="/log/${entry.id}">
<small class="num">${clockTime(entry.at)}</small>${ways[entry.direction]}
<span class="grow">
<code>${entry.what}</code>${entry.notes.map((note) => html`<small class="note">${note}</small>`)}
</span>
<span class="${entry.good ? 'tag' : 'tag bad'}">${entry.outcome}</span>
<small class="num">${entry.ms} ms</small>
</a></li>`;

export function entryPage(world: World, entry: Entry): Html {
  const { id, at, part, direction, what, outcome, ms, notes, asked, answered } = entry;
  const facts = [
    ['At', `${shortTime(at)}:${at.slice(17, 19)} UTC`],
    [direction === 'in' ? 'Came in to' : 'Went out from', shortName(part)],
    ['Answered', `${outcome}, after ${ms} ms`],
    ['Notes', notes.join(', ')],
  ] as const;
  return layout({
    title: what,
    here: '/log',
    now: world.now(),
    body: html`
<p class="back"><a href="/log">← Log</a></p>
<h1 class="subject wire">${what}</h1>
<dl class="facts">${facts
      .filter(([, value]) => value)
      .map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${said('Asked', asked)}
${said('Answered', answered)}
<nav class="chips" aria-label="Before and after">${[id - 1, id + 1].map((other) => {
      const there = world.journal.find(other);
      const text = other < id ? '← The one before' : 'The next one →';
      return there && html`<a class="chip" href="/log/${other}">${text}</a>`;
    })}</nav>`,
  });
}

function said(title: string, one: Said | undefined): Html {
  const headers = Object.entries(one?.headers ?? {}).map(([name, value]) => `${name}: ${value}\n`);
  return html`
<section class="said">
<h2>${title}</h2>
${headers.length > 0 && html`<details open><summary>${many(headers.length, 'header')}</summary><pre>${headers}</pre></details>`}
${one?.body ? html`<pre>${written(one.body)}</pre>` : html`<p class="hint">Without a body.</p>`}
</section>`;
}
