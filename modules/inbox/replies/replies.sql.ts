import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import type { MessageId } from '../messages/contract.ts';
import { type ReplyFilter, ReplyTemplate, type ReplyTemplateId } from './contract.ts';

const byUsage = keyset({ usageCount: 'desc', id: 'desc' }, 'r');

const Shown = ReplyTemplate.omit({ mayManage: true });
export type Shown = z.infer<typeof Shown>;

const shown = sql`
  r.id, r.location_id, r.name, r.shortcut, r.category, r.body, r.placeholders, r.usage_count, r.created_at, r.updated_at,
  case when w.id is not null then jsonb_build_object('memberId', w.id, 'name', w.name) end as created_by`;

/** `coworkers` are all there are. */
const madeBy = (coworkers: Sql) =>
  sql`left join (${coworkers}) w on w.workspace_id = r.workspace_id and w.id = r.created_by`;

/** Everybody's, and those of places whoever asks may look into. */
const isSeen = (here: Sql) => sql`(r.location_id is null or ${here})`;

const narrowed = ({ usableAt, category, q }: ReplyFilter): Sql =>
  sql.join(
    [
      ...(usableAt === undefined
        ? []
        : usableAt === 'nowhere'
          ? [sql`r.location_id is null`]
          : [sql`(r.location_id is null or r.location_id = ${usableAt})`]),
      ...(category === undefined ? [] : [sql`r.category = ${category}`]),
      ...(q === undefined
        ? []
        : [sql`(position(lower(${q}) in lower(r.name)) > 0 or starts_with(r.shortcut, lower(${q})))`]),
      sql`true`,
    ],
    sql` and `,
  );

/** What is looked for by a part of its name is looked for among all: there are a thousand at most. */
export function repliesByUsage(tx: Tx, coworkers: Sql, here: Sql, filter: ReplyFilter, page: PageQuery) {
  return byUsage.page(
    tx,
    Shown,
    page,
    (where, order) => sql`
    select ${shown}
      from (select r.* from inbox.reply_templates r
             where ${isSeen(here)} and ${narrowed(filter)} and ${where} ${order}) r
      ${madeBy(coworkers)}
     order by r.usage_count desc, r.id desc`,
  );
}

export function findReply(tx: Tx, coworkers: Sql, id: ReplyTemplateId) {
  return tx.maybeOne(
    Shown,
    sql`select ${shown} from inbox.reply_templates r ${madeBy(coworkers)} where r.id = ${id}`,
  );
}

const Held = Shown.pick({
  id: true,
  locationId: true,
  name: true,
  shortcut: true,
  category: true,
  body: true,
});
export type Held = z.infer<typeof Held>;

export function holdReply(tx: Tx, id: ReplyTemplateId) {
  return tx.maybeOne(
    Held,
    sql`
    select id, location_id, name, shortcut, category, body from inbox.reply_templates
     where id = ${id} for no key update`,
  );
}

/** Of one workspace, up to a number. */
export function countReplies(tx: Tx, limit: number) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`select count(*)::int as count from (select 1 from inbox.reply_templates limit ${limit}) counted`,
  );
}

type Written = Held & { readonly placeholders: readonly string[] };

export interface NewReply extends Written {
  readonly workspaceId: WorkspaceId;
  readonly createdBy: MemberId | null;
  readonly now: Date;
}

export function insertReply(tx: Tx, reply: NewReply) {
  const { workspaceId, id, locationId, name, shortcut, category, body, placeholders, createdBy, now } = reply;
  return tx.run(sql`
    insert into inbox.reply_templates (workspace_id, id, location_id, name, shortcut, category, body, placeholders,
                                       created_by, created_at, updated_at)
    values (${workspaceId}, ${id}, ${locationId}, ${name}, ${shortcut}, ${category}, ${body}, ${placeholders},
            ${createdBy}, ${now}, ${now})
    on conflict (workspace_id, id) do nothing`);
}

export function changeReply(
  tx: Tx,
  { id, locationId, name, shortcut, category, body, placeholders }: Written,
) {
  return tx.run(sql`
    update inbox.reply_templates
       set location_id = ${locationId}, name = ${name}, shortcut = ${shortcut}, category = ${category}, body = ${body},
           placeholders = ${placeholders}
     where id = ${id}`);
}

export function dropReply(tx: Tx, id: ReplyTemplateId) {
  return tx.run(sql`delete from inbox.reply_templates where id = ${id}`);
}

export interface Use {
  readonly workspaceId: WorkspaceId;
  readonly replyId: ReplyTemplateId;
  readonly messageId: MessageId;
  readonly memberId: MemberId | null;
  readonly now: Date;
}

/** CR-50: once per message. Answers how often it was used, counting this one. */
export function countUse(tx: Tx, { workspaceId, replyId, messageId, memberId, now }: Use) {
  return tx.one(
    z.object({ usageCount: z.number() }),
    sql`
    with used as (
      insert into inbox.reply_uses (workspace_id, template_id, message_id, member_id, used_at)
      values (${workspaceId}, ${replyId}, ${messageId}, ${memberId}, ${now})
      on conflict do nothing returning 1
    )
    update inbox.reply_templates set usage_count = usage_count + (select count(*)::int from used)
     where id = ${replyId} returning usage_count`,
  );
}
