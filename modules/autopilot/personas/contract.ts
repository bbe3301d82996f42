import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { AccountId } from '../../connections/contract.ts';
import { LocationId } from '../../workspaces/contract.ts';
import { bytesOf, line, listOf, paragraphs } from '../fields/contract.ts';
import { PersonaId } from '../ids/contract.ts';
import { instructionsLengthMax } from '../settings/contract.ts';

export const personasMax = 200;
export const personaStatuses = ['draft', 'active', 'archived'] as const;

/** What a persona may send by itself. All else waits for a person, or is theirs. */
export const autonomyLevels = [
  { level: 0, name: 'suggests', says: 'Nothing by itself: every answer waits for a person.' },
  { level: 1, name: 'faqs', says: 'Answers that stand word for word among the questions and answers.' },
  { level: 2, name: 'sources', says: 'Answers that stand on what is written down.' },
  { level: 3, name: 'small_talk', says: 'Also greetings, thanks and the like.' },
  { level: 4, name: 'everything', says: 'Everything but what its list keeps for a person.' },
] as const;

/** When in a conversation it says what it is. */
export const disclosings = ['first', 'always', 'when_asked'] as const;

const name = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/, 'Write the name like look_up_order.');
/** SE-86, SE-85: what holds where nothing else is said. */
const given = {
  name: line(120),
  status: z.enum(personaStatuses).default('draft'),
  role: line(60).default('brand_ambassador'),
  isDefault: z.boolean().default(false).describe('The one of its role where no other is for the place.'),
  locationId: LocationId.nullable().default(null).describe('Where it answers; null: everywhere.'),
  accountId: AccountId.nullable().default(null).describe('On which account; null: on all.'),
  voiceProfile: z
    .record(z.string().max(60), z.union([z.string().max(500), z.array(z.string().max(200)).max(30)]))
    .default({ tone: 'friendly', vocabulary: 'everyday' }),
  instructions: paragraphs(instructionsLengthMax).nullable().default(null),
  autonomyLevel: z
    .int()
    .min(0)
    .max(4)
    .default(2)
    .describe(autonomyLevels.map(({ level, says }) => `${level}: ${says}`).join(' ')),
  requiresApprovalFor: listOf(name, 50).default(['discount_offer', 'refund', 'order_change']),
  allowedTools: listOf(name, 50).default(['look_up_order', 'look_up_product', 'hand_over']),
  maxAutonomousValueMicro: z.int().min(0).max(1_000_000_000_000).default(5_000_000),
  pinnedFacts: listOf(paragraphs(2_000), 200).default([]),
  memoryCategories: listOf(line(60), 50).default([
    ...['style', 'size', 'color', 'budget', 'occasion', 'language'],
  ]),
  disclosureText: line(500).default("I'm an AI assistant"),
  discloses: z.enum(disclosings).default('first'),
  minorInteractionMode: z.boolean().default(false),
};
const Given = z.object(given);
export type GivenPersona = z.infer<typeof Given>;

/** Who answers where nobody has made anybody: by all that is usual. */
export const builtInPersona: GivenPersona = Given.parse({ name: 'Assistant', status: 'active' });

type Plain<T> = T extends z.ZodDefault<infer U> ? U : T;
export const Persona = z.object({
  id: PersonaId,
  ...(Object.fromEntries(
    Object.entries(Given.shape).map(([field, shape]) => [
      field,
      shape instanceof z.ZodDefault ? shape.removeDefault() : shape,
    ]),
  ) as { [K in keyof typeof given]: Plain<(typeof given)[K]> }),
  totalInteractions: z.number().int(),
  lastUsedAt: z.coerce.date().nullable(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
});
export type Persona = z.infer<typeof Persona>;

export const isPersonaSmall = ({ pinnedFacts, voiceProfile }: GivenPersona) =>
  bytesOf(pinnedFacts) <= 60_000 && bytesOf([JSON.stringify(voiceProfile)]) <= 12_000;

const inWorkspace = { workspaceId: WorkspaceId };
const ofPersona = { ...inWorkspace, personaId: PersonaId };
const notThere = ['autopilot.persona_not_found'];

export const listPersonas = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/autopilot/personas',
  audience: 'workspace',
  permission: 'autopilot.read',
  summary: 'Who answers, the newest first',
  params: inWorkspace,
  query: { ...pageQuery, status: z.enum(personaStatuses).optional() },
  reply: pageOf(Persona),
  etag: true,
});

export const getPersona = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/autopilot/personas/:personaId',
  audience: 'workspace',
  permission: 'autopilot.read',
  summary: 'One persona',
  params: ofPersona,
  reply: Persona,
  errors: notThere,
});

/** SE-83: one that becomes the default of its role takes the place of who was. */
export const putPersona = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/autopilot/personas/:personaId',
  audience: 'workspace',
  permission: 'autopilot.manage',
  summary: 'Make a persona, or change one',
  params: ofPersona,
  body: given,
  reply: Persona,
  errors: [
    ...notThere,
    'autopilot.too_many_personas',
    'autopilot.persona_too_large',
    'workspaces.location_not_found',
    'connections.account_not_found',
  ],
});

export const deletePersona = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/autopilot/personas/:personaId',
  audience: 'workspace',
  permission: 'autopilot.manage',
  summary: 'Let a persona go; what it decided stays',
  params: ofPersona,
  status: 204,
  reply: z.void(),
  errors: notThere,
});

export const personaChanged = event({
  name: 'autopilot.persona_changed',
  payload: z.object({ personaId: PersonaId }),
  key: ({ personaId }) => personaId,
});

export const personasEvents = [personaChanged] as const;
export const personasErrors = {
  persona_not_found: [404, 'This persona does not exist, or you cannot see it.'],
  too_many_personas: [409, `A workspace has ${personasMax} personas at most.`],
  persona_too_large: [400, 'The facts or the voice of this persona are too much together.'],
} as const;
