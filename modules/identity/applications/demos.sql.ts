import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { UserId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import { type DemoId, DemoRequest, type DemoStatus } from './contract.ts';

const columns = sql`
  id, email, name, company_name, company_size, current_solution, message, status, requested_at, scheduled_for,
  completed_at, cancelled_at, preparation_notes, qualification_notes`;
const newest = keyset({ requestedAt: 'desc', id: 'desc' });

/** The same id twice is one request: the first. */
export function insertDemoRequest(
  tx: Tx,
  d: Pick<
    DemoRequest,
    'id' | 'email' | 'name' | 'companyName' | 'companySize' | 'currentSolution' | 'message'
  > & {
    at: Date;
  },
) {
  return tx.run(sql`
    insert into identity.demo_requests (id, user_id, email, name, company_name, company_size, current_solution,
                                        message, requested_at, updated_at)
    values (${d.id}, (select id from identity.users where email = ${d.email}), ${d.email}, ${d.name},
            ${d.companyName}, ${d.companySize}, ${d.currentSolution}, ${d.message}, ${d.at}, ${d.at})
    on conflict (id) do nothing`);
}

export function demoRequests(tx: Tx, { status, ...page }: PageQuery & { status?: DemoStatus | undefined }) {
  return newest.page(
    tx,
    DemoRequest,
    page,
    (where, order) => sql`
    select ${columns} from identity.demo_requests
     where ${status ? sql`status = ${status} and ` : sql.empty}${where}
     ${order}`,
  );
}

export function findDemo(tx: Tx, id: DemoId) {
  return tx.maybeOne(DemoRequest, sql`select ${columns} from identity.demo_requests where id = ${id}`);
}

/** Until the end of the transaction nobody else changes it, or its reminders. */
export function holdDemo(tx: Tx, id: DemoId) {
  return tx.maybeOne(
    DemoRequest,
    sql`select ${columns} from identity.demo_requests where id = ${id} for update`,
  );
}

export function updateDemo(tx: Tx, d: DemoRequest, by: UserId, at: Date) {
  return tx.one(
    DemoRequest,
    sql`
    update identity.demo_requests
       set status = ${d.status}, scheduled_for = ${d.scheduledFor}, completed_at = ${d.completedAt},
           cancelled_at = ${d.cancelledAt}, preparation_notes = ${d.preparationNotes},
           qualification_notes = ${d.qualificationNotes}, updated_at = ${at}, updated_by = ${by}
     where id = ${d.id}
    returning ${columns}`,
  );
}
