import type { MemberId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';

/** At which locations somebody may do something. What is at no location is for those who may everywhere. */
export interface Places {
  readonly everywhere: boolean;
  readonly except: readonly string[];
  readonly only: readonly string[];
  /** Of the mailboxes that are for their members alone, those of this one; undefined: all there are. */
  readonly mailboxesOf?: MemberId | null;
}

/**
 * For a statement whose channels are called `alias`. One that is for its members alone is seen by those who are named,
 * wherever else they may look.
 */
export function isAt(places: Places, alias: string): Sql {
  const { mailboxesOf } = places;
  if (mailboxesOf === undefined) return isLocated(places, alias);
  const column = (name: string) => sql.id(alias, name);
  return sql`
    case when ${column('member_only')} then exists (select from inbox.email_account_members own
           where own.workspace_id = ${column('workspace_id')} and own.account_id = ${column('id')}
             and own.member_id = ${mailboxesOf})
         else ${isLocated(places, alias)} end`;
}

function isLocated({ everywhere, except, only }: Places, alias: string): Sql {
  const location = sql.id(alias, 'location_id');
  if (!everywhere) return sql`${location} = any(${only}::uuid[])`;
  if (except.length === 0) return sql`true`;
  return sql`(${location} is null or ${location} <> all(${except}::uuid[]))`;
}
