import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { CommentId, ConversationId } from '../../inbox/contract.ts';
import { Colleague } from '../../workspaces/contract.ts';
import { DecisionId } from '../ids/contract.ts';
import { Thread } from '../threads/contract.ts';

export const EscalationId = z.uuid().brand<'EscalationId'>();
export type EscalationId = z.infer<typeof EscalationId>;

/** SS-31 */
export const escalationReasons = [
  'urgent_request',
  'human_requested',
  'legal_matter',
  'ai_limitation',
  'complex_issue',
] as const;
export const EscalationReason = z.enum(escalationReasons);
export type EscalationReason = z.infer<typeof EscalationReason>;

/** `handed_back`: machines may answer there again. */
export const resolutions = ['answered', 'handed_back', 'dismissed'] as const;
export const Resolution = z.enum(resolutions);
export type Resolution = z.infer<typeof Resolution>;

export const Escalation = z.object({
  id: EscalationId,
  decisionId: DecisionId.nullable(),
  conversationId: ConversationId.nullable(),
  commentId: CommentId.nullable(),
  thread: Thread,
  /** What the customer wrote. */
  message: z.string(),
  summary: z.string().nullable(),
  suggestedReply: z.string().nullable(),
  confidence: z.number().nullable(),
  reason: EscalationReason,
  /** SS-32: when the mail went out. */
  notifiedAt: z.coerce.date().nullable(),
  /** By then somebody is to have answered, by the hours in which the place is open. */
  dueAt: z.coerce.date(),
  isOverdue: z.boolean(),
  resolvedAt: z.coerce.date().nullable(),
  resolvedBy: Colleague.nullable(),
  resolvedHow: Resolution.nullable(),
  createdAt: z.coerce.date(),
  /** Whoever asks may see to it: places differ. */
  mayResolve: z.boolean(),
});
export type Escalation = z.infer<typeof Escalation>;

/** `open`: what waits, by when it is due; `untold`: nobody was written to about it yet; `resolved`: what is over. */
export const escalationLists = ['open', 'untold', 'resolved'] as const;
export type EscalationList = (typeof escalationLists)[number];

const inWorkspace = { workspaceId: WorkspaceId };
const ofEscalation = { ...inWorkspace, escalationId: EscalationId };
const notThere = ['autopilot.escalation_not_found'];

const narrowed = {
  reason: EscalationReason.optional(),
  conversationId: ConversationId.optional(),
  commentId: CommentId.optional(),
};
const Narrowed = z.object(narrowed);
export type EscalationsNarrowed = z.infer<typeof Narrowed>;

export const listEscalations = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/autopilot/escalations',
  audience: 'workspace',
  permission: 'autopilot.read',
  summary: 'Where a person is needed: what is due first, or newest first',
  params: inWorkspace,
  query: { ...pageQuery, list: z.enum(escalationLists).default('open'), ...narrowed },
  reply: pageOf(Escalation),
  etag: true,
});

export const getEscalation = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/autopilot/escalations/:escalationId',
  audience: 'workspace',
  permission: 'autopilot.read',
  summary: 'One case in which a person is needed',
  params: ofEscalation,
  reply: Escalation,
  errors: notThere,
});

/** Answering, and letting machines answer again, are seen by themselves. */
export const resolveEscalation = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/autopilot/escalations/:escalationId/resolution',
  audience: 'workspace',
  permission: 'autopilot.approve',
  summary: 'Say that a case is seen to, or that nobody needs to',
  params: ofEscalation,
  body: { how: Resolution.exclude(['handed_back']) },
  reply: Escalation,
  errors: notThere,
});

const aboutEscalation = z.object({
  escalationId: EscalationId,
  conversationId: ConversationId.nullable(),
  commentId: CommentId.nullable(),
});

/** A person is needed. */
export const escalationRaised = event({
  name: 'autopilot.escalation_raised',
  payload: aboutEscalation,
  key: ({ escalationId }) => escalationId,
  forCustomers: true,
});
/** Somebody was told, it is overdue, or it is resolved. */
export const escalationChanged = event({
  name: 'autopilot.escalation_changed',
  payload: aboutEscalation,
  key: ({ escalationId }) => escalationId,
});

export const escalationsEvents = [escalationRaised, escalationChanged] as const;
export const escalationsErrors = {
  escalation_not_found: [404, 'There is no such case, or you cannot see it.'],
} as const;
