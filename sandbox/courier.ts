import { randomUUID } from 'node:crypto';
import type { Kept } from './keep.ts';
import type { Delivered, Delivery } from './world.ts';

/** Something a platform tells somebody, until it is taken or given up. */
export interface Parcel {
  readonly id: string;
  readonly part: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What it is, for people: `comment on “Linen dress”`. */
  readonly about: string;
  readonly madeAt: string;
  dueAt: string;
  attempts: { readonly at: string; readonly status: number | null }[];
  state: 'waiting' | 'delivered' | 'given-up';
}

/** How a part's messages travel from now on, until it is changed back. */
export interface Habits {
  /** Nothing leaves until it is let go. */
  held: boolean;
  lateMs: number;
  /** Each is delivered so many times. */
  copies: number;
  /** What is due at the same moment goes in any order. */
  shuffled: boolean;
  /** What is due at the same moment goes as one, where the platform puts several into one. */
  batched: boolean;
}

export interface PostOffice {
  /** A part's own way of sending. To be asked for once, when the part is made. */
  courier(part: string, manner: Manner): Courier;
  /** Newest first. */
  parcels(filter?: { part?: string; state?: Parcel['state'] }): readonly Parcel[];
  habitsOf(part: string): Readonly<Habits>;
  change(part: string, habits: Partial<Habits>): boolean;
  /** Lets go what is held. */
  release(part: string): void;
  /** Once more, whatever became of it: answers false when there is no such parcel. */
  again(id: string): boolean;
  parts(): readonly string[];
  reset(): void;
  close(): Promise<void>;
}

/** What is particular to a platform. */
export interface Manner {
  /** Headers over the very bytes that leave, made anew for each attempt: some signatures carry the time. */
  sign(body: string, at: Date, id: string): Readonly<Record<string, string>>;
  /** The waits after each attempt that was not answered by 2xx. After the last of them it is given up. */
  readonly retryAfterMs: readonly number[];
  /** Puts bodies into one. Without it, the platform never does. */
  readonly batch?: (bodies: readonly string[]) => string;
  /** Where the platform gives up at once: an answer that means "never again", as 410 does for some. */
  readonly isFinal?: (status: number) => boolean;
}

export interface Courier {
  send(message: Message): Parcel;
}

export interface Message {
  readonly url: string;
  readonly body: string;
  readonly about: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A failure that was met while it was made: `duplicate-storm`, `out-of-order`. */
  readonly failure?: string | undefined;
}

const usual: Habits = { held: false, lateMs: 0, copies: 1, shuffled: false, batched: false };
const storm = { copies: 50, connections: 8 };
/** How much later than what came after it something out of order arrives. */
const overtakenMs = 1_500;
const parcelsKeptMax = 500;
const lookAgainMs = 1_000;

export interface PostOfficeParts {
  readonly state: Kept<{ parcels: Parcel[]; habits: Record<string, Habits> }>;
  readonly now: () => Date;
  readonly deliver: (delivery: Delivery) => Promise<Delivered>;
  readonly stirred: () => void;
}

