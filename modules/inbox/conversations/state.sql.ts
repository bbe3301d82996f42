import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { MemberId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { ChannelId, ConversationId } from '../messages/contract.ts';
import {
  assignModes,
  automationOffReasons,
  Category,
  ChannelBrief,
  Conversation,
  ConversationStatus,
  Priority,
} from './contract.ts';

/** What is to be done about a conversation, and by whom. */
export const State = z.object({
  id: ConversationId,
  channelId: ChannelId,
  /** Of its channel. */
  locationId: ChannelBrief.shape.locationId,
  /** Of a mailbox that only those see who are named in it. */
  memberOnly: z.boolean(),
  /** How its channel hands out what nobody has. */
  assignMode: z.enum(assignModes),
  status: ConversationStatus,
  statusAt: z.date(),
  statusBy: MemberId.nullable(),
  snoozedUntil: z.date().nullable(),
  priority: Priority,
  category: Category,
  acceptedAt: z.date().nullable(),
  acceptedBy: MemberId.nullable(),
  assignedTo: MemberId.nullable(),
  assignedLocation: ChannelBrief.shape.locationId,
  assignedAt: z.date().nullable(),
  automationOffAt: z.date().nullable(),
  automationOffBy: MemberId.nullable(),
  automationOffWhy: z.enum(automationOffReasons).nullable(),
});
export type State = z.infer<typeof State>;

/** Nobody else changes it, or adds to it, until this transaction is over. */
export function holdState(tx: Tx, id: ConversationId) {
  return tx.maybeOne(
    State,
    sql`
    select v.id, v.channel_id, c.location_id, c.member_only, c.assign_mode, v.status, v.status_at, v.status_by, v.snoozed_until, v.priority,
           v.category, v.accepted_at, v.accepted_by, v.assigned_to, v.assigned_location, v.assigned_at,
           v.automation_off_at, v.automation_off_by, v.automation_off_why
      from inbox.conversations v
      join inbox.channels c on c.workspace_id = v.workspace_id and c.id = v.channel_id
     where v.id = ${id}
       for no key update of v`,
  );
}

/** The row must be held. */
export function saveState(tx: Tx, s: State) {
  return tx.run(sql`
    update inbox.conversations
       set status = ${s.status}, status_at = ${s.statusAt}, status_by = ${s.statusBy},
           snoozed_until = ${s.snoozedUntil}, priority = ${s.priority}, category = ${s.category},
           accepted_at = ${s.acceptedAt}, accepted_by = ${s.acceptedBy}, assigned_to = ${s.assignedTo},
           assigned_location = ${s.assignedLocation}, assigned_at = ${s.assignedAt},
           automation_off_at = ${s.automationOffAt}, automation_off_by = ${s.automationOffBy},
           automation_off_why = ${s.automationOffWhy}
     where id = ${s.id}`);
}

/** Snoozed ones whose moment has come. Held by somebody else, one is left for the next turn. */
export function conversationsToWake(tx: Tx, now: Date, limit: number) {
  return tx.many(
    z.object({ id: ConversationId }),
    sql`
    select id from inbox.conversations
     where status = 'snoozed' and snoozed_until <= ${now}
     order by snoozed_until
     limit ${limit}
       for no key update skip locked`,
  );
}

const Parties = z.object({ member: Conversation.shape.assignee, team: Conversation.shape.team });

/** Whose a conversation is, in words. */
export function partiesOf(
  tx: Tx,
  { coworkers, locationNames }: { readonly coworkers: Sql; readonly locationNames: Sql },
  { assignedTo, assignedLocation }: Pick<State, 'assignedTo' | 'assignedLocation'>,
) {
  return tx.one(
    Parties,
    sql`
    select (select jsonb_build_object('memberId', w.id, 'name', w.name) from (${coworkers}) w
             where w.workspace_id = (select app.current_workspace_id()) and w.id = ${assignedTo}) as member,
           (select jsonb_build_object('locationId', l.id, 'name', l.name) from (${locationNames}) l
             where l.id = ${assignedLocation}) as team`,
  );
}

/** What some members are to the mailbox of a channel, where it has one. */
export function mailboxRolesOf(tx: Tx, channelId: ChannelId, memberIds: readonly MemberId[]) {
  return tx.many(
    z.object({ memberId: MemberId, role: z.string() }),
    sql`
    select member_id, role from inbox.email_account_members
     where account_id = ${channelId} and member_id = any(${memberIds}::uuid[])`,
  );
}
