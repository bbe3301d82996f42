import { type Answer, json, page, Refusal, type Request } from '../http.ts';
import { many } from '../page.ts';
import type { Part, World } from '../world.ts';
import { chosen, type Wanted } from './choose.ts';
import { entryPage, logPage } from './pages.ts';

/** Every request that came in and every delivery that went out. */
export async function log(world: World): Promise<Part> {
  return {
    name: 'log',
    title: 'Log',
    summary: 'Every request that came in and every delivery that went out, word for word.',
    gauge: () => many(world.journal.entries().length, 'entry', 'entries'),
    routes: [
      { method: 'GET', path: '/log', handle: (request) => list(world, request) },
      { method: 'GET', path: '/log/:id', handle: (request) => one(world, request) },
    ],
  };
}

/**
 * `?part=`, `?direction=` in or out, `?failed=true`, `?words=` all of which are somewhere in it, `?after=` the id of
 * the last one seen. Newest first.
 */
function list(world: World, { url: { searchParams }, wantsPage }: Request): Answer {
  const direction = searchParams.get('direction') || undefined;
  if (direction !== undefined && direction !== 'in' && direction !== 'out')
    throw new Refusal(400, 'direction is in or out.');
  const wanted: Wanted = {
    part: searchParams.get('part') || undefined,
    direction,
    failed: searchParams.get('failed') === 'true',
    words: searchParams.get('words')?.trim() ?? '',
    after: Number(searchParams.get('after') ?? 0),
  };
  const entries = chosen(world.journal.entries({ part: wanted.part, after: wanted.after }), wanted);
  return wantsPage ? page(logPage(world, entries, wanted)) : json({ entries });
}

function one(world: World, { params, wantsPage }: Request): Answer {
  const entry = world.journal.find(Number(params.id));
  if (!entry) throw new Refusal(404, 'There is no such entry, or it was forgotten.');
  return wantsPage ? page(entryPage(world, entry)) : json(entry);
}
