import type { Tx } from '../../../kit/db/database.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import type { ContactId } from '../ids/contract.ts';

/** What is gone with a person, as rows `workspace_id, id`: their conversations, and their comments. */
export interface Theirs {
  readonly conversations: Sql;
  readonly comments: Sql;
}

export const byContact = ['memories', 'sessions', 'interactions'] as const;

/** Turns go with their session. */
export function dropOfContacts(
  tx: Tx,
  table: (typeof byContact)[number],
  ids: readonly ContactId[],
  limit: number,
) {
  const name = sql.id('autopilot', table);
  return tx.run(sql`
    delete from ${name} t using (
      select o.workspace_id, o.id from ${name} o where o.contact_id = any(${ids}::uuid[]) limit ${limit}) gone
     where t.workspace_id = gone.workspace_id and t.id = gone.id`);
}

const inThreads = (name: Sql, { conversations, comments }: Theirs, also: Sql) => sql`
  select o.workspace_id, o.id from (${conversations}) v
    join ${name} o on o.workspace_id = v.workspace_id and o.conversation_id = v.id and ${also}
  union all
  select o.workspace_id, o.id from (${comments}) k
    join ${name} o on o.workspace_id = k.workspace_id and o.comment_id = k.id and ${also}`;

export const byThread = ['approvals', 'escalations', 'readings'] as const;

export function dropInThreads(tx: Tx, table: (typeof byThread)[number], theirs: Theirs, limit: number) {
  const name = sql.id('autopilot', table);
  return tx.run(sql`
    delete from ${name} t using (${inThreads(name, theirs, sql`true`)} limit ${limit}) gone
     where t.workspace_id = gone.workspace_id and t.id = gone.id`);
}

/** What was approached under a post, where nobody was known by more than a name there. */
export function dropUnderPosts(tx: Tx, { comments }: Theirs, limit: number) {
  return tx.run(sql`
    delete from autopilot.interactions t using (
      select o.workspace_id, o.id from (${comments}) k
        join autopilot.interactions o on o.workspace_id = k.workspace_id and o.id = k.id
       limit ${limit}) gone
     where t.workspace_id = gone.workspace_id and t.id = gone.id`);
}

/** That something was decided stays, for the figures; on what words, and in which, does not. */
export function emptyDecisions(tx: Tx, theirs: Theirs, limit: number) {
  const hasWords = sql`
    (o.message_text <> '' or o.reply_text is not null or o.reason is not null or o.snapshot <> '{}'::jsonb
      or o.sources <> '[]'::jsonb)`;
  return tx.run(sql`
    update autopilot.decisions t
       set message_text = '', reply_text = null, reason = null, snapshot = '{}', sources = '[]'
      from (${inThreads(sql`autopilot.decisions`, theirs, hasWords)} limit ${limit}) gone
     where t.workspace_id = gone.workspace_id and t.id = gone.id`);
}