/** Carries what platforms have to say, again and again on each one's schedule, in the sandbox's own time. */
export function openPostOffice({ state, now, deliver, stirred }: PostOfficeParts): PostOffice {
  const manners = new Map<string, Manner>();
  const travelling = new Set<Promise<void>>();
  const isOut = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const habitsOf = (part: string): Habits => state.value.habits[part] ?? usual;
  const changed = () => {
    state.changed();
    stirred();
  };

  const post = (part: string, message: Message): Parcel => {
    const { held, lateMs, copies } = habitsOf(part);
    const overtaken = message.failure === 'out-of-order' ? overtakenMs : 0;
    const count = message.failure === 'duplicate-storm' ? storm.copies : copies;
    const at = now();
    const dueAt = held ? new Date(8.64e15) : new Date(at.getTime() + lateMs + overtaken);
    const made = Array.from({ length: count }, () => parcelOf(part, message, at, dueAt));
    state.value.parcels.unshift(...made);
    forget(state.value.parcels);
    changed();
    pump();
    return made[0]!;
  };

  const travel = async (parcels: readonly Parcel[]): Promise<void> => {
    const [first] = parcels as [Parcel];
    const manner = manners.get(first.part)!;
    const body = parcels.length > 1 ? manner.batch!(parcels.map((parcel) => parcel.body)) : first.body;
    const at = now();
    const { status } = await deliver({
      part: first.part,
      url: first.url,
      headers: {
        'content-type': 'application/json',
        ...first.headers,
        ...manner.sign(body, at, first.id),
      },
      body,
    });
    for (const parcel of parcels) settle(parcel, manner, at, status);
    changed();
  };

  /** Whatever is due leaves; a storm leaves over a few connections at once. */
  const pump = (): void => {
    clearTimeout(timer);
    if (closed) return;
    const nowMs = now().getTime();
    for (const [part, parcels] of Map.groupBy(dueAt(state.value.parcels, nowMs, isOut), ({ part }) => part)) {
      if (!manners.has(part)) continue;
      for (const load of loadsOf(parcels, habitsOf(part), manners.get(part)!)) leave(load);
    }
    const waits = state.value.parcels.some(({ state }) => state === 'waiting');
    if (waits) timer = setTimeout(pump, untilNext(state.value.parcels, nowMs)).unref();
  };
  const leave = (load: readonly Parcel[]): void => {
    if (travelling.size >= storm.connections) return;
    for (const { id } of load) isOut.add(id);
    const journey = travel(load).finally(() => {
      for (const { id } of load) isOut.delete(id);
      travelling.delete(journey);
      pump();
    });
    travelling.add(journey);
  };

  return {
    courier(part, manner) {
      manners.set(part, manner);
      queueMicrotask(pump);
      return { send: (message) => post(part, message) };
    },
    parcels: ({ part, state: wanted } = {}) =>
      state.value.parcels.filter(
        (parcel) =>
          (part === undefined || parcel.part === part) && (wanted === undefined || parcel.state === wanted),
      ),
    habitsOf,
    change(part, habits) {
      if (!manners.has(part)) return false;
      state.value.habits[part] = { ...habitsOf(part), ...habits };
      changed();
      return true;
    },
    release(part) {
      for (const parcel of state.value.parcels)
        if (parcel.part === part && parcel.state === 'waiting') parcel.dueAt = now().toISOString();
      changed();
      pump();
    },
    again(id) {
      const parcel = state.value.parcels.find((one) => one.id === id);
      if (!parcel) return false;
      Object.assign(parcel, { state: 'waiting', dueAt: now().toISOString() });
      changed();
      pump();
      return true;
    },
    parts: () => [...manners.keys()],
    reset: () => state.reset(),
    async close() {
      closed = true;
      clearTimeout(timer);
      await Promise.all(travelling);
    },
  };
}

const parcelOf = (part: string, message: Message, at: Date, dueAt: Date): Parcel => ({
  id: randomUUID(),
  part,
  url: message.url,
  headers: message.headers ?? {},
  body: message.body,
  about: message.about,
  madeAt: at.toISOString(),
  dueAt: dueAt.toISOString(),
  attempts: [],
  state: 'waiting',
});

/** Oldest first, as they were posted. */
const dueAt = (parcels: readonly Parcel[], nowMs: number, isOut: ReadonlySet<string>) =>
  parcels
    .filter(({ id, state, dueAt }) => state === 'waiting' && !isOut.has(id) && Date.parse(dueAt) <= nowMs)
    .reverse();

function loadsOf(parcels: readonly Parcel[], { batched, shuffled }: Habits, { batch }: Manner): Parcel[][] {
  const ordered = shuffled ? parcels.toSorted(() => Math.random() - 0.5) : parcels;
  if (!batched || !batch) return ordered.map((parcel) => [parcel]);
  return [...Map.groupBy(ordered, ({ url, headers }) => url + JSON.stringify(headers)).values()];
}

function settle(parcel: Parcel, manner: Manner, at: Date, status: number | undefined): void {
  const wait = manner.retryAfterMs[parcel.attempts.length];
  parcel.attempts.push({ at: at.toISOString(), status: status ?? null });
  if (status !== undefined && status >= 200 && status < 300) parcel.state = 'delivered';
  else if (wait === undefined || (status !== undefined && manner.isFinal?.(status)))
    parcel.state = 'given-up';
  else parcel.dueAt = new Date(at.getTime() + wait).toISOString();
}

function untilNext(parcels: readonly Parcel[], nowMs: number): number {
  const next = Math.min(
    ...parcels.filter(({ state }) => state === 'waiting').map(({ dueAt }) => Date.parse(dueAt)),
  );
  // Time may be moved or stand still meanwhile, so it is looked at now and then whatever it says.
  return Math.max(5, Math.min(next - nowMs, lookAgainMs));
}

/** What was settled long ago goes first; what waits stays. */
function forget(parcels: Parcel[]): void {
  for (let i = parcels.length - 1; i >= 0 && parcels.length > parcelsKeptMax; i -= 1)
    if (parcels[i]!.state !== 'waiting') parcels.splice(i, 1);
}
