import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { Colleague } from '../../workspaces/contract.ts';
import { Category, conversationFilter, Priority, TagId } from '../conversations/contract.ts';
import { ConversationId } from '../messages/contract.ts';
import { ViewFilters } from '../views/contract.ts';

export const BulkId = z.uuid().brand<'BulkId'>();
export type BulkId = z.infer<typeof BulkId>;

export const bulkMax = 10_000;
/** So many can be named one by one; more are meant by a filter. */
export const bulkNamedMax = 1_000;
export const bulkUndoMinutes = 10;

/** What is to be done with each. */
export const BulkWish = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('close') }),
  z.strictObject({ action: z.literal('open') }),
  /** An instant, or words in the zone of the workspace. */
  z.strictObject({ action: z.literal('snooze'), until: z.string().trim().min(1).max(100) }),
  /** Null: to nobody. */
  z.strictObject({ action: z.literal('assign'), memberId: MemberId.nullable() }),
  z.strictObject({ action: z.literal('tag'), tagId: TagId }),
  z.strictObject({ action: z.literal('untag'), tagId: TagId }),
  z.strictObject({ action: z.literal('priority'), priority: Priority }),
  z.strictObject({ action: z.literal('category'), category: Category }),
  z.strictObject({ action: z.literal('read') }),
]);
export type BulkWish = z.infer<typeof BulkWish>;

/** `cancelled`: what was done until then stays, and can be undone like the rest. */
export const bulkStates = ['running', 'cancelled', 'done', 'undoing', 'undone'] as const;

export const Bulk = z.object({
  id: BulkId,
  wish: BulkWish,
  state: z.enum(bulkStates),
  itemsCount: z.number().int(),
  doneCount: z.number().int(),
  /** The others were so already, or are not there any more. */
  changedCount: z.number().int(),
  /** Put back; the others somebody has changed since. */
  undoneCount: z.number().int(),
  /** Null: it cannot be undone yet, or any more. */
  undoUntil: z.coerce.date().nullable(),
  askedBy: Colleague.nullable(),
  createdAt: z.coerce.date(),
});
export type Bulk = z.infer<typeof Bulk>;

const inWorkspace = { workspaceId: WorkspaceId };
const ofBulk = { ...inWorkspace, bulkId: BulkId };
const notThere = ['inbox.bulk_not_found'];

export const getBulkSize = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/bulk-size',
  audience: 'workspace',
  permission: 'inbox.organize',
  summary: 'With how many conversations something would be done at once',
  params: inWorkspace,
  query: conversationFilter,
  reply: z.object({ count: z.number().int().max(bulkMax), isMore: z.boolean() }),
});

/** Which ones it is done with is settled now: those named, or those that the filter lets through, newest first. */
export const putBulk = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/bulk/:bulkId',
  audience: 'workspace',
  permission: 'inbox.organize',
  summary: 'Do the same with many conversations',
  params: ofBulk,
  body: {
    wish: BulkWish,
    conversationIds: z.array(ConversationId).min(1).max(bulkNamedMax).optional(),
    filters: ViewFilters.optional(),
  },
  reply: Bulk,
  errors: [
    'inbox.bulk_of_nothing',
    'inbox.bulk_reused',
    'inbox.bulk_needs_a_person',
    'inbox.tag_not_found',
    'inbox.assignee_not_found',
    'inbox.snooze_not_understood',
    'inbox.snooze_in_the_past',
    'inbox.snooze_too_far',
  ],
});

export const getBulk = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/inbox/bulk/:bulkId',
  audience: 'workspace',
  permission: 'inbox.organize',
  summary: 'How far something is that is done with many conversations',
  params: ofBulk,
  reply: Bulk,
  errors: notThere,
  etag: true,
});

/** Of what is over, it changes nothing. */
export const putBulkCancellation = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/bulk/:bulkId/cancellation',
  audience: 'workspace',
  permission: 'inbox.organize',
  summary: 'Stop what is being done with many conversations',
  params: ofBulk,
  reply: Bulk,
  errors: notThere,
});

export const putBulkUndoing = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/inbox/bulk/:bulkId/undoing',
  audience: 'workspace',
  permission: 'inbox.organize',
  summary: 'Put back what was done with many conversations, where nobody has changed it since',
  params: ofBulk,
  reply: Bulk,
  errors: [...notThere, 'inbox.bulk_not_finished', 'inbox.bulk_undo_is_over'],
});

/** For the screen that shows how far it is. */
export const bulkMoved = event({
  name: 'inbox.bulk_moved',
  payload: z.object({ bulkId: BulkId }),
  key: ({ bulkId }) => bulkId,
});

export const bulkEvents = [bulkMoved] as const;

export const bulkErrors = {
  bulk_not_found: [404, 'This is not known any more, or was somebody else’s doing.'],
  bulk_of_nothing: [400, 'Choose conversations, or say by a filter which are meant.'],
  bulk_reused: [409, 'This id belongs to something else that was done with many conversations.'],
  bulk_needs_a_person: [403, 'Only a person can do this with many conversations at once.'],
  bulk_not_finished: [409, 'This is still going on. Stop it first, then undo it.'],
  bulk_undo_is_over: [409, `This can be undone for ${bulkUndoMinutes} minutes only.`],
} as const;
