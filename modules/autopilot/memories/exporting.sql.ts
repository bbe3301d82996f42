import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import type { ContactId } from '../ids/contract.ts';

/** As they are kept: what is in a file of everything known is for whoever it is about. */
const Row = z.record(z.string(), z.unknown());
const byId = (alias: string) => keyset({ id: 'asc' }, alias);

export function allMemoriesOf(tx: Tx, ids: readonly ContactId[], page: PageQuery) {
  return byId('m').page(
    tx,
    Row,
    page,
    (where, order) => sql`
    select m.id, m.category, m.name, m.value, m.confidence::float8 as confidence, m.source, m.last_confirmed_at,
           m.created_at
      from autopilot.memories m where m.contact_id = any(${ids}::uuid[]) and ${where} ${order}`,
  );
}

/** What was said is among the messages; this is what was done with it. */
export function allTurnsOf(tx: Tx, ids: readonly ContactId[], page: PageQuery) {
  return byId('t').page(
    tx,
    Row,
    page,
    (where, order) => sql`
    select t.id, t.role, t.content, t.tool_name, t.tool_input, t.tool_output, t.model, t.created_at
      from autopilot.sessions s
      join autopilot.turns t on t.workspace_id = s.workspace_id and t.session_id = s.id
     where s.contact_id = any(${ids}::uuid[]) and ${where} ${order}`,
  );
}

export function allApproachesOf(tx: Tx, ids: readonly ContactId[], page: PageQuery) {
  return byId('i').page(
    tx,
    Row,
    page,
    (where, order) => sql`
    select i.id, i.kind, i.username, i.original_message, i.messages_count, i.bot_responded, i.user_sent_photo,
           i.user_satisfied, i.user_shared_result, i.user_made_purchase, i.created_at
      from autopilot.interactions i where i.contact_id = any(${ids}::uuid[]) and ${where} ${order}`,
  );
}
