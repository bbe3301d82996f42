import type { Kept } from './keep.ts';
import {
  forget,
  type Habits,
  loadsOf,
  type Manner,
  type Message,
  type Parcel,
  parcelsOf,
  settle,
} from './parcels.ts';
import type { Delivered, Delivery } from './world.ts';

export type { Habits, Manner, Message, Parcel } from './parcels.ts';

export interface PostOffice {
  /** A part's own way of sending. To be asked for once, when the part is made. */
  courier(part: string, manner: Manner): Courier;
  /** Newest first. */
  parcels(filter?: { part?: string | undefined; state?: Parcel['state'] | undefined }): readonly Parcel[];
  find(id: string): Parcel | undefined;
  habitsOf(part: string): Readonly<Habits>;
  change(part: string, habits: Partial<Habits>): boolean;
  /** Lets go what waits, held or late or between two attempts. Answers how many. */
  release(part: string): number;
  /** Once more, whatever became of it: answers false when there is no such parcel. */
  again(id: string): boolean;
  parts(): readonly string[];
  /** Whether the platform puts several messages into one. */
  batches(part: string): boolean;
  /** Looks at once whether something is due: to be called when time was moved. */
  wake(): void;
  reset(): void;
  close(): Promise<void>;
}

export interface Courier {
  send(message: Message): Parcel;
}

const usual: Habits = { held: false, lateMs: 0, copies: 1, shuffled: false, batched: false };
const stormCopies = 50;
/** Of each part: what one platform's receivers are slow to answer delays no other's. */
const connectionsMax = 8;
/** How long something out of order waits for what is to come before it. */
const overtakenMs = 4_000;
/** How long a part whose messages go in any order, or as one, gathers them: by the machine's clock. */
const gatherMs = 250;
const lookAgainMs = 1_000;
const shortestMs = 20;

export interface PostOfficeParts {
  readonly state: Kept<{ parcels: Parcel[]; habits: Record<string, Habits> }>;
  readonly now: () => Date;
  readonly deliver: (delivery: Delivery, signal: AbortSignal) => Promise<Delivered>;
  readonly stirred: () => void;
}

/** Carries what platforms have to say, again and again on each one's schedule, in the sandbox's own time. */
export function openPostOffice({ state, now, deliver, stirred }: PostOfficeParts): PostOffice {
  const manners = new Map<string, Manner>();
  /** What is on the way, each load with who waits for its end. */
  const journeys = new Map<readonly Parcel[], Promise<void>>();
  const againAfter = new Set<Parcel>();
  const gatheredAt = new Map<string, number>();
  let ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let isPumping = false;
  let closed = false;
  const habitsOf = (part: string): Habits => state.value.habits[part] ?? usual;
  const isOut = (parcel: Parcel) => [...journeys.keys()].some((load) => load.includes(parcel));
  const changed = () => {
    state.value.parcels = forget(state.value.parcels);
    state.changed();
    stirred();
    soon();
  };

  const post = (part: string, message: Message): Parcel => {
    const { lateMs, copies, shuffled, batched } = habitsOf(part);
    const at = now();
    const count = message.failure === 'duplicate-storm' ? stormCopies : copies;
    const made = parcelsOf(part, message, count, at, new Date(at.getTime() + lateMs));
    state.value.parcels = put(state.value.parcels, made, message.failure === 'out-of-order');
    if ((shuffled || batched) && !gatheredAt.has(part)) gatheredAt.set(part, performance.now() + gatherMs);
    changed();
    return made[0]!;
  };

  const travel = async (load: readonly Parcel[], manner: Manner, { signal }: AbortController) => {
    const at = now();
    const delivered = await carried(load, manner, at, (delivery) => deliver(delivery, signal));
    // The sandbox is closed, or started over: what was not answered waits on, or is no more.
    if (signal.aborted) return;
    for (const parcel of load) {
      settle(parcel, manner, at, delivered);
      if (againAfter.delete(parcel)) makeDue(parcel, now());
    }
    changed();
  };

  const leave = (load: readonly Parcel[], manner: Manner): void => {
    const journey = travel(load, manner, ending).finally(() => {
      journeys.delete(load);
      soon();
    });
    journeys.set(load, journey);
  };

  /** Whatever is due leaves, as far as its part has a connection free and nothing of its lane is on the way. */
  const pump = (): void => {
    isPumping = false;
    clearTimeout(timer);
    if (closed) return;
    const out = new Set([...journeys.keys()].flat());
    const waiting = state.value.parcels.filter((parcel) => parcel.state === 'waiting' && !out.has(parcel));
    const { due, untilNextMs } = byTime(waiting, now().getTime());
    for (const [part, parcels] of Map.groupBy(due, (parcel) => parcel.part)) {
      const [manner, habits] = [manners.get(part), habitsOf(part)];
      if (!manner || (gatheredAt.get(part) ?? 0) > performance.now()) continue;
      gatheredAt.delete(part);
      const free = parcels.filter(({ letGo }) => letGo || !habits.held);
      const ofPart = [...journeys.keys()].filter(([first]) => first!.part === part);
      for (const load of loadsOf(free, habits, manner)) {
        if (ofPart.length >= connectionsMax) break;
        if (!habits.shuffled && !isClear(load, ofPart)) continue;
        ofPart.push(load);
        leave(load, manner);
      }
    }
    const gathers = [...gatheredAt.values()].map((at) => at - performance.now());
    const waitMs = Math.min(untilNextMs, ...gathers);
    // Time may be moved or stand still meanwhile, so it is looked at now and then whatever it says.
    if (waitMs < Infinity)
      timer = setTimeout(pump, Math.max(shortestMs, Math.min(waitMs, lookAgainMs))).unref();
  };
  /** Once for all that happens in the same moment. */
  const soon = (): void => {
    if (isPumping) return;
    isPumping = true;
    queueMicrotask(pump);
  };

  const parcels: PostOffice['parcels'] = ({ part, state: wanted } = {}) =>
    state.value.parcels.filter(
      (parcel) =>
        (part === undefined || parcel.part === part) && (wanted === undefined || parcel.state === wanted),
    );
  const find = (id: string) => state.value.parcels.find((one) => one.id === id);
  const release = (part: string): number => {
    const waiting = parcels({ part, state: 'waiting' });
    for (const parcel of waiting) makeDue(parcel, now());
    changed();
    return waiting.length;
  };
  const again = (id: string): boolean => {
    const parcel = find(id);
    if (!parcel) return false;
    if (isOut(parcel)) againAfter.add(parcel);
    else makeDue(parcel, now());
    changed();
    return true;
  };
  const change = (part: string, habits: Partial<Habits>): boolean => {
    if (!manners.has(part)) return false;
    state.value.habits[part] = { ...habitsOf(part), ...habits };
    changed();
    return true;
  };
  const reset = (): void => {
    ending.abort();
    ending = new AbortController();
    againAfter.clear();
    gatheredAt.clear();
    state.reset();
  };

  return {
    courier(part, manner) {
      manners.set(part, manner);
      soon();
      return { send: (message) => post(part, message) };
    },
    parcels,
    find,
    habitsOf,
    change,
    release,
    again,
    parts: () => [...manners.keys()],
    batches: (part) => manners.get(part)?.batch !== undefined,
    wake: soon,
    reset,
    async close() {
      closed = true;
      clearTimeout(timer);
      ending.abort();
      await Promise.all(journeys.values());
    },
  };
}

