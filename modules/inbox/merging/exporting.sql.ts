import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import { MemberId, type WorkspaceId } from '../../../kit/ids.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import { ContactId } from '../conversations/contract.ts';
import { ConversationId } from '../messages/contract.ts';
import { ContactExportId } from './contract.ts';

const Asked = z.object({
  id: ContactExportId,
  contactId: ContactId,
  memberId: MemberId.nullable(),
  createdAt: z.date(),
});

export interface NewExport extends z.infer<typeof Asked> {
  readonly workspaceId: WorkspaceId;
}

/** Answers 0 where the id is taken. */
export function insertExport(tx: Tx, { workspaceId, id, contactId, memberId, createdAt }: NewExport) {
  return tx.run(sql`
    insert into inbox.contact_exports (workspace_id, id, contact_id, member_id, created_at)
    values (${workspaceId}, ${id}, ${contactId}, ${memberId}, ${createdAt})
    on conflict do nothing`);
}

export function findExport(tx: Tx, id: ContactExportId) {
  return tx.maybeOne(
    Asked,
    sql`select id, contact_id, member_id, created_at from inbox.contact_exports where id = ${id}`,
  );
}

/** As they are kept: what is in a file of everything known is for whoever it is about. */
const Row = z.record(z.string(), z.unknown());
type Row = z.infer<typeof Row>;
type List = (tx: Tx, contactId: ContactId, page: PageQuery) => Promise<Page<Row>>;

const byId = (alias: string) => keyset({ id: 'asc' }, alias);

/** Of them, and of whoever is part of them. */
export function profilesOf(tx: Tx, ids: readonly ContactId[], page: PageQuery) {
  return byId('k').page(
    tx,
    Row,
    page,
    (where, order) => sql`
    select k.id, k.name, k.language, k.timezone, k.fields, k.merged_into, k.heard_at, k.created_at, k.updated_at
      from inbox.contacts k where k.id = any(${ids}::uuid[]) and ${where} ${order}`,
  );
}

export const tagsOf: List = (tx, contactId, page) =>
  byId('t').page(
    tx,
    Row,
    page,
    (where, order) => sql`
    select t.id, t.name, p.created_at as put_at
      from inbox.contact_tags p join inbox.tags t on t.workspace_id = p.workspace_id and t.id = p.tag_id
     where p.contact_id = ${contactId} and ${where} ${order}`,
  );

export const channelsOf: List = (tx, contactId, page) =>
  byId('i').page(
    tx,
    Row,
    page,
    (where, order) => sql`
    select i.id, c.platform, c.name as channel, i.platform_user_id, i.username, i.name, i.profile_url, i.picture_key,
           i.created_at, i.updated_at
      from inbox.identities i
      join inbox.channels c on c.workspace_id = i.workspace_id and c.id = i.channel_id
     where i.contact_id = ${contactId} and ${where} ${order}`,
  );

export const allNotesOf: List = (tx, contactId, page) =>
  byId('n').page(
    tx,
    Row,
    page,
    (where, order) => sql`
    select n.id, n.body, n.created_at, n.updated_at from inbox.contact_notes n
     where n.contact_id = ${contactId} and ${where} ${order}`,
  );

export const allConsentsOf: List = (tx, contactId, page) =>
  byId('s').page(
    tx,
    Row,
    page,
    (where, order) => sql`
    select s.id, s.kind, s.status, s.source, s.happened_at, s.created_at from inbox.contact_consents s
     where s.contact_id = ${contactId} and ${where} ${order}`,
  );

export const allMergesOf: List = (tx, contactId, page) =>
  byId('m').page(
    tx,
    Row,
    page,
    (where, order) => sql`
    select m.id, m.other_id, m.merged_at, m.undone_at from inbox.contact_merges m
     where m.contact_id = ${contactId} and ${where} ${order}`,
  );

const Told = Row.and(z.object({ id: ConversationId }));

export function allConversationsOf(tx: Tx, contactId: ContactId, page: PageQuery) {
  return byId('v').page(
    tx,
    Told,
    page,
    (where, order) => sql`
    select v.id, v.identity_id, v.channel_id, v.kind, v.subject, v.status, v.created_at, v.first_inbound_at, v.last_at,
           array(select t.name from inbox.conversation_tags p
                   join inbox.tags t on t.workspace_id = p.workspace_id and t.id = p.tag_id
                  where p.workspace_id = v.workspace_id and p.conversation_id = v.id order by t.name) as tags
      from inbox.identities i
      join inbox.conversations v on v.workspace_id = i.workspace_id and v.identity_id = i.id
     where i.contact_id = ${contactId} and ${where} ${order}`,
  );
}

const fromTheBeginning = keyset({ happenedAt: 'asc', id: 'asc' }, 'm');
const File = z.object({
  id: z.string(),
  name: z.string().nullable(),
  mediaType: z.string().nullable(),
  bytes: z.number().nullable(),
  storageKey: z.string().nullable(),
});
const Message = Row.and(z.object({ attachments: z.array(File) }));

/** Both sides of it, what colleagues wrote beside it as well: all of it is about them. */
export function allMessagesOf(tx: Tx, conversationId: ConversationId, page: PageQuery) {
  return fromTheBeginning.page(
    tx,
    Message,
    page,
    (where, order) => sql`
    select m.id, m.conversation_id, m.direction, m.kind, m.author, m.body, m.details, m.status, m.happened_at,
           m.sent_at, m.delivered_at, m.seen_at, m.edited_at, m.unsent_at,
           coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'mediaType', a.media_type,
              'bytes', a.bytes, 'storageKey', a.storage_key) order by a.place, a.id) from inbox.attachments a
            where a.workspace_id = m.workspace_id and a.message_id = m.id), '[]') as attachments,
           coalesce((select jsonb_agg(jsonb_build_object('body', e.body, 'replacedAt', e.replaced_at)
              order by e.replaced_at, e.id) from inbox.message_edits e
            where e.workspace_id = m.workspace_id and e.message_id = m.id), '[]') as earlier,
           coalesce((select jsonb_agg(jsonb_build_object('side', r.side, 'emoji', r.emoji, 'at', r.happened_at)
              order by r.side) from inbox.message_reactions r
            where r.workspace_id = m.workspace_id and r.message_id = m.id and r.emoji is not null), '[]') as reactions
      from inbox.messages m
     where m.conversation_id = ${conversationId} and ${where} ${order}`,
  );
}
