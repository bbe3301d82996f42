import { z } from 'zod';
import { auditCategories } from '../../../kit/audit-words.ts';
import { Bytes, endpoint } from '../../../kit/http/endpoint.ts';
import { ApiKeyId, UserId, WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';

export const AuditEntryId = z.uuid().brand<'AuditEntryId'>();
export type AuditEntryId = z.infer<typeof AuditEntryId>;

/** As what somebody acted. */
export const auditActorKinds = [
  'member',
  'key',
  'person',
  'administrator',
  'autopilot',
  'system',
  'nobody',
] as const;

/** Who did it, as far as they are still there: the entry stays when the person or the key is gone. */
export const AuditActor = z.object({
  kind: z.enum(auditActorKinds),
  userId: UserId.nullable(),
  /** Their name today. Null when nobody in particular did it, and when they deleted their account. */
  name: z.string().nullable(),
  keyId: ApiKeyId.nullable(),
  keyName: z.string().nullable(),
});
export type AuditActor = z.infer<typeof AuditActor>;

const line = {
  id: AuditEntryId,
  createdAt: z.coerce.date(),
  actor: AuditActor,
  category: z.enum(auditCategories),
  /** `workspaces.member_removed` */
  action: z.string(),
  subjectType: z.string(),
  subjectId: z.string().nullable(),
  succeeded: z.boolean(),
  errorCode: z.string().nullable(),
  address: z.string().nullable(),
};

/** An entry in a list. */
export const AuditLine = z.object({
  ...line,
  /** The names of what changed; the entry itself says from what to what. */
  changedFields: z.array(z.string()),
});
export type AuditLine = z.infer<typeof AuditLine>;

export const AuditChange = z.object({ from: z.unknown().optional(), to: z.unknown().optional() });
export type AuditChange = z.infer<typeof AuditChange>;

/** An entry in full. Values of secrets were never written down: they read `[hidden]`. */
export const AuditEntry = z.object({
  ...line,
  changes: z.record(z.string(), AuditChange),
  agent: z.string().nullable(),
  requestId: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const auditWordsLengthMin = 2;
export const auditWordsLengthMax = 100;

/** What nobody can type finds nothing, and a text of the database cannot hold all of it. */
const isTyped = (text: string) => !/[\p{Cc}\p{Cs}]/u.test(text);
const untypedMessage = 'Take out the characters that cannot be typed.';

const Instant = z.iso.datetime({ offset: true }).pipe(z.coerce.date());

/** What the trail may be sifted by; several at once mean all of them. */
export const auditFilters = {
  category: z.enum(auditCategories).optional(),
  action: z
    .string()
    .max(120)
    .regex(/^[a-z][a-z._]*$/, 'Write an action or its beginning, like workspaces.member.')
    .optional()
    .describe('What an action begins with: `workspaces.member` is all that happens to members.'),
  actorUserId: UserId.optional(),
  actorKeyId: ApiKeyId.optional(),
  subjectType: z
    .string()
    .max(60)
    .regex(/^[a-z][a-z_]*$/, 'Write a kind of thing, like member.')
    .optional(),
  subjectId: z.string().trim().min(1).max(120).refine(isTyped, untypedMessage).optional(),
  succeeded: z.stringbool().optional().describe('`false`: only what was tried and refused.'),
  from: Instant.optional().describe('The first moment that counts.'),
  to: Instant.optional().describe('The first moment that no longer counts.'),
  q: z
    .string()
    .normalize('NFC')
    .trim()
    .min(auditWordsLengthMin)
    .max(auditWordsLengthMax)
    .refine(isTyped, untypedMessage)
    .optional()
    .describe('Part of an action, or of what it was done to.'),
};
const AuditFilters = z.object(auditFilters);
export type AuditFilters = z.infer<typeof AuditFilters>;

const inWorkspace = { workspaceId: WorkspaceId };

export const listAuditEntries = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/audit',
  audience: 'workspace',
  permission: 'workspaces.read_audit',
  summary: 'What changed here and who did it, newest first',
  description:
    'Looking for something rare goes back through the trail a stretch at a time: a page may then hold fewer entries ' +
    'than asked for, even none, while its `next` says there is more to look through. Entries are kept for as long as ' +
    'the workspace is, and nobody can change or remove one.',
  params: inWorkspace,
  query: { ...auditFilters, ...pageQuery },
  reply: pageOf(AuditLine),
  etag: true,
});

export const getAuditEntry = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/audit/:entryId',
  audience: 'workspace',
  permission: 'workspaces.read_audit',
  summary: 'One entry, with what changed from what to what',
  params: { ...inWorkspace, entryId: AuditEntryId },
  reply: AuditEntry,
  errors: ['workspaces.audit_entry_not_found'],
});

/** Sent as it is read, so its length is not known beforehand. Reading leaves no entry itself: a GET cannot write. */
export const getAuditCsv = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/audit.csv',
  audience: 'workspace',
  permission: 'workspaces.read_audit',
  summary: 'The trail up to this moment as a table, newest first',
  params: inWorkspace,
  query: auditFilters,
  reply: Bytes,
  bytes: 'text/csv',
  limit: { count: 10, seconds: 60 },
});

/** What may be refused here. */
export const trailErrors = {
  audit_entry_not_found: [404, 'This entry does not exist, or you cannot see it.'],
} as const;
