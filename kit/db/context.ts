import { type Sql, sql, statementName } from '../sql.ts';
import type { Statement } from './batch.ts';
import type { Scope, WorkOptions } from './database.ts';

/** The id no workspace has: whoever works outside any workspace sees no workspace's rows. */
export const nilWorkspaceId = '00000000-0000-0000-0000-000000000000';

export interface ContextOptions {
  readonly readOnly: boolean;
  readonly statementTimeoutMs?: number | undefined;
}

/**
 * What goes in front of the first statement of a transaction, in the same message. Every setting is local: it lasts
 * until the transaction ends, whichever way it ends, and so cannot reach the next user of the connection.
 */
export function contextOf(scope: Scope, { readOnly, statementTimeoutMs }: ContextOptions): Statement[] {
  const values: string[] = [];
  const calls: string[] = [];
  const set = (setting: string, value: string) => {
    values.push(value);
    calls.push(`set_config('${setting}', $${values.length}, true)`);
  };
  if (scope.kind !== 'owner') {
    const role = scope.kind === 'workspaces' ? 'app_server_together' : 'app_server';
    calls.push(`set_config('role', '${role}', true)`);
    set('app.workspace_id', scope.kind === 'workspace' ? scope.workspaceId : nilWorkspaceId);
    set('app.user_id', ('userId' in scope && scope.userId) || '');
  }
  if (scope.kind === 'workspaces') {
    set('app.workspace_ids', `{${scope.workspaceIds.join()}}`);
    // Rows are looked up by their keys. A workspace that is taken for small would be read whole and sorted instead.
    calls.push(`set_config('enable_sort', 'off', true)`);
  }
  if (readOnly) calls.push(`set_config('transaction_read_only', 'on', true)`);
  if (statementTimeoutMs !== undefined) set('statement_timeout', String(statementTimeoutMs));
  if (calls.length === 0) return [];
  const text = `select ${calls.join(', ')}`;
  return [{ name: nameOf(text), text, values, silent: true }];
}

export const statementOf = (query: Sql): Statement => ({
  name: query.name,
  text: query.text,
  values: query.values,
});

const begins = {
  'read committed': statementOf(sql`begin isolation level read committed`),
  'repeatable read': statementOf(sql`begin isolation level repeatable read`),
  serializable: statementOf(sql`begin isolation level serializable`),
};
export const beginOf = ({ isolation = 'read committed' }: Pick<WorkOptions, 'isolation'>): Statement =>
  begins[isolation];
export const commit = statementOf(sql`commit`);
export const rollback = statementOf(sql`rollback`);

const names = new Map<string, string>();

/** There are a handful of these texts and one in front of every statement, so each is hashed once. */
function nameOf(text: string): string {
  let name = names.get(text);
  if (!name) {
    name = statementName(text);
    names.set(text, name);
  }
  return name;
}
