import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { AccountId } from '../../connections/contract.ts';
import { ContactId, ConversationId } from '../../inbox/contract.ts';
import { DecisionId, PersonaId } from '../ids/contract.ts';

export const SessionId = z.uuid().brand<'SessionId'>();
export type SessionId = z.infer<typeof SessionId>;
export const TurnId = z.uuid().brand<'TurnId'>();
export type TurnId = z.infer<typeof TurnId>;
export const InteractionId = z.uuid().brand<'InteractionId'>();
export type InteractionId = z.infer<typeof InteractionId>;

/** Without a word for so long, it is over: what comes after it is another one. */
export const sessionHours = 24;
export const turnLengthMax = 20_000;

export const turnRoles = ['customer', 'assistant', 'tool', 'system'] as const;
export const TurnRole = z.enum(turnRoles);

/** SE-62 */
export const Session = z.object({
  id: SessionId,
  conversationId: ConversationId.nullable(),
  contactId: ContactId.nullable(),
  anonymousId: z.string().nullable(),
  personaId: PersonaId.nullable(),
  channel: z.string(),
  messagesCount: z.number().int(),
  toolCallsCount: z.number().int(),
  costMicro: z.number().int(),
  conversionMicro: z.number().int(),
  startedAt: z.coerce.date(),
  lastActivityAt: z.coerce.date(),
  /** Null while it goes on. */
  endedAt: z.coerce.date().nullable(),
});
export type Session = z.infer<typeof Session>;

/** SE-63 */
export const Turn = z.object({
  id: TurnId,
  decisionId: DecisionId.nullable(),
  role: TurnRole,
  content: z.string(),
  toolName: z.string().nullable(),
  toolInput: z.unknown(),
  toolOutput: z.unknown(),
  model: z.string().nullable(),
  tokensCount: z.number().int().nullable(),
  latencyMs: z.number().int().nullable(),
  confidence: z.number().nullable(),
  costMicro: z.number().int(),
  createdAt: z.coerce.date(),
});
export type Turn = z.infer<typeof Turn>;

/** SE-65: how far an approach to the machine went. */
export const Interaction = z.object({
  id: InteractionId,
  accountId: AccountId.nullable(),
  conversationId: ConversationId.nullable(),
  contactId: ContactId.nullable(),
  username: z.string().nullable(),
  kind: z.enum(['message', 'comment']),
  originalMessage: z.string().nullable(),
  messagesCount: z.number().int(),
  botResponded: z.boolean(),
  responseType: z.string().nullable(),
  responseTimeMs: z.number().int().nullable(),
  userSentPhoto: z.boolean(),
  generationAttempted: z.boolean(),
  generationSuccessful: z.boolean(),
  userSatisfied: z.boolean().nullable(),
  userSharedResult: z.boolean(),
  userMadePurchase: z.boolean(),
  createdAt: z.coerce.date(),
  photoReceivedAt: z.coerce.date().nullable(),
  conversationEndedAt: z.coerce.date().nullable(),
});
export type Interaction = z.infer<typeof Interaction>;

const inWorkspace = { workspaceId: WorkspaceId };
const notThere = ['autopilot.session_not_found'];

export const listConversationSessions = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/autopilot/conversations/:conversationId/sessions',
  audience: 'workspace',
  permission: 'autopilot.read',
  summary: 'How often the machine talked in a conversation, and what that cost; the newest first',
  params: { ...inWorkspace, conversationId: ConversationId },
  query: pageQuery,
  reply: pageOf(Session),
  errors: ['inbox.conversation_not_found'],
});

export const listContactSessions = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/autopilot/contacts/:contactId/sessions',
  audience: 'workspace',
  permission: 'autopilot.read',
  summary: 'How often the machine talked with somebody, and what that cost; the newest first',
  params: { ...inWorkspace, contactId: ContactId },
  query: pageQuery,
  reply: pageOf(Session),
  errors: ['inbox.contact_not_found', 'inbox.contact_is_elsewhere_too'],
});

export const listTurns = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/autopilot/sessions/:sessionId/turns',
  audience: 'workspace',
  permission: 'autopilot.read',
  summary: 'What was said and done in a session, in its order',
  params: { ...inWorkspace, sessionId: SessionId },
  query: pageQuery,
  reply: pageOf(Turn),
  errors: notThere,
});

export const listInteractions = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/autopilot/interactions',
  audience: 'workspace',
  permission: 'autopilot.read',
  summary: 'Who approached the machine and how far that went, the newest first',
  params: inWorkspace,
  query: { ...pageQuery, accountId: AccountId.optional() },
  reply: pageOf(Interaction),
});

/** SE-66: a purchase is known only where a shop is connected. */
export const patchInteraction = endpoint({
  method: 'PATCH',
  path: '/w/:workspaceId/autopilot/interactions/:interactionId',
  audience: 'workspace',
  permission: 'autopilot.approve',
  summary: 'Say what came of an approach',
  params: { ...inWorkspace, interactionId: InteractionId },
  body: {
    userSatisfied: z.boolean().nullable().optional(),
    userSharedResult: z.boolean().optional(),
    userMadePurchase: z.boolean().optional(),
  },
  reply: Interaction,
  errors: ['autopilot.interaction_not_found', 'autopilot.no_shop_connected'],
});

/** For screens: something was said or done in it, or it is over. */
export const sessionChanged = event({
  name: 'autopilot.session_changed',
  payload: z.object({ sessionId: SessionId, conversationId: ConversationId.nullable() }),
  key: ({ sessionId }) => sessionId,
});

export const sessionsEvents = [sessionChanged] as const;
export const sessionsErrors = {
  session_not_found: [404, 'This session does not exist, or you cannot see it.'],
  interaction_not_found: [404, 'There was no such approach, or you cannot see it.'],
  no_shop_connected: [409, 'Connect a shop first: without one, nobody knows what was bought.'],
} as const;
