import { randomBytes } from 'node:crypto';
import { secondsOf } from '../common/sealing.ts';
import type { Courier } from '../courier.ts';
import type { Kept } from '../keep.ts';
import type { World } from '../world.ts';

export const apiVersion = '2026-10-28.endive';
export const key = 'sk_test_sandbox';
export const accountId = 'acct_sandbox0000000001';

/** Anything with an id: a customer, a price, a session, an event. */
export interface Thing {
  readonly id: string;
  readonly object: string;
  readonly created: number;
  [field: string]: any;
}
export interface Said {
  /** What it was asked: the same key with anything else is refused. */
  readonly asked: string;
  readonly at: string;
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
}
export interface StripeState {
  /** By id, in the order they were made. */
  things: Record<string, Thing>;
  events: Thing[];
  /** Of webhook endpoints, shown once and then kept here. */
  secrets: Record<string, string>;
  /** What was answered under an idempotency key. */
  said: Record<string, Said>;
}
export type State = Kept<StripeState>;
export const fresh = (): StripeState => ({ things: {}, events: [], secrets: {}, said: {} });

/** Where one request, or one deed of a person, happens. */
export interface Desk {
  readonly world: World;
  readonly state: State;
  readonly courier: Courier;
  /** For what is told of it: which request caused it, and which failure it met. */
  readonly cause: { readonly id: string | null; readonly idempotency_key: string | null };
  readonly failure: string | undefined;
}

export const idFor = (prefix: string) => `${prefix}_${randomBytes(12).toString('hex')}`;

/** Now, as the customer's test clock has it where there is one. */
export function nowFor({ world, state }: Pick<Desk, 'world' | 'state'>, customerId?: string | null): number {
  const clock = customerId ? state.value.things[customerId]?.test_clock : undefined;
  return clock ? state.value.things[clock]!.frozen_time : secondsOf(world.now());
}

export function make(desk: Desk, prefix: string, object: string, facts: Record<string, any>): Thing {
  const made: Thing = {
    id: facts.id ?? idFor(prefix),
    object,
    created: nowFor(desk, facts.customer),
    livemode: false,
    ...facts,
  };
  desk.state.value.things[made.id] = made;
  changed(desk);
  return made;
}

export function changed({ state, world }: Pick<Desk, 'state' | 'world'>): void {
  state.changed();
  world.journal.stirred('stripe');
}

/** Newest first, as lists are. */
export const thingsOf = ({ state }: Pick<Desk, 'state'>, object: string): Thing[] =>
  Object.values(state.value.things)
    .filter((one) => one.object === object)
    .reverse();
