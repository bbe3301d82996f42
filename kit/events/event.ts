import type { z } from 'zod';

/** Something that happened, said upwards: by the module that knows it, to whoever listens. */
export interface Event<P extends object> {
  /** `inbox.message_received` */
  readonly name: string;
  /** Ids, and what a screen needs to decide whether it cares. Never a secret, never a person's words. */
  readonly payload: z.ZodType<P>;
  /** Listeners hear events of one key in the order they were published. Without it: of the whole workspace. */
  readonly key?: (payload: P) => string;
  /** Also sent to customers' systems, as a signed webhook. Its payload is then a published interface. */
  readonly forCustomers?: boolean;
}

export const event = <P extends object>(spec: Event<P>): Event<P> => spec;
