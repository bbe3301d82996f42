import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { Colleague } from '../../workspaces/contract.ts';
import { AccountId, ofAccount } from '../accounts/contract.ts';
import { CallKind, Lane } from '../platforms/contract.ts';

export const CallId = z.uuid().brand<'CallId'>();
export type CallId = z.infer<typeof CallId>;

export const callStatuses = ['queued', 'sending', 'done', 'failed', 'unknown', 'cancelled'] as const;
/** What has no known outcome is asked about until it has one, or for so long. */
export const findOutMinutes = 15;
export const callAttemptsMax = 8;
/** What waits for longer is no use to anybody, whoever asked for it. */
export const callDaysMax = 7;
/** Settled ones are kept so long, for whoever looks what was done. */
export const callsKeptDays = 90;

/**
 * Of one conversation, and of all that is due, the higher goes first. When a limit is near, what nobody waits for waits
 * first, and what a person wrote last.
 */
export const callPriorities = { person: 10, usual: 5, bulk: 0 } as const;
export type CallPriority = keyof typeof callPriorities;

/** What a call of each kind is counted as. */
export const laneOfKind = {
  message: 'messages',
  private_reply: 'private_replies',
  comment_reply: 'comments',
  hide_comment: 'comments',
  like_comment: 'comments',
  delete_comment: 'comments',
  // No message, so it takes nothing of what messages may be.
  mark_seen: 'reads',
  show_typing: 'reads',
  react: 'reads',
  publish: 'publishing',
} as const satisfies Record<CallKind, Lane>;

/** Calls of one go out one after another. */
export interface Conversation {
  readonly accountId: AccountId;
  readonly conversationKey: string;
}

/** What each kind of call carries. */
export const CallRequests = {
  message: z.strictObject({
    to: z.string().min(1).max(255),
    text: z.string().max(20_000).optional(),
    attachment: z
      .strictObject({ type: z.enum(['image', 'video', 'audio', 'file']), url: z.url().max(4_000) })
      .optional(),
    replyTo: z.string().max(400).optional(),
    /** A person answers: a longer window, where the platform grants it. */
    byPerson: z.boolean().optional(),
    template: z
      .strictObject({
        name: z.string().max(512),
        language: z.string().max(20),
        components: z.array(z.unknown()).max(20),
      })
      .optional(),
  }),
  private_reply: z.strictObject({
    commentId: z.string().min(1).max(400),
    text: z.string().min(1).max(20_000),
  }),
  comment_reply: z.strictObject({
    commentId: z.string().min(1).max(400),
    text: z.string().min(1).max(10_000),
  }),
  hide_comment: z.strictObject({ commentId: z.string().min(1).max(400), hidden: z.boolean() }),
  /** Not liked: a like is taken back. */
  like_comment: z.strictObject({ commentId: z.string().min(1).max(400), liked: z.boolean() }),
  delete_comment: z.strictObject({ commentId: z.string().min(1).max(400) }),
  mark_seen: z.strictObject({ to: z.string().min(1).max(255), messageId: z.string().max(400).optional() }),
  /** Somebody over here is writing: seen until a message comes, or for some seconds. */
  show_typing: z.strictObject({ to: z.string().min(1).max(255), messageId: z.string().max(400).optional() }),
  /** Without an emoji it is taken back. */
  react: z.strictObject({
    to: z.string().min(1).max(255),
    messageId: z.string().min(1).max(400),
    emoji: z.string().min(1).max(40).optional(),
  }),
  publish: z.record(z.string(), z.unknown()),
} as const satisfies Record<CallKind, z.ZodType>;

/** Why one waits although it could go. */
export const heldReasons = [
  'account_limit',
  'app_limit',
  'platform_said_so',
  'not_open',
  'platform_unavailable',
] as const;
export type HeldReason = (typeof heldReasons)[number];

/** Why one came to nothing, whatever the platform. What the platform calls it is beside it. */
export const callFailures = [
  'rejected',
  'window_over',
  'unauthorized',
  'unavailable',
  'expired',
  'outcome_unknown',
] as const;
export type CallFailure = (typeof callFailures)[number];

export const Call = z.object({
  id: CallId,
  accountId: AccountId,
  kind: CallKind,
  status: z.enum(callStatuses),
  attempts: z.number().int(),
  heldReason: z.enum(heldReasons).nullable(),
  notBefore: z.coerce.date().nullable(),
  platformId: z.string().nullable(),
  failureCode: z.enum(callFailures).nullable(),
  platformCode: z.string().nullable(),
  requestedBy: Colleague.nullable(),
  createdAt: z.coerce.date(),
  settledAt: z.coerce.date().nullable(),
});
export type Call = z.infer<typeof Call>;

export const LaneLimit = z.object({
  lane: Lane,
  hour: z.object({ limit: z.number().int(), used: z.number().int(), resetsAt: z.coerce.date().nullable() }),
  day: z.object({ limit: z.number().int(), used: z.number().int(), resetsAt: z.coerce.date().nullable() }),
  /** The platform's own word. */
  heldUntil: z.coerce.date().nullable(),
  usagePercent: z.number().int().nullable(),
  waiting: z.number().int(),
  /** When the last of those that wait will have gone, as things are. */
  emptyAt: z.coerce.date().nullable(),
});
export type LaneLimit = z.infer<typeof LaneLimit>;

const inWorkspace = { workspaceId: WorkspaceId };

export const listLimits = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/connections/:accountId/limits',
  audience: 'workspace',
  permission: 'connections.see',
  summary: 'How much an account may still do, and how long what waits will take',
  params: ofAccount,
  reply: z.object({ items: z.array(LaneLimit) }),
  errors: ['connections.account_not_found'],
  etag: true,
});

export const listCalls = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/connections/:accountId/calls',
  audience: 'workspace',
  permission: 'connections.read_events',
  summary: 'What was done on a platform for an account, newest first',
  params: ofAccount,
  query: { ...pageQuery, status: z.enum(callStatuses).optional() },
  reply: pageOf(Call),
  errors: ['connections.account_not_found'],
  etag: true,
});

export const deleteCall = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/connection-calls/:callId',
  audience: 'workspace',
  permission: 'connections.operate',
  summary: 'Take back what has not gone out yet',
  params: { ...inWorkspace, callId: CallId },
  reply: Call,
  errors: ['connections.call_not_found', 'connections.call_under_way'],
});

/** What was asked for is done, refused, or given up: for the module that asked. */
export const callSettled = event({
  name: 'connections.call_settled',
  payload: z.object({ callId: CallId, accountId: AccountId, status: z.enum(callStatuses) }),
  key: ({ callId }) => callId,
});

export const callsEvents = [callSettled] as const;

export const callsErrors = {
  call_not_found: [404, 'This call does not exist, or you cannot see it.'],
  call_under_way: [409, 'This has gone out already.'],
  call_reused: [409, 'This id belongs to something else that was asked for.'],
  replied_privately: [409, 'There is one private reply to a comment, and this one has had it.'],
} as const;
