import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { type Answer, json, page, Refusal, type Request, type Route, seeOther } from '../http.ts';
import type { Part, World } from '../world.ts';
import { sceneOf, shownParts, stagePage } from './stage.ts';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const heartbeatMs = 20_000;

/** The front page, what pages are made of, and the way back to the first day. */
export async function home(world: World): Promise<Part> {
  const routes: Route[] = [
    { method: 'GET', path: '/', handle: (request) => front(world, request) },
    { method: 'GET', path: '/healthz', handle: () => json({ status: 'alive' }) },
    { method: 'GET', path: '/people', handle: () => json({ people: world.people.all() }) },
    { method: 'POST', path: '/people', handle: (request) => addPerson(world, request) },
    { method: 'POST', path: '/reset', handle: (request) => reset(world, request) },
    { method: 'GET', path: '/live', handle: (request) => live(world, request) },
    { method: 'GET', path: '/assets/:file', handle: ({ params }) => asset(params.file!) },
  ];
  return { name: 'home', title: 'Home', summary: '', routes };
}

/** `?as=` whom, `?on=` which part. */
function front(world: World, { url, wantsPage }: Request): Answer {
  if (!wantsPage) return json(overview(world));
  return page(stagePage(world, sceneOf(world, url.searchParams.get('as'), url.searchParams.get('on'))));
}

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

/** `{ name }`: somebody new, or who is called so already. */
async function addPerson(world: World, request: Request): Promise<Answer> {
  const { name = '' } = await request.fields();
  if (!name.trim()) throw new Refusal(400, 'name is who they are.');
  const person = world.people.add(name);
  return request.wantsPage ? seeOther(`/?as=${encodeURIComponent(person.key)}`) : json(person);
}

async function reset(world: World, request: Request): Promise<Answer> {
  await world.reset();
  // Whatever page is open shows what is no more.
  for (const { name } of world.parts()) world.journal.stirred(name);
  return request.wantsPage ? seeOther('/') : json({ reset: true });
}

/** Says which part has news, so that an open page draws itself again. */
function live(world: World, { raw }: Request): Answer {
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

async function asset(file: string): Promise<Answer> {
  const type = types[extname(file)];
  // A name and nothing else: no way leads out of the folder.
  if (!type || !/^[a-z-]+\.[a-z]+$/.test(file)) throw new Refusal(404, 'There is nothing at this address.');
  const body = await readFile(new URL(`../web/${file}`, import.meta.url)).catch(() => undefined);
  if (!body) throw new Refusal(404, 'There is nothing at this address.');
  return { headers: { 'content-type': type }, body };
}
