import { z } from 'zod';
import { attachmentKinds, MessageDetails, messageKinds } from '../../messages/contract.ts';
import { idOf } from './words.ts';

/**
 * What can be told of a conversation, in one vocabulary for all platforms. As shapes, since what comes too early is
 * kept as JSON and read again.
 */

export const ToldFile = z.object({
  /** As it was called; what it is, its bytes say. */
  kind: z.enum(attachmentKinds),
  /** An address, or the platform's id of it. */
  source: z.string(),
  name: z.string().optional(),
});
export type ToldFile = z.infer<typeof ToldFile>;

export const ToldMessage = z.object({
  what: z.literal('message'),
  /** Of the business, written here or elsewhere. */
  isOwn: z.boolean(),
  mid: z.string().nullable(),
  kind: z.enum(messageKinds),
  body: z.string().nullable(),
  details: MessageDetails,
  files: z.array(ToldFile),
  /** The platform's id of the message it answers. */
  replyTo: z.string().nullable(),
  /** What the platform tells of its writer along with it. */
  name: z.string().optional(),
});
export type ToldMessage = z.infer<typeof ToldMessage>;

const ofMessage = { mid: z.string() };
/** Something about a message that may not be here yet. */
export const ToldMark = z.discriminatedUnion('what', [
  /** The higher number counts, in whatever order they come. */
  z.object({ what: z.literal('edit'), ...ofMessage, number: z.number(), body: z.string().nullable() }),
  z.object({ what: z.literal('unsend'), ...ofMessage }),
  /** Without an emoji, the one before was taken back. */
  z.object({
    what: z.literal('reaction'),
    ...ofMessage,
    side: z.enum(['contact', 'business']),
    emoji: z.string().nullable(),
  }),
  z.object({ what: z.literal('delivered'), ...ofMessage }),
  /** This one and whatever of ours came before it. */
  z.object({ what: z.literal('seen'), ...ofMessage }),
  z.object({ what: z.literal('failed'), ...ofMessage, code: z.string() }),
]);
export type ToldMark = z.infer<typeof ToldMark>;

type Marked = ToldMark extends infer M ? (M extends ToldMark ? Omit<M, 'mid'> : never) : never;

/** What is told of no message is told of nothing. */
export function mark(told: Marked, id: unknown): readonly Deed[] {
  const mid = idOf(id);
  return mid === undefined ? [] : [{ ...told, mid } as ToldMark];
}

/** Everything of ours up to a moment: of platforms that name no message. */
export const ToldUntil = z.object({
  what: z.literal('until'),
  state: z.enum(['delivered', 'seen']),
  until: z.coerce.date(),
});
export type ToldUntil = z.infer<typeof ToldUntil>;

export interface ToldActivity {
  readonly what: 'activity';
  readonly activity: { readonly what: string; readonly [more: string]: unknown };
}
/** They are reached under another number from now on. */
export interface ToldMove {
  readonly what: 'move';
  readonly to: string;
}

export type Deed = ToldMessage | ToldMark | ToldUntil | ToldActivity | ToldMove;
