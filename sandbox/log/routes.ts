import { type Answer, json, page, type Request } from '../http.ts';
import type { Entry } from '../journal.ts';
import { clockTime, html, layout } from '../page.ts';
import type { Part, World } from '../world.ts';

const shownMax = 300;

/** Every request that came in and every delivery that went out. */
export async function log(world: World): Promise<Part> {
  return {
    name: 'log',
    title: 'Log',
    summary: 'Every request that came in and every delivery that went out.',
    gauge: () => `${world.journal.entries().length} entries`,
    routes: [{ method: 'GET', path: '/log', handle: (request) => show(world, request) }],
  };
}

function show(world: World, request: Request): Answer {
  const part = request.url.searchParams.get('part') ?? undefined;
  const after = Number(request.url.searchParams.get('after') ?? 0);
  const entries = world.journal.entries({ part, after });
  if (!request.wantsPage) return json({ entries });
  const parts = [...new Set(world.journal.entries().map((entry) => entry.part))].sort();
  return page(
    layout({
      title: 'Log',
      here: '/log',
      now: world.now(),
      live: '*',
      body: html`
<h1>Log</h1>
${
  parts.length > 0 &&
  html`<nav class="chips" aria-label="Show only"><a href="/log"${part === undefined && html` aria-current="true"`}>All</a>${parts.map(
    (name) =>
      html`<a href="/log?part=${encodeURIComponent(name)}"${name === part && html` aria-current="true"`}>${name}</a>`,
  )}</nav>`
}
${
  entries.length === 0
    ? html`<p class="empty">Nothing has come in or gone out yet.</p>`
    : html`<ul class="rows">${entries.slice(0, shownMax).map(row)}</ul>`
}`,
    }),
  );
}

const row = (entry: Entry) => html`
<li class="row"><small class="num">${clockTime(entry.at)}</small><span class="way" title="${entry.direction === 'in' ? 'came in' : 'went out'}">${entry.direction === 'in' ? '→' : '←'}</span><span class="grow"><code>${entry.what}</code>${entry.notes.map((note) => html`<small class="note">${note}</small>`)}</span><span class="${entry.good ? 'tag' : 'tag bad'}">${entry.outcome}</span><small class="num">${entry.ms} ms</small></li>`;
