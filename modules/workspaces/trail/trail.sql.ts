import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import { ApiKeyId, UserId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import {
  type AuditActor,
  AuditChange,
  AuditEntryId,
  type AuditFilters,
  AuditLine,
  auditActorKinds,
} from './contract.ts';

/** How far one page looks back for entries that no index leads to. */
export const lookedThroughMax = 5_000;

/** What is looked for, and up to when: what comes in while somebody reads on is not part of it. */
export interface Wanted extends AuditFilters {
  readonly upTo?: Date | undefined;
}

const newestFirst = keyset({ createdAt: 'desc', id: 'desc' });

const Row = z.object({
  id: AuditEntryId,
  createdAt: z.date(),
  actorKind: z.enum(auditActorKinds),
  actorUserId: UserId.nullable(),
  actorName: z.string().nullable(),
  actorKeyId: ApiKeyId.nullable(),
  actorKeyName: z.string().nullable(),
  category: AuditLine.shape.category,
  action: z.string(),
  subjectType: z.string(),
  subjectId: z.string().nullable(),
  succeeded: z.boolean(),
  errorCode: z.string().nullable(),
  address: z.string().nullable(),
});
const Line = Row.extend({ changedFields: z.array(z.string()) }).transform(withActor);
const Entry = Row.extend({
  changes: z.record(z.string(), z.unknown().transform(asChange)),
  agent: z.string().nullable(),
  requestId: z.string().nullable(),
}).transform(withActor);

/**
 * The names are today's, and of whoever is still there. Looked up one by one, since joined they might be read whole:
 * how few entries there will be is nothing the planner knows.
 */
const columns = sql`
  e.id, e.created_at, e.actor_kind, e.actor_user_id, e.actor_key_id, e.category, e.action, e.subject_type, e.subject_id,
  e.succeeded, e.error_code, e.address,
  (select name from identity.pub_people where id = e.actor_user_id) as actor_name,
  (select name from workspaces.api_keys where id = e.actor_key_id) as actor_key_name`;
const lineColumns = sql`${columns}, array(select jsonb_object_keys(e.changes)) as changed_fields`;
const entryColumns = sql`${columns}, e.changes, e.agent, e.request_id`;

export const linesOf = (tx: Tx, wanted: Wanted, page: PageQuery) =>
  newestFirst.page(tx, Line, page, foundIn(wanted, lineColumns));

export const entriesOf = (tx: Tx, wanted: Wanted, page: PageQuery) =>
  newestFirst.page(tx, Entry, page, foundIn(wanted, entryColumns));

export function findEntry(tx: Tx, id: AuditEntryId) {
  return tx.maybeOne(Entry, sql`select ${entryColumns} from workspaces.audit_entries e where e.id = ${id}`);
}

const Place = z.object({ createdAt: z.date(), id: AuditEntryId });

/** From where to look on, when as much was looked through as one page may; null when that was the whole trail. */
export async function endOfStretch(
  tx: Tx,
  wanted: Wanted,
  after: string | undefined,
): Promise<string | null> {
  const { next } = await newestFirst.page(
    tx,
    Place,
    { after, limit: 1 },
    (where) => sql`
    select created_at, id
      from workspaces.audit_entries
     where ${leadingIn(wanted).lead} and ${within(wanted)} and ${where}
     order by created_at desc, id desc
     limit 2 offset ${lookedThroughMax - 1}`,
  );
  return next;
}

/** Whether no index leads to exactly what is wanted, so that entries are looked through. */
export const isSearch = (wanted: Wanted): boolean => leadingIn(wanted).rest.length > 0;

/**
 * One index leads through the trail, in order. Whatever else is asked for is looked for on the way, and no further
 * than so many entries: looking for what is not there must not read a trail of years.
 */
const foundIn = (wanted: Wanted, selected: Sql) => (where: Sql, orderAndLimit: Sql) => {
  const { lead, rest } = leadingIn(wanted);
  return sql`
    select ${selected}
      from (select *
              from (select *
                      from workspaces.audit_entries
                     where ${lead} and ${within(wanted)} and ${where}
                     order by created_at desc, id desc
                     limit ${lookedThroughMax}) looked_through
             where ${sql.join([sql`true`, ...rest], sql` and `)}
             ${orderAndLimit}) e
     order by e.created_at desc, e.id desc`;
};

function within({ from, to, upTo }: Wanted): Sql {
  const bounds = [
    from && sql`created_at >= ${from}`,
    to && sql`created_at < ${to}`,
    upTo && sql`created_at <= ${upTo}`,
  ];
  return sql.join([sql`true`, ...bounds.filter((bound) => bound !== undefined)], sql` and `);
}

/** What leads is what usually leaves the least. */
function leadingIn(wanted: Wanted): { lead: Sql; rest: Sql[] } {
  const { category, action, actorUserId, actorKeyId, subjectType, subjectId, succeeded, q } = wanted;
  const type = subjectType && sql`subject_type = ${subjectType}`;
  const id = subjectId && sql`subject_id = ${subjectId}`;
  const outcome = succeeded === undefined ? undefined : succeeded ? sql`succeeded` : sql`not succeeded`;
  const led = [
    type && id && sql`${type} and ${id}`,
    actorKeyId && sql`actor_key_id = ${actorKeyId}`,
    actorUserId && sql`actor_user_id = ${actorUserId}`,
    succeeded === false ? outcome : undefined,
    category && sql`category = ${category}`,
  ].filter((condition) => condition instanceof Object);
  const others = [
    type && id ? undefined : (type ?? id),
    succeeded ? outcome : undefined,
    action && sql`starts_with(action, ${action})`,
    q && sql`strpos(lower(concat_ws(' ', action, subject_type, subject_id)), lower(${q})) > 0`,
  ].filter((condition) => condition instanceof Object);
  const [lead = sql`true`, ...rest] = led;
  return { lead, rest: [...rest, ...others] };
}

/** Of a secret nothing was written down but that it is one. */
function asChange(value: unknown): AuditChange {
  return AuditChange.safeParse(value).data ?? { from: value, to: value };
}

function withActor<R extends z.output<typeof Row>>(row: R) {
  const { actorKind, actorUserId, actorName, actorKeyId, actorKeyName, ...entry } = row;
  const actor: AuditActor = {
    kind: actorKind,
    userId: actorUserId,
    name: actorName,
    keyId: actorKeyId,
    keyName: actorKeyName,
  };
  return { ...entry, actor };
}
