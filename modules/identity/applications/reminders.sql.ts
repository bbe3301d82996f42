import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { UserId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import { DemoId, DemoReminder, DemoReminderId, remindersPerDemoMax } from './contract.ts';

const columns = sql`
  r.id, r.note, r.due_at, r.told_at, r.done_at,
  case when c.id is not null then json_build_object('id', c.id, 'name', c.name) end as created_by`;
const soonest = keyset({ dueAt: 'asc', id: 'asc' }, 'r');

export function remindersOf(tx: Tx, demoId: DemoId, page: PageQuery) {
  return soonest.page(
    tx,
    DemoReminder,
    page,
    (where, order) => sql`
    select ${columns}
      from identity.demo_reminders r
      left join identity.users c on c.id = r.created_by
     where r.demo_id = ${demoId} and ${where}
     ${order}`,
  );
}

export interface ReminderWanted {
  readonly demoId: DemoId;
  readonly id: DemoReminderId;
  readonly note: string;
  readonly dueAt: Date;
  readonly by: UserId;
  readonly at: Date;
}

/** For another time, it is told of and to be done again. Answers undefined when there are enough already. */
export function upsertReminder(tx: Tx, r: ReminderWanted) {
  return tx.maybeOne(
    DemoReminder,
    sql`
    with r as (
      insert into identity.demo_reminders as known (demo_id, id, note, due_at, created_by, created_at)
      select ${r.demoId}, ${r.id}, ${r.note}, ${r.dueAt}, ${r.by}, ${r.at}
       where (select count(*) from identity.demo_reminders
               where demo_id = ${r.demoId} and id <> ${r.id}) < ${remindersPerDemoMax}
      on conflict (demo_id, id) do update
         set note = excluded.note, due_at = excluded.due_at,
             told_at = case when known.due_at = excluded.due_at then known.told_at end,
             done_at = case when known.due_at = excluded.due_at then known.done_at end
      returning *)
    select ${columns} from r left join identity.users c on c.id = r.created_by`,
  );
}

/** Done twice, it was done the first time. */
export function markReminderDone(tx: Tx, demoId: DemoId, id: DemoReminderId, at: Date) {
  return tx.maybeOne(
    DemoReminder,
    sql`
    with r as (
      update identity.demo_reminders set done_at = coalesce(done_at, ${at})
       where demo_id = ${demoId} and id = ${id}
      returning *)
    select ${columns} from r left join identity.users c on c.id = r.created_by`,
  );
}

export function deleteReminder(tx: Tx, demoId: DemoId, id: DemoReminderId) {
  return tx.run(sql`delete from identity.demo_reminders where demo_id = ${demoId} and id = ${id}`);
}

const Due = z.object({ demoId: DemoId, id: DemoReminderId });

/** Each is taken once: a sweep that runs at the same time passes over what this one holds. */
export function claimDueReminders(tx: Tx, now: Date, limit: number) {
  return tx.many(
    Due,
    sql`
    with due as (
      select demo_id, id from identity.demo_reminders
       where told_at is null and done_at is null and due_at <= ${now}
       order by due_at limit ${limit} for update skip locked)
    update identity.demo_reminders r set told_at = ${now}
      from due where r.demo_id = due.demo_id and r.id = due.id
    returning r.demo_id, r.id`,
  );
}

const Reminding = z.object({
  note: z.string(),
  dueAt: z.date(),
  demoName: z.string(),
  companyName: z.string().nullable(),
  email: z.string(),
});
export type Reminding = z.infer<typeof Reminding>;

/** What the mail is made of: nothing when it was done meanwhile, or whom it is for looks after nothing any more. */
export function findReminding(tx: Tx, r: { demoId: DemoId; reminderId: DemoReminderId; userId: UserId }) {
  return tx.maybeOne(
    Reminding,
    sql`
    select r.note, r.due_at, d.name as demo_name, d.company_name, u.email
      from identity.demo_reminders r
      join identity.demo_requests d on d.id = r.demo_id
      join identity.users u on u.id = ${r.userId}
     where r.demo_id = ${r.demoId} and r.id = ${r.reminderId} and r.done_at is null
       and u.administrator_since is not null and u.disabled_at is null and u.deleted_at is null`,
  );
}
