import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { CommentId, ConversationId } from '../../inbox/contract.ts';
import { Colleague } from '../../workspaces/contract.ts';
import { DecisionId } from '../ids/contract.ts';
import { Thread } from '../threads/contract.ts';

export const ApprovalId = z.uuid().brand<'ApprovalId'>();
export type ApprovalId = z.infer<typeof ApprovalId>;

/** What nobody has decided about by then is not said any more, where the platform's own window is not over before. */
export const approvalHours = 24;
export const answerLengthMax = 20_000;
export const rejectionLengthMax = 500;

/**
 * `overtaken`: a person has written meanwhile, or machines may not answer there any more. From all but the first one
 * there is no way back.
 */
export const approvalStatuses = ['waiting', 'approved', 'rejected', 'expired', 'overtaken'] as const;
export const ApprovalStatus = z.enum(approvalStatuses);
export type ApprovalStatus = z.infer<typeof ApprovalStatus>;

/** Of a deed that was allowed. `unknown`: it was begun, and whether it came to an end is for a person to find out. */
export const toolStatuses = ['queued', 'running', 'done', 'failed', 'unknown'] as const;
export const ToolStatus = z.enum(toolStatuses);
export type ToolStatus = z.infer<typeof ToolStatus>;

/** What is proposed where the answer depends on what comes of the deed: it is written after that. */
export const answerToCome = '…';

export const Approval = z.object({
  id: ApprovalId,
  decisionId: DecisionId,
  conversationId: ConversationId.nullable(),
  commentId: CommentId.nullable(),
  thread: Thread,
  /** What was asked, as the machine read it. */
  asked: z.string(),
  confidence: z.number().nullable(),
  reason: z.string().nullable(),
  language: z.string().nullable(),
  /** What the answer stands on. */
  sources: z.array(z.record(z.string(), z.unknown())),
  /** Which of the rules holds it back. */
  why: z.string(),
  proposedText: z.string(),
  editedText: z.string().nullable(),
  /** A deed, where it is one. */
  tool: z
    .object({
      name: z.string(),
      input: z.unknown(),
      valueMicro: z.number().int().nullable(),
      /** Null until it is allowed. */
      status: ToolStatus.nullable(),
      statusAt: z.coerce.date().nullable(),
      /** What came of it, or why nothing did. */
      output: z.string().nullable(),
    })
    .nullable(),
  status: ApprovalStatus,
  statusAt: z.coerce.date(),
  statusBy: Colleague.nullable(),
  /** Why it was not to go out, where whoever said so wrote it down. */
  rejectedWhy: z.string().nullable(),
  expiresAt: z.coerce.date(),
  createdAt: z.coerce.date(),
  /** Whoever asks may decide about it: places differ. */
  mayDecide: z.boolean(),
});
export type Approval = z.infer<typeof Approval>;

const inWorkspace = { workspaceId: WorkspaceId };
const ofApproval = { ...inWorkspace, approvalId: ApprovalId };
const notThere = ['autopilot.approval_not_found'];

const about = { conversationId: ConversationId.optional(), commentId: CommentId.optional() };
const About = z.object(about);
/** Of one conversation or of one comment alone. */
export type ApprovalsAbout = z.infer<typeof About>;

export const listApprovals = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/autopilot/approvals',
  audience: 'workspace',
  permission: 'autopilot.read',
  summary:
    'What waits for somebody to allow it, the oldest first; or what became of the rest, the newest first',
  params: inWorkspace,
  query: { ...pageQuery, status: ApprovalStatus.default('waiting'), ...about },
  reply: pageOf(Approval),
  etag: true,
});

export const getApproval = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/autopilot/approvals/:approvalId',
  audience: 'workspace',
  permission: 'autopilot.read',
  summary: 'One answer that was held back',
  params: ofApproval,
  reply: Approval,
  errors: notThere,
});

const deciding = {
  method: 'PUT',
  audience: 'workspace',
  permission: 'autopilot.approve',
  params: ofApproval,
  reply: Approval,
  errors: [...notThere, 'autopilot.approval_is_over'],
} as const;

export const approveAnswer = endpoint({
  ...deciding,
  path: '/w/:workspaceId/autopilot/approvals/:approvalId/approval',
  summary: 'Let an answer out, as it is or in other words; what it waits for is done first',
  body: { text: z.string().trim().min(1).max(answerLengthMax).optional() },
});

export const rejectAnswer = endpoint({
  ...deciding,
  path: '/w/:workspaceId/autopilot/approvals/:approvalId/rejection',
  summary: 'Have an answer never go out',
  body: { why: z.string().trim().min(1).max(rejectionLengthMax).optional() },
});

/** For screens, and for whoever waits to do what was allowed. */
export const approvalChanged = event({
  name: 'autopilot.approval_changed',
  payload: z.object({ approvalId: ApprovalId, decisionId: DecisionId, status: ApprovalStatus }),
  key: ({ approvalId }) => approvalId,
});

export const approvalsEvents = [approvalChanged] as const;
export const approvalsErrors = {
  approval_not_found: [404, 'There is no such answer to decide about, or you cannot see it.'],
  approval_is_over: [409, 'This was decided about already, or it is too late for it.'],
} as const;
