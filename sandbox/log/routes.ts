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
${parts.length > 0 && chips(parts, part)}
${
  entries.length === 0
    ? html`<p class="empty">Nothing has come in or gone out yet.</p>`
    : html`<ul class="rows">${entries.slice(0, shownMax).map(row)}</ul>`
}`,
    }),
  );
}

const ways = {
  in: html`<span class="way" title="came in">→</span>`,
  out: html`<span class="way" title="went out">←</span>`,
};

const row = (entry: Entry) => html`
<li class="row">
<small class="num">${clockTime(entry.at)}</small>${ways[entry.direction]}
<span class="grow">
<code>${entry.what}</code>${entry.notes.map((note) => html`<small class="note">${note}</small>`)}
</span>
<span class="${entry.good ? 'tag' : 'tag bad'}">${entry.outcome}</span>
<small class="num">${entry.ms} ms</small>
</li>`;

const chips = (parts: readonly string[], shown: string | undefined) => html`
<nav class="chips" aria-label="Show only">${[undefined, ...parts].map((name) => {
  const href = name === undefined ? '/log' : `/log?part=${encodeURIComponent(name)}`;
  const current = name === shown && html` aria-current="true"`;
  return html`<a class="chip" href="${href}"${current}>${name ?? 'All'}</a>`;
})}</nav>`;
