import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { ContactId, type MessageId } from '../ids/contract.ts';
import { Memory, type MemoryId } from './contract.ts';

const shown = sql`
  m.id, m.category, m.name, m.value, m.confidence::float8 as confidence, m.source, m.message_id, m.last_confirmed_at,
  m.created_at, m.updated_at`;

/**
 * Of somebody and whoever is part of them: what several of them have of one kind is the one that was confirmed last,
 * what a colleague wrote down before that.
 */
const ofEveryone = (ids: readonly ContactId[], byPerson: string): Sql => sql`
  select distinct on (m.category, m.name) m.* from autopilot.memories m
   where m.contact_id = any(${ids}::uuid[])
   order by m.category, m.name, (m.source is not distinct from ${byPerson}) desc,
            coalesce(m.last_confirmed_at, m.created_at) desc, m.id`;

export function memoriesKnown(tx: Tx, ids: readonly ContactId[], byPerson: string, limit: number) {
  return tx.many(
    Memory,
    sql`
    select ${shown} from (${ofEveryone(ids, byPerson)}) m order by m.category, m.name limit ${limit}`,
  );
}

const Known = Memory.pick({ category: true, name: true, value: true, confidence: true });
export type Known = z.infer<typeof Known>;

export function memoriesIn(
  tx: Tx,
  ids: readonly ContactId[],
  categories: readonly string[],
  byPerson: string,
  limit: number,
) {
  return tx.many(
    Known,
    sql`
    select m.category, m.name, m.value, m.confidence::float8 as confidence
      from (${ofEveryone(ids, byPerson)}) m
     where m.category = any(${categories}::text[])
     order by m.confidence desc, m.category, m.name limit ${limit}`,
  );
}

const Held = Memory.extend({ contactId: ContactId });

export function holdMemory(tx: Tx, id: MemoryId) {
  return tx.maybeOne(
    Held,
    sql`select ${shown}, m.contact_id from autopilot.memories m where m.id = ${id} and m.contact_id is not null
           for no key update of m`,
  );
}

export function countMemories(tx: Tx, contactId: ContactId, limit: number) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`
    select count(*)::int as count from (
      select 1 from autopilot.memories where contact_id = ${contactId} limit ${limit}) counted`,
  );
}

export interface NewMemory {
  readonly workspaceId: WorkspaceId;
  readonly id: MemoryId;
  readonly contactId: ContactId;
  readonly category: string;
  readonly name: string;
  /** As JSON. */
  readonly value: string;
  readonly confidence: number;
  readonly source: string;
  readonly messageId: MessageId | null;
  readonly now: Date;
}

/** Answers 0 where something of this kind is known already. */
export function insertMemory(tx: Tx, one: NewMemory) {
  return tx.run(sql`
    insert into autopilot.memories (workspace_id, id, contact_id, category, name, value, confidence, source, message_id,
      last_confirmed_at, created_at, updated_at)
    values (${one.workspaceId}, ${one.id}, ${one.contactId}, ${one.category}, ${one.name}, ${one.value}::jsonb,
      ${one.confidence}, ${one.source}, ${one.messageId}, ${one.now}, ${one.now}, ${one.now})
    on conflict do nothing`);
}

/**
 * Heard again, it is surer: what is left of the doubt is as much as both leave of it. Heard otherwise, the new word
 * counts. One message says a thing once, however often it is read, and a colleague's word stays.
 */
export function hearAgain(tx: Tx, one: NewMemory, byPerson: string) {
  return tx.run(sql`
    update autopilot.memories m
       set value = ${one.value}::jsonb,
           confidence = case when m.value = ${one.value}::jsonb
             then least(0.99, 1 - (1 - m.confidence) * (1 - ${one.confidence}::numeric)) else ${one.confidence}::numeric end,
           source = ${one.source}, message_id = ${one.messageId}, last_confirmed_at = ${one.now}
     where m.contact_id = ${one.contactId} and m.category = ${one.category} and m.name = ${one.name}
       and m.source is distinct from ${byPerson}
       and (m.message_id is null or m.message_id is distinct from ${one.messageId}::uuid)`);
}

/** A colleague's word: it is sure. */
export function writeMemory(tx: Tx, id: MemoryId, value: string, source: string, now: Date) {
  return tx.run(sql`
    update autopilot.memories
       set value = ${value}::jsonb, confidence = 1, source = ${source}, last_confirmed_at = ${now}
     where id = ${id}`);
}

/** With what others who are part of them have of the same kind: else that would be known in its place. */
export function dropMemory(tx: Tx, ids: readonly ContactId[], category: string, name: string) {
  return tx.run(sql`
    delete from autopilot.memories
     where contact_id = any(${ids}::uuid[]) and category = ${category} and name = ${name}`);
}