/** Newest first. What waited to be overtaken comes right after the next of its lane. */
function put(parcels: Parcel[], made: readonly Parcel[], isLateForOrder: boolean): Parcel[] {
  const { part, lane, dueAt } = made[0]!;
  const isPassed = (parcel: Parcel) =>
    parcel.isOvertaken && parcel.state === 'waiting' && parcel.part === part && parcel.lane === lane;
  const passed = parcels.filter(isPassed);
  for (const parcel of passed) Object.assign(parcel, { isOvertaken: false, dueAt });
  if (isLateForOrder && passed.length === 0) {
    const laterAt = new Date(Date.parse(dueAt) + overtakenMs).toISOString();
    for (const parcel of made) Object.assign(parcel, { isOvertaken: true, dueAt: laterAt });
  }
  const others = passed.length === 0 ? parcels : parcels.filter((parcel) => !passed.includes(parcel));
  others.unshift(...passed, ...made);
  return others;
}

function makeDue(parcel: Parcel, at: Date): void {
  Object.assign(parcel, { state: 'waiting', dueAt: at.toISOString(), letGo: true });
}

async function carried(
  load: readonly Parcel[],
  { batch, sign }: Manner,
  at: Date,
  deliver: (delivery: Delivery) => Promise<Delivered>,
): Promise<Delivered> {
  const [{ part, url, headers, message, about, body: alone }] = load as readonly [Parcel];
  try {
    const body = load.length > 1 ? batch!(load.map((parcel) => parcel.body)) : alone;
    const signed = sign(body, at, message);
    return await deliver({
      part,
      url,
      headers: { 'content-type': 'application/json', ...headers, ...signed },
      body,
      about: load.length > 1 ? `${about} and ${load.length - 1} more` : about,
    });
  } catch (error) {
    // A part that cannot sign is no reason to ask it for ever, nor to stop everybody else's post.
    return { status: undefined, body: `The sandbox could not send it: ${error}` };
  }
}

/** What is due, by when it became so and then as it was posted, and how long until something else is. */
function byTime(waiting: readonly Parcel[], nowMs: number): { due: Parcel[]; untilNextMs: number } {
  const timed = waiting.map((parcel) => ({ parcel, ms: Date.parse(parcel.dueAt) - nowMs }));
  const due = timed.filter(({ ms }) => ms <= 0).reverse();
  const untilNextMs = timed.reduce((least, { ms }) => (ms > 0 && ms < least ? ms : least), Infinity);
  return { due: due.sort((a, b) => a.ms - b.ms).map(({ parcel }) => parcel), untilNextMs };
}

/** One after the other, so that a talk arrives as it was said. Copies of one message travel side by side. */
const isClear = (load: readonly Parcel[], out: readonly (readonly Parcel[])[]): boolean =>
  out.every((other) =>
    other.every((one) => load.every(({ lane, message }) => one.lane !== lane || one.message === message)),
  );
