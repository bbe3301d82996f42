import type { z } from 'zod';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import type { ContactId, ConversationId } from '../../inbox/contract.ts';
import type { DecisionId } from '../ids/contract.ts';

/** What a tool is told of whom it works for: by us, never by what was said. */
export interface ToolCaller extends Pick<Unit, 'workspaceId' | 'signal' | 'work' | 'log'> {
  readonly conversationId: ConversationId | null;
  readonly contactId: ContactId | null;
  /** Where they write to; null: the whole business. */
  readonly locationId: string | null;
  /** What the customer wrote. */
  readonly asked: string;
  readonly decisionId: DecisionId;
  /** Of a deed that was allowed: by it, the same one twice is known. Null while an answer is looked for. */
  readonly deedId: string | null;
}

/** Something the machine can look up or do. Whether it may is the persona's to say, and never the model's. */
export interface Tool<T = unknown> {
  /** `look_up_order` */
  readonly name: string;
  readonly description: string;
  readonly shape: z.ZodType<T>;
  /** It only reads: what does more is a deed, and waits for a person before it happens. */
  readonly readsOnly: boolean;
  /**
   * By its `deedId`, a deed that is told twice is done once, so that one that was cut off may be told again. Without
   * this, whether such a one was done is found out by a person.
   */
  readonly isRepeatable?: boolean;
  /** Whether there is anything for it at a place. Without this there always is. */
  isThere?(ctx: Ctx, place: Pick<ToolCaller, 'locationId'>): Promise<boolean>;
  /** What is answered is data, shown to the model as such; by `LookedUp` under names of its own. */
  run(input: T, caller: ToolCaller): Promise<unknown>;
}

/** One thing that was looked up, under the name it is cited by: `Shopify · order #1001`. */
export interface FoundThing {
  readonly title: string;
  readonly content: string;
}

/** What came of looking something up. */
export class LookedUp {
  readonly found: readonly FoundThing[];
  /** Why nothing else is an answer either, whatever is written down: then a person sees to it. */
  readonly forPeople: string | null;
  constructor(found: readonly FoundThing[], forPeople: string | null = null) {
    this.found = found;
    this.forPeople = forPeople;
  }
}

/** Thrown by a tool that certainly did nothing: there is nothing to find out. */
export class ToolRefusal extends Error {}

/** A tool whose `run` knows what its shape describes. */
export const tool = <T>(spec: Tool<T>): Tool => spec as Tool;

/** By name. What is not in it does not exist for any persona. */
export interface ToolRegistry {
  readonly all: readonly Tool[];
}
