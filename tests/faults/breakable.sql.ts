import { z } from 'zod';
import type { Tx } from '../../kit/db/database.ts';
import type { WorkspaceId } from '../../kit/ids.ts';
import { sql } from '../../kit/sql.ts';
import { Note, type NoteId, type TaskId } from './breakable.ts';

/** Made by the harness in the test's own database, in the form every tenant table has. */
export const breakableTables = `
  create schema faults;
  grant usage on schema faults to app_server;
  ${tenantTable('notes', 'id uuid not null, text text not null, heard_at timestamptz')}
  ${tenantTable('tasks', 'id uuid not null, attempts_count integer not null default 0, settled_at timestamptz')}
  ${tenantTable('effects', 'id uuid not null default gen_random_uuid(), of text not null')}`;

function tenantTable(name: string, columns: string): string {
  return `
    create table faults.${name} (
      workspace_id uuid not null references workspaces.workspaces (id) on delete cascade,
      ${columns},
      primary key (workspace_id, id)
    );
    alter table faults.${name} enable row level security;
    alter table faults.${name} force row level security;
    create policy ${name}_in_workspace on faults.${name}
      using (workspace_id = (select app.current_workspace_id()))
      with check (workspace_id = (select app.current_workspace_id()));
    grant select, insert, update on faults.${name} to app_server;`;
}

export function insertNote(tx: Tx, n: { workspaceId: WorkspaceId; id: NoteId; text: string }) {
  return tx.one(
    Note,
    sql`
    insert into faults.notes (workspace_id, id, text)
    values (${n.workspaceId}, ${n.id}, ${n.text})
    returning id, text`,
  );
}

/** Answers how many: none when it was heard before. */
export function markNoteHeard(tx: Tx, id: NoteId, at: Date) {
  return tx.run(sql`update faults.notes set heard_at = ${at} where id = ${id} and heard_at is null`);
}

export function insertTask(tx: Tx, workspaceId: WorkspaceId, id: TaskId) {
  return tx.run(sql`
    insert into faults.tasks (workspace_id, id) values (${workspaceId}, ${id})
    on conflict (workspace_id, id) do nothing`);
}

const Attempt = z.object({ attemptsCount: z.number() });

/** Answers undefined when it is settled already. */
export function claimTask(tx: Tx, id: TaskId) {
  return tx.maybeOne(
    Attempt,
    sql`
    update faults.tasks set attempts_count = attempts_count + 1
     where id = ${id} and settled_at is null
    returning attempts_count`,
  );
}

export function settleTask(tx: Tx, id: TaskId, at: Date) {
  return tx.run(sql`update faults.tasks set settled_at = ${at} where id = ${id} and settled_at is null`);
}

/** Has no key of its own on purpose: what happens twice is two rows. */
export function insertEffect(tx: Tx, workspaceId: WorkspaceId, of: string) {
  return tx.run(sql`insert into faults.effects (workspace_id, of) values (${workspaceId}, ${of})`);
}
