import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostOffice, type PostOffice } from './courier.ts';
import { type Failures, type NamedFailure, openFailures } from './failure-list.ts';
import { type Route, readable, type Said } from './http.ts';
import { type Journal, openJournal } from './journal.ts';
import { type Kept, keep } from './keep.ts';
import type { Html } from './page.ts';
import type { Habits, Parcel } from './parcels.ts';
import { openPeople, type People, type Person } from './people.ts';

/** A small fictional internet. Every part stands on this and knows nothing of the other parts. */
export interface World {
  /** The sandbox's own time; no part asks the machine. */
  now(): Date;
  readonly time: Kept<WorldTime>;
  readonly journal: Journal;
  readonly failures: Failures;
  /** The part's state, in its own file. */
  keep<T>(part: string, fresh: () => T): Promise<Kept<T>>;
  /** A folder of the part's own, for what is too large for the state. */
  folder(part: string): Promise<string>;
  /** Calls somebody outside, as a platform calls a webhook, and writes it down. Never throws. */
  deliver(delivery: Delivery): Promise<Delivered>;
  /** Sees to it that what a platform tells is delivered in the end: late, twice and out of order if it is to be. */
  readonly post: PostOffice;
  /** Whoever can be played: the same somebody on every platform. */
  readonly people: People;
  parts(): readonly Part[];
  /** Everything as on the first day. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** How the sandbox's time differs from the machine's: moved by so much, or standing still. */
export interface WorldTime {
  offsetMs: number;
  frozenAt: string | null;
}

/** One service of the sandbox: a folder beside this file, with its routes, its state and its failures. */
export interface Part {
  /** The first word of its addresses and the name of its file: `mail`. */
  readonly name: string;
  readonly title: string;
  /** One line for the home page. */
  readonly summary: string;
  /** Where it listens when not under its own name on the web: a port of its own. */
  readonly listensAt?: number;
  /** How much there is: `3 messages`. */
  readonly gauge?: () => string;
  /** What this person can do here, for the stage on the front page: a talk to carry on, a shop to browse. */
  readonly stage?: (person: Person) => Html | undefined;
  readonly routes: readonly Route[];
  readonly failures?: readonly NamedFailure[];
  reset?(): Promise<void> | void;
  close?(): Promise<void> | void;
}
export type PartMaker = (world: World) => Promise<Part>;

export interface Delivery {
  readonly part: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What it is, for people. */
  readonly about?: string;
}
export interface Delivered {
  /** Undefined when no answer came. */
  readonly status: number | undefined;
  readonly body: string;
}

const deliveryTimeoutMs = 10_000;
const deliveryBodyShownMax = 10_000;

/** Makes the parts in order. Adding one is a folder and a line in `parts.ts`. */
export async function openWorld(data: string | undefined, makers: readonly PartMaker[]): Promise<World> {
  const keeps: Kept<unknown>[] = [];
  const parts: Part[] = [];
  let scratch: string | undefined;
  const fileOf = (part: string) => (data === undefined ? undefined : join(data, `${part}.json`));

  const kept = async <T>(part: string, fresh: () => T) => {
    const one = await keep(fileOf(part), fresh);
    keeps.push(one as Kept<unknown>);
    return one;
  };
  const time = await kept<WorldTime>('time', () => ({ offsetMs: 0, frozenAt: null }));
  const now = () =>
    time.value.frozenAt ? new Date(time.value.frozenAt) : new Date(Date.now() + time.value.offsetMs);
  const journal = openJournal(now);
  const failures = openFailures();
  const post = openPostOffice({
    state: await kept('deliveries', () => ({
      parcels: [] as Parcel[],
      habits: {} as Record<string, Habits>,
    })),
    now,
    deliver: (delivery, signal) => deliver(journal, delivery, signal),
    stirred: () => journal.stirred('deliveries'),
  });
  // What became due by moving the clock is delivered at once.
  journal.watch((part) => part === 'clock' && post.wake());

  const people = openPeople(await kept('people', () => ({ added: [] as Person[] })), () =>
    journal.stirred('people'),
  );

  const world: World = {
    now,
    time,
    journal,
    failures,
    keep: kept,
    folder: async (part) => {
      if (data === undefined) scratch ??= await mkdtemp(join(tmpdir(), 'stoa-sandbox-'));
      const path = join(data ?? scratch!, part);
      await mkdir(path, { recursive: true });
      return path;
    },
    deliver: (delivery) => deliver(journal, delivery),
    post,
    people,
    parts: () => parts,
    reset: async () => {
      time.reset();
      post.reset();
      people.reset();
      failures.disarm();
      for (const part of parts) await part.reset?.();
      journal.clear();
    },
    close: async () => {
      await post.close();
      for (const part of parts.toReversed()) await part.close?.();
      await Promise.all(keeps.map((one) => one.settled()));
      if (scratch) await rm(scratch, { recursive: true, force: true });
    },
  };
  for (const make of makers) {
    const part = await make(world);
    failures.register(part.name, part.failures ?? []);
    parts.push(part);
  }
  return world;
}

async function deliver(
  journal: Journal,
  { part, url, headers, body, about }: Delivery,
  stopped?: AbortSignal,
): Promise<Delivered> {
  const startedAt = performance.now();
  const done = (delivered: Delivered, answered: Said, notes: string[] = []) => {
    const { status } = delivered;
    journal.add({
      part,
      direction: 'out',
      what: `POST ${url}`,
      outcome: String(status ?? 'no answer'),
      good: status !== undefined && status < 300,
      ms: Math.round(performance.now() - startedAt),
      notes: [...(about === undefined ? [] : [about]), ...notes],
      asked: { headers, body: readable(body) },
      answered,
    });
    return delivered;
  };
  try {
    const signal = AbortSignal.any([AbortSignal.timeout(deliveryTimeoutMs), ...(stopped ? [stopped] : [])]);
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    const said = (await answer.text()).slice(0, deliveryBodyShownMax);
    return done(
      { status: answer.status, body: said },
      { headers: Object.fromEntries(answer.headers), body: said },
    );
  } catch (error) {
    const none: Delivered = { status: undefined, body: '' };
    // Whoever started over does not want to read of what was before.
    if (stopped?.aborted) return none;
    return done(none, { headers: {}, body: '' }, [String((error as Error).cause ?? error)]);
  }
}
