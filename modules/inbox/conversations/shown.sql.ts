import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import type { ConversationId } from '../messages/contract.ts';
import { isAt } from '../rights/places.sql.ts';
import { automationOffReasons, Conversation, ConversationSummary, Person } from './contract.ts';
import { type Asker, type ConversationFilter, picked, readBy } from './filter.sql.ts';

/** What workspaces tell of people and places. */
export interface Names {
  readonly coworkers: Sql;
  readonly locationNames: Sql;
}

/** Pictures by their keys: links to them are made anew for everybody who looks. */
const PersonRow = Person.omit({ pictureUrl: true }).extend({ pictureKey: z.string().nullable() });
export const Listed = ConversationSummary.omit({ person: true }).extend({ person: PersonRow });
export type Listed = z.infer<typeof Listed>;

const Colleague = Conversation.shape.statusBy;
export const Found = Conversation.omit({
  person: true,
  automation: true,
  channelState: true,
  mayReply: true,
  mayOrganize: true,
}).extend({
  person: PersonRow,
  memberOnly: z.boolean(),
  /** Null for a mailbox. */
  accountId: z.string().nullable(),
  isMailboxBroken: z.boolean(),
  /** What whoever asks is to the mailbox it came to. */
  mailboxRole: z.string().nullable(),
  automationOffAt: z.date().nullable(),
  automationOffBy: Colleague,
  automationOffWhy: z.enum(automationOffReasons).nullable(),
});
export type Found = z.infer<typeof Found>;

const byLast = keyset({ lastAt: 'desc', id: 'desc' }, 'v');

/** The page is picked before anything is put beside it. */
export function conversationsOf(
  tx: Tx,
  names: Names,
  asker: Asker,
  filter: ConversationFilter,
  page: PageQuery,
) {
  return byLast.page(
    tx,
    Listed,
    page,
    (where, order) => sql`
    select ${summary(names, asker)}
      from (${picked(asker, filter, where, order)}) v ${beside}
     order by v.last_at desc, v.id desc`,
  );
}

export function findConversation(tx: Tx, names: Names, asker: Asker, id: ConversationId) {
  const { coworkers } = names;
  return tx.maybeOne(
    Found,
    sql`
    select ${summary(names, asker)}, v.status_at, v.accepted_at, v.assigned_at, v.automation_off_at,
           v.automation_off_why, v.first_inbound_at, v.last_inbound_at, v.created_at, c.member_only,
           c.account_id, exists (select from inbox.email_accounts a where a.workspace_id = c.workspace_id
               and a.id = c.id and a.broken_at is not null) as is_mailbox_broken,
           (select own.role from inbox.email_account_members own where own.workspace_id = c.workspace_id
               and own.account_id = c.id and own.member_id = ${asker.me}) as mailbox_role,
           ${colleague(coworkers, 'status_by')} as status_by, ${colleague(coworkers, 'accepted_by')} as accepted_by,
           ${colleague(coworkers, 'automation_off_by')} as automation_off_by
      from inbox.conversations v ${beside}
     where v.id = ${id} and ${isAt(asker.places, 'c')}`,
  );
}

/** Of `v`, whoever is named in a column. */
const colleague = (coworkers: Sql, column: string) => sql`
  (select jsonb_build_object('memberId', w.id, 'name', w.name) from (${coworkers}) w
    where w.workspace_id = v.workspace_id and w.id = ${sql.id('v', column)})`;

/**
 * What somebody is called, of a contact `k`, an identity `i` and its channel `c`: as we call them, as they call
 * themselves; where they do not, a number or a mail address says more than nothing.
 */
export const personName: Sql = sql`
  coalesce(k.name, i.name, i.username,
           case when k.erased_at is null and c.platform in ('whatsapp', 'email') then i.platform_user_id end,
           'Somebody')`;

const summary = ({ coworkers, locationNames }: Names, { me }: Asker) => sql`
  v.id, v.kind, v.subject, v.status, v.snoozed_until, v.priority, v.category, v.messages_count, v.last_at,
  v.waiting_since, v.is_demo, greatest(v.inbound_count - ${readBy(me)}, 0) as unread_count,
  jsonb_build_object('id', c.id, 'platform', c.platform, 'name', c.name, 'locationId', c.location_id) as channel,
  jsonb_build_object('contactId', k.id, 'identityId', i.id, 'name', ${personName}, 'username', i.username,
    'pictureKey', i.picture_key, 'profileUrl', i.profile_url) as person,
  ${colleague(coworkers, 'assigned_to')} as assignee,
  (select jsonb_build_object('locationId', l.id, 'name', l.name) from (${locationNames}) l
    where l.workspace_id = v.workspace_id and l.id = v.assigned_location) as team,
  array(select t.tag_id from inbox.conversation_tags t
         where t.workspace_id = v.workspace_id and t.conversation_id = v.id order by t.tag_id) as tag_ids,
  case when v.last_message_id is not null then jsonb_build_object('messageId', v.last_message_id, 'text', v.last_text,
    'kind', v.last_kind, 'direction', v.last_direction, 'status', v.last_status) end as last`;

/**
 * Of `v`, its channel, identity and contact. Each is looked up by itself, which the limit of one forces: a planner that
 * joins freely reads whole small tables.
 */
export const beside = sql`
  cross join lateral (select * from inbox.channels c
    where c.workspace_id = v.workspace_id and c.id = v.channel_id limit 1) c
  cross join lateral (select * from inbox.identities i
    where i.workspace_id = v.workspace_id and i.id = v.identity_id limit 1) i
  cross join lateral (select * from inbox.contacts k
    where k.workspace_id = i.workspace_id and k.id = i.contact_id limit 1) k`;
