import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { json, page, type Request, type Route, seeOther } from '../http.ts';
import { html, layout, many } from '../page.ts';
import type { Part, World } from '../world.ts';

const assets: Record<string, string> = {
  'sandbox.css': 'text/css; charset=utf-8',
  'forms.css': 'text/css; charset=utf-8',
  'mark.svg': 'image/svg+xml',
  'live.js': 'text/javascript; charset=utf-8',
};
const heartbeatMs = 20_000;

/** The front page, what pages are made of, and the way back to the first day. */
export async function home(world: World): Promise<Part> {
  const routes: Route[] = [
    {
      method: 'GET',
      path: '/',
      handle: (request) => (request.wantsPage ? page(frontPage(world)) : json(overview(world))),
    },
    { method: 'GET', path: '/healthz', handle: () => json({ status: 'alive' }) },
    { method: 'POST', path: '/reset', handle: (request) => reset(world, request) },
    { method: 'GET', path: '/live', handle: (request) => live(world, request) },
    { method: 'GET', path: '/assets/:file', handle: ({ params }) => asset(params.file!) },
  ];
  return { name: 'home', title: 'Home', summary: '', routes };
}

const shownParts = (world: World) => world.parts().filter((part) => part.name !== 'home');

function overview(world: World) {
  const parts = shownParts(world).map(({ name, title, summary, gauge, listensAt }) => ({
    name,
    title,
    summary,
    gauge: gauge?.(),
    listensAt,
  }));
  return { now: world.now().toISOString(), parts };
}

function frontPage(world: World) {
  const failures = world.failures.all();
  return layout({
    title: 'Home',
    here: '/',
    now: world.now(),
    live: '*',
    body: html`
<h1>A small internet of its own</h1>
<p class="lead">The other end of every wire Stoa speaks: it keeps what it is told, has a time of its own,
and goes wrong by name. Nothing here leaves this machine.</p>
<ul class="cards">${shownParts(world).map(
      ({ name, title, summary, gauge }) => html`
<li><a class="card" href="/${name}">
<b>${title}</b><span>${summary}</span><small>${gauge?.() ?? ''}</small>
</a></li>`,
    )}</ul>
<section class="split">
<div><h2>Start over</h2><p>Empties every part, sets the clock right and forgets the log.</p></div>
<form method="post" action="/reset"><button class="quiet">Reset the sandbox</button></form>
</section>
<p class="foot">${many(failures.length, 'named failure')} can be played.
<a href="/failures">See which</a>.</p>`,
  });
}

async function reset(world: World, request: Request) {
  await world.reset();
  return request.wantsPage ? seeOther('/') : json({ reset: true });
}

/** Says which part has news, so that an open page draws itself again. */
function live(world: World, { raw }: Request) {
  const stream = new Readable({ read() {} });
  stream.push('retry: 1000\n\n');
  const unwatch = world.journal.watch((part) => stream.push(`data: ${part}\n\n`));
  const heart = setInterval(() => stream.push(':\n\n'), heartbeatMs);
  raw.socket.once('close', () => {
    clearInterval(heart);
    unwatch();
    stream.destroy();
  });
  return { headers: { 'content-type': 'text/event-stream' }, body: stream };
}

async function asset(file: string) {
  const type = assets[file];
  if (!type) return json({ error: 'There is nothing at this address.' }, 404);
  return {
    headers: { 'content-type': type },
    body: await readFile(new URL(`../web/${file}`, import.meta.url)),
  };
}
