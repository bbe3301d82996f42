import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { ContactId, MessageId } from '../../inbox/contract.ts';

export const MemoryId = z.uuid().brand<'MemoryId'>();
export type MemoryId = z.infer<typeof MemoryId>;

/** Of one person. What is learnt beyond is not kept. */
export const memoriesMax = 200;
export const memoryValueLengthMax = 2_000;
/** What a colleague wrote down. A machine changes none of it. */
export const byPerson = 'person';

const word = (lengthMax: number) => z.string().normalize('NFC').trim().min(1).max(lengthMax);
export const MemoryCategory = word(60);
export const MemoryName = word(120);
export const MemoryValue = z.union([
  z.string().trim().min(1).max(memoryValueLengthMax),
  z.number(),
  z.boolean(),
  z.array(z.string().max(200)).max(50),
]);
export type MemoryValue = z.infer<typeof MemoryValue>;

/** SE-64 */
export const Memory = z.object({
  id: MemoryId,
  category: z.string(),
  name: z.string(),
  value: z.unknown(),
  confidence: z.number(),
  source: z.string().nullable(),
  /** In which message it was said. */
  messageId: MessageId.nullable(),
  lastConfirmedAt: z.coerce.date().nullable(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
});
export type Memory = z.infer<typeof Memory>;

const ofContact = { workspaceId: WorkspaceId, contactId: ContactId };
const ofMemory = { ...ofContact, memoryId: MemoryId };
const errors = ['inbox.contact_not_found', 'inbox.contact_is_elsewhere_too'];
const writeErrors = [...errors, 'inbox.contact_is_erased', 'inbox.contact_is_merged'];

export const listMemories = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/autopilot/contacts/:contactId/memories',
  audience: 'workspace',
  permission: 'autopilot.read',
  summary: 'What is remembered of somebody, by kind',
  params: ofContact,
  reply: z.object({ items: z.array(Memory).max(memoriesMax) }),
  errors,
});

export const putMemory = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/autopilot/contacts/:contactId/memories/:memoryId',
  audience: 'workspace',
  permission: 'autopilot.approve',
  summary: 'Write down what is to be remembered of somebody, or put it right',
  params: ofMemory,
  body: { category: MemoryCategory, name: MemoryName, value: MemoryValue },
  reply: Memory,
  errors: [
    ...writeErrors,
    'autopilot.memory_not_found',
    'autopilot.memory_is_known',
    'autopilot.too_many_memories',
  ],
});

export const deleteMemory = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/autopilot/contacts/:contactId/memories/:memoryId',
  audience: 'workspace',
  permission: 'autopilot.approve',
  summary: 'Have something of somebody forgotten',
  params: ofMemory,
  status: 204,
  reply: z.void(),
  errors: [...writeErrors, 'autopilot.memory_not_found'],
});

/** For screens: something is remembered of somebody, or not any more. */
export const memoriesChanged = event({
  name: 'autopilot.memories_changed',
  payload: z.object({ contactId: ContactId }),
  key: ({ contactId }) => contactId,
});

export const memoriesEvents = [memoriesChanged] as const;
export const memoriesErrors = {
  memory_not_found: [404, 'This is not remembered, or you cannot see it.'],
  memory_is_known: [409, 'There is a memory of this kind and name already: change that one.'],
  too_many_memories: [409, `Of one person, ${memoriesMax} things are remembered at most.`],
} as const;
