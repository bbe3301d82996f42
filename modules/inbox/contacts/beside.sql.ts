import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import { MemberId, type WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { ContactId } from '../conversations/contract.ts';
import { Consent, type ConsentId, ContactNote, type ContactNoteId } from './contract.ts';

const byNote = keyset({ createdAt: 'desc', id: 'desc' }, 'n');
const byConsent = keyset({ happenedAt: 'desc', id: 'desc' }, 's');

const by = sql`case when w.id is not null then jsonb_build_object('memberId', w.id, 'name', w.name) end as by`;

/** `coworkers` are all there are. */
const writtenBy = (coworkers: Sql, alias: string) =>
  sql`left join (${coworkers}) w on w.workspace_id = ${sql.id(alias, 'workspace_id')}
       and w.id = ${sql.id(alias, 'member_id')}`;

export function notesOf(tx: Tx, coworkers: Sql, contactId: ContactId, page: PageQuery) {
  return byNote.page(
    tx,
    ContactNote,
    page,
    (where, order) => sql`
    select n.id, n.body, n.created_at, n.updated_at, ${by}
      from (select n.* from inbox.contact_notes n where n.contact_id = ${contactId} and ${where} ${order}) n
      ${writtenBy(coworkers, 'n')}
     order by n.created_at desc, n.id desc`,
  );
}

export function findNote(tx: Tx, coworkers: Sql, id: ContactNoteId) {
  return tx.one(
    ContactNote,
    sql`
    select n.id, n.body, n.created_at, n.updated_at, ${by}
      from inbox.contact_notes n ${writtenBy(coworkers, 'n')}
     where n.id = ${id}`,
  );
}

export function holdNote(tx: Tx, id: ContactNoteId) {
  return tx.maybeOne(
    z.object({ contactId: ContactId, memberId: MemberId.nullable() }),
    sql`select contact_id, member_id from inbox.contact_notes where id = ${id} for no key update`,
  );
}

export interface NewNote {
  readonly workspaceId: WorkspaceId;
  readonly id: ContactNoteId;
  readonly contactId: ContactId;
  readonly memberId: MemberId | null;
  readonly body: string;
  readonly now: Date;
}

/** Answers 0 where the id is taken. */
export function insertNote(tx: Tx, { workspaceId, id, contactId, memberId, body, now }: NewNote) {
  return tx.run(sql`
    insert into inbox.contact_notes (workspace_id, id, contact_id, member_id, body, created_at, updated_at)
    values (${workspaceId}, ${id}, ${contactId}, ${memberId}, ${body}, ${now}, ${now})
    on conflict do nothing`);
}

export function changeNote(tx: Tx, id: ContactNoteId, body: string) {
  return tx.run(sql`update inbox.contact_notes set body = ${body} where id = ${id}`);
}

export function dropNote(tx: Tx, id: ContactNoteId) {
  return tx.run(sql`delete from inbox.contact_notes where id = ${id}`);
}

const consent = sql`s.id, s.kind, s.status, s.source, s.happened_at, ${by}`;

export function consentsOf(tx: Tx, coworkers: Sql, contactId: ContactId, page: PageQuery) {
  return byConsent.page(
    tx,
    Consent,
    page,
    (where, order) => sql`
    select ${consent}
      from (select s.* from inbox.contact_consents s where s.contact_id = ${contactId} and ${where} ${order}) s
      ${writtenBy(coworkers, 's')}
     order by s.happened_at desc, s.id desc`,
  );
}

/** The latest of each kind: what holds. */
export function consentsHeld(tx: Tx, coworkers: Sql, contactId: ContactId) {
  return tx.many(
    Consent,
    sql`
    select ${consent}
      from (select distinct on (s.kind) s.* from inbox.contact_consents s where s.contact_id = ${contactId}
             order by s.kind, s.happened_at desc, s.id desc) s
      ${writtenBy(coworkers, 's')}
     order by s.kind`,
  );
}

const StoredConsent = Consent.omit({ by: true }).extend({ contactId: ContactId });

export function findConsent(tx: Tx, coworkers: Sql, id: ConsentId) {
  return tx.maybeOne(
    StoredConsent.extend({ by: Consent.shape.by }),
    sql`
    select s.contact_id, ${consent} from inbox.contact_consents s ${writtenBy(coworkers, 's')}
     where s.id = ${id}`,
  );
}

export interface NewConsent extends z.infer<typeof StoredConsent> {
  readonly workspaceId: WorkspaceId;
  readonly memberId: MemberId | null;
  readonly now: Date;
}

/** Answers 0 where the id is taken. */
export function insertConsent(tx: Tx, given: NewConsent) {
  const { workspaceId, id, contactId, kind, status, source, happenedAt, memberId, now } = given;
  return tx.run(sql`
    insert into inbox.contact_consents (workspace_id, id, contact_id, kind, status, source, happened_at, member_id,
                                        created_at)
    values (${workspaceId}, ${id}, ${contactId}, ${kind}, ${status}, ${source}, ${happenedAt}, ${memberId}, ${now})
    on conflict do nothing`);
}
