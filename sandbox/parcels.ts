import { randomUUID } from 'node:crypto';

/** Something a platform tells somebody, until it is taken or given up. */
export interface Parcel {
  readonly id: string;
  /** The same on every copy and at every attempt: by it a receiver tells what it has had before. */
  readonly message: string;
  readonly part: string;
  /** What stays in order among itself. */
  readonly lane: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What it is, for people: `comment on “Linen dress”`. */
  readonly about: string;
  readonly madeAt: string;
  dueAt: string;
  /** Leaves though its part's parcels are held. */
  letGo: boolean;
  /** Waits for the next of its lane, which is to arrive before it. */
  isOvertaken: boolean;
  attempts: Attempt[];
  state: 'waiting' | 'delivered' | 'given-up';
}

export interface Attempt {
  readonly at: string;
  /** Null when no answer came. */
  readonly status: number | null;
  /** The beginning of what was answered. */
  readonly said: string;
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

/** What is particular to a platform. */
export interface Manner {
  /**
   * Headers over the very bytes that leave, made anew for each attempt: some signatures carry the time. The id is the
   * message's, the same for its copies.
   */
  sign(body: string, at: Date, id: string): Readonly<Record<string, string>>;
  /** The waits after each attempt that was not answered by 2xx. After the last of them it is given up. */
  readonly retryAfterMs: readonly number[];
  /** Puts bodies into one. Without it, the platform never does. */
  readonly batch?: (bodies: readonly string[]) => string;
  /** Where the platform gives up at once: an answer that means "never again", as 410 does for some. */
  readonly isFinal?: (status: number) => boolean;
}

export interface Message {
  readonly url: string;
  readonly body: string;
  readonly about: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A failure that was met while it was made: `duplicate-storm`, `out-of-order`. */
  readonly failure?: string | undefined;
  /** What it stays in order with: usually the account. Without it, whatever goes to the same address. */
  readonly lane?: string;
}

export const settledKeptMax = 500;
/** What is held for ever would otherwise fill the memory. */
export const waitingKeptMax = 5_000;
const saidLengthMax = 500;
const carryMax = 100;

export function parcelsOf(part: string, message: Message, count: number, at: Date, dueAt: Date): Parcel[] {
  const facts = {
    message: randomUUID(),
    part,
    lane: message.lane ?? message.url,
    url: message.url,
    headers: message.headers ?? {},
    body: message.body,
    about: message.about,
    madeAt: at.toISOString(),
    dueAt: dueAt.toISOString(),
    letGo: false,
    isOvertaken: false,
    state: 'waiting',
  } as const;
  return Array.from({ length: count }, () => ({ ...facts, id: randomUUID(), attempts: [] }));
}

/** What leaves together, in the order in which it leaves. */
export function loadsOf(
  parcels: readonly Parcel[],
  { batched, shuffled }: Habits,
  { batch }: Manner,
): Parcel[][] {
  const ordered = shuffled ? inAnyOrder(parcels) : parcels;
  if (!batched || !batch) return ordered.map((parcel) => [parcel]);
  const alike = Map.groupBy(ordered, ({ url, headers }) => url + JSON.stringify(headers));
  return [...alike.values()].flatMap((load) =>
    Array.from({ length: Math.ceil(load.length / carryMax) }, (_, i) =>
      load.slice(i * carryMax, (i + 1) * carryMax),
    ),
  );
}

function inAnyOrder(parcels: readonly Parcel[]): Parcel[] {
  const drawn = parcels.map((parcel) => ({ parcel, lot: Math.random() }));
  return drawn.sort((a, b) => a.lot - b.lot).map(({ parcel }) => parcel);
}

/** Writes down what became of an attempt: taken, due again on the platform's schedule, or given up. */
export function settle(
  parcel: Parcel,
  manner: Manner,
  at: Date,
  { status, body }: { status: number | undefined; body: string },
): void {
  const wait = manner.retryAfterMs[parcel.attempts.length];
  parcel.attempts.push({
    at: at.toISOString(),
    status: status ?? null,
    said: body.slice(0, saidLengthMax),
  });
  parcel.isOvertaken = false;
  if (status !== undefined && status >= 200 && status < 300) parcel.state = 'delivered';
  else if (wait === undefined || (status !== undefined && manner.isFinal?.(status)))
    parcel.state = 'given-up';
  else parcel.dueAt = new Date(at.getTime() + wait).toISOString();
}

/** Newest first: what was settled long ago goes first, and of what waits only more than anybody would look at. */
export function forget(parcels: Parcel[]): Parcel[] {
  if (parcels.length <= settledKeptMax) return parcels;
  let [waiting, settled] = [0, 0];
  return parcels.filter(({ state }) => {
    if (state === 'waiting') waiting += 1;
    else settled += 1;
    return state === 'waiting' ? waiting <= waitingKeptMax : settled <= settledKeptMax;
  });
}
