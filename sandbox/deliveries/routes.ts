import type { Habits, Parcel } from '../courier.ts';
import { type Answer, json, page, Refusal, type Request, seeOther } from '../http.ts';
import { many } from '../page.ts';
import type { Part, World } from '../world.ts';
import { deliveriesPage, parcelPage } from './pages.ts';

const shownMax = 300;
const lateMsMax = 30 * 24 * 60 * 60_000;
const copiesMax = 100;
const states: readonly string[] = ['waiting', 'delivered', 'given-up'];

/** What the platforms tell Stoa: what waits, what became of the rest, and how it travels. */
export async function deliveries(world: World): Promise<Part> {
  const { post } = world;
  return {
    name: 'deliveries',
    title: 'Deliveries',
    summary: 'What the platforms tell Stoa: held, late, twice, out of order and again until it is taken.',
    gauge: () => `${many(post.parcels({ state: 'waiting' }).length, 'parcel')} waiting`,
    routes: [
      { method: 'GET', path: '/deliveries', handle: (request) => list(world, request) },
      { method: 'POST', path: '/deliveries/habits', handle: (request) => change(world, request) },
      { method: 'POST', path: '/deliveries/release', handle: (request) => release(world, request) },
      { method: 'GET', path: '/deliveries/:id', handle: (request) => one(world, request) },
      { method: 'POST', path: '/deliveries/:id/again', handle: (request) => again(world, request) },
    ],
  };
}

/** `?part=`, `?state=` waiting, delivered or given-up. Newest first. */
function list(world: World, { url, wantsPage }: Request): Answer {
  const part = url.searchParams.get('part') || undefined;
  const state = url.searchParams.get('state') || undefined;
  if (state !== undefined && !states.includes(state))
    throw new Refusal(400, `state is one of ${states.join(', ')}.`);
  const parcels = world.post.parcels({ part, state: state as Parcel['state'] | undefined });
  if (wantsPage) return page(deliveriesPage(world, parcels.slice(0, shownMax), { part, state }));
  const habits = Object.fromEntries(world.post.parts().map((name) => [name, world.post.habitsOf(name)]));
  return json({ parcels, habits });
}

/**
 * `{ part, held?, lateMs?, copies?, shuffled?, batched? }`. A form says `whole`, since what is not ticked in it is
 * not sent.
 */
async function change(world: World, request: Request): Promise<Answer> {
  const { part = '', whole, ...fields } = await request.fields();
  const habits: Partial<Habits> = {};
  for (const name of ['held', 'shuffled', 'batched'] as const) {
    const said = fields[name];
    if (said !== undefined && !/^(?:true|false|on)$/.test(said))
      throw new Refusal(400, `${name} is true or false.`);
    if (said !== undefined || whole !== undefined) habits[name] = said === 'true' || said === 'on';
  }
  if (fields.lateMs !== undefined) habits.lateMs = countOf('lateMs', fields.lateMs, 0, lateMsMax);
  if (fields.copies !== undefined) habits.copies = countOf('copies', fields.copies, 1, copiesMax);
  if (habits.batched && !world.post.batches(part))
    throw new Refusal(400, `${part} never puts several into one.`);
  if (!world.post.change(part, habits)) throw new Refusal(404, `${part || 'No part'} delivers nothing.`);
  return request.wantsPage ? seeOther('/deliveries') : json({ part, ...world.post.habitsOf(part) });
}

function countOf(name: string, text: string, least: number, most: number): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < least || count > most)
    throw new Refusal(400, `${name} is a whole number from ${least} to ${most}.`);
  return count;
}

/** `{ part }`: what waits there leaves now. Without a part, what waits anywhere. */
async function release(world: World, request: Request): Promise<Answer> {
  const { part } = await request.fields();
  if (part && !world.post.parts().includes(part)) throw new Refusal(404, `${part} delivers nothing.`);
  const counts = (part ? [part] : world.post.parts()).map((name) => world.post.release(name));
  const released = counts.reduce((sum, count) => sum + count, 0);
  return request.wantsPage ? seeOther('/deliveries') : json({ released });
}

function one(world: World, request: Request): Answer {
  const parcel = found(world, request);
  return request.wantsPage ? page(parcelPage(world, parcel)) : json(parcel);
}

function again(world: World, request: Request): Answer {
  const { id } = found(world, request);
  world.post.again(id);
  return request.wantsPage ? seeOther(`/deliveries/${id}`) : json({ again: id });
}

function found(world: World, { params }: Request): Parcel {
  const parcel = world.post.find(params.id!);
  if (!parcel) throw new Refusal(404, 'There is no such parcel, or it was forgotten.');
  return parcel;
}
