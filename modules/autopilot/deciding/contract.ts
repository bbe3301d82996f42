import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { ChannelId, CommentId, ConversationId, MessageId } from '../../inbox/contract.ts';
import { EscalationReason } from '../escalations/contract.ts';
import { DecisionId, PersonaId } from '../ids/contract.ts';
import { Thread } from '../threads/contract.ts';

export const decisionKinds = ['respond', 'ignore', 'escalate'] as const;
export const DecisionKind = z.enum(decisionKinds);
export type DecisionKind = z.infer<typeof DecisionKind>;
/** `overtaken`: a person was faster, or they wrote on and the newer words are answered with these. */
export const decisionStatuses = ['under_way', 'decided', 'overtaken'] as const;
/** SS-29 */
export const messageTextMax = 500;

/** What is looked at before any model is asked, in this order: the first that speaks decides. */
export const gatesInOrder = [
  'gate.master_switch',
  'gate.channel_switch',
  'gate.conversation_state',
  'gate.outside_hours',
  'gate.flagged_keyword',
  'gate.flagged_phrase',
  'gate.ignore_example',
  'gate.minor',
  'gate.language',
  'rule.loop',
  'rule.turns_max',
  'rule.orders_to_machine',
  'rule.legal_matter',
  'rule.human_requested',
  'rule.urgent_request',
  'rule.angry',
] as const;

export const CitedSource = z.object({
  pieceId: z.string().nullable(),
  documentId: z.string().nullable(),
  faqId: z.string().nullable(),
  title: z.string(),
  content: z.string(),
  /** Where the piece is in the text of its document. */
  start: z.number().int(),
  /** Where in the piece it is said. */
  spans: z.array(z.object({ start: z.number().int(), end: z.number().int() })),
});

export const Decision = z.object({
  id: DecisionId,
  messageId: MessageId.nullable(),
  commentId: CommentId.nullable(),
  conversationId: ConversationId.nullable(),
  thread: Thread,
  personaId: PersonaId.nullable(),
  status: z.enum(decisionStatuses),
  decision: DecisionKind.nullable(),
  confidence: z.number().nullable(),
  reason: z.string().nullable(),
  matchedRule: z.string().nullable(),
  escalation: EscalationReason.nullable(),
  messageText: z.string().describe(`What they wrote; no more than ${messageTextMax} letters of it.`),
  replyText: z.string().nullable(),
  language: z.string().nullable(),
  settingsVersion: z.number().int(),
  costMicro: z.number(),
  latencyMs: z.number().int().nullable(),
  /** Null: nothing went out. */
  replyId: z.uuid().nullable(),
  createdAt: z.coerce.date(),
  decidedAt: z.coerce.date().nullable(),
});
export type Decision = z.infer<typeof Decision>;

export const WholeDecision = Decision.extend({
  sources: z.array(CitedSource),
  /** What it was decided from; empty where that was too much to keep. */
  snapshot: z.record(z.string(), z.unknown()),
});
export type WholeDecision = z.infer<typeof WholeDecision>;

const inWorkspace = { workspaceId: WorkspaceId };
const ofDecision = { ...inWorkspace, decisionId: DecisionId };
const filter = {
  decision: DecisionKind.optional(),
  channelId: ChannelId.optional(),
  personaId: PersonaId.optional(),
  conversationId: ConversationId.optional(),
  rule: z.string().min(1).max(120).optional().describe('As `matchedRule` has it.'),
  confidenceMax: z.coerce.number().min(0).max(1).optional().describe('No surer than this.'),
  from: z.coerce.date().optional(),
  until: z.coerce.date().optional(),
};
const DecisionFilter = z.object(filter);
export type DecisionFilter = z.infer<typeof DecisionFilter>;

export const listDecisions = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/autopilot/decisions',
  audience: 'workspace',
  permission: 'autopilot.read',
  summary: 'What the machine decided, the latest first',
  params: inWorkspace,
  query: { ...pageQuery, ...filter },
  reply: pageOf(Decision),
  etag: true,
});

export const getDecision = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/autopilot/decisions/:decisionId',
  audience: 'workspace',
  permission: 'autopilot.read',
  summary: 'One decision, with what it was made from and stands on',
  params: ofDecision,
  reply: WholeDecision,
  errors: ['autopilot.decision_not_found'],
});

const Outcome = z.object({
  decision: DecisionKind.nullable(),
  matchedRule: z.string().nullable(),
  reason: z.string().nullable(),
  confidence: z.number().nullable(),
  replyText: z.string().nullable(),
});

/** A GET, since it changes nothing: what would come of it is shown, and nothing is sent. */
export const replayDecision = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/autopilot/decisions/:decisionId/replay',
  audience: 'workspace',
  permission: 'autopilot.manage',
  summary: 'Decide once more, by what was seen then or by how things are set now',
  params: ofDecision,
  query: { by: z.enum(['then', 'now']).default('then') },
  reply: z.object({ before: Outcome, after: Outcome }),
  errors: ['autopilot.decision_not_found', 'autopilot.decision_cannot_be_replayed'],
});
export type Replay = z.infer<(typeof replayDecision)['reply']>;

export const statsDays = 7;
const Figure = z.object({ count: z.number().int(), meanConfidence: z.number().nullable() });

/** SS-30 */
export const getDecisionStats = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/autopilot/decision-stats',
  audience: 'workspace',
  permission: 'autopilot.read',
  summary: 'How often the machine decided what in the last seven days, and how sure it was',
  params: inWorkspace,
  reply: z.object({
    decisions: z.array(Figure.extend({ decision: DecisionKind })),
    days: z.array(Figure.extend({ day: z.iso.date(), decision: DecisionKind })),
  }),
  etag: true,
});
export type DecisionStats = z.infer<(typeof getDecisionStats)['reply']>;

/** For screens, and for what keeps count: how far a decision is. */
export const decisionMade = event({
  name: 'autopilot.decision_made',
  payload: z.object({
    decisionId: DecisionId,
    conversationId: ConversationId.nullable(),
    status: z.enum(decisionStatuses),
    decision: DecisionKind.nullable(),
  }),
  key: ({ decisionId }) => decisionId,
});

export const decidingEvents = [decisionMade] as const;
export const decidingErrors = {
  decision_not_found: [404, 'This decision does not exist, or you cannot see it.'],
  decision_cannot_be_replayed: [409, 'What this was decided from was not kept.'],
} as const;
