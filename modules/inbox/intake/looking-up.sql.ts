import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { ContactId, IdentityId } from '../conversations/contract.ts';

const Unknown = z.object({
  id: IdentityId,
  accountId: z.string(),
  platformUserId: z.string(),
  pictureSource: z.string().nullable(),
});

/** Of whoever never wrote, or only where everybody sees it, platforms show nothing. */
const wrote = sql`p.heard_at is not null and exists (select from inbox.conversations v
         where v.workspace_id = i.workspace_id and v.identity_id = i.id)`;

/** Who is to be asked for, unless they were a short while ago or want to be forgotten. */
export function findToLookUp(tx: Tx, id: IdentityId, before: Date) {
  return tx.maybeOne(
    Unknown,
    sql`
    select i.id, c.account_id, i.platform_user_id, i.picture_source
      from inbox.identities i
      join inbox.channels c on c.workspace_id = i.workspace_id and c.id = i.channel_id
      join inbox.contacts p on p.workspace_id = i.workspace_id and p.id = i.contact_id
     where i.id = ${id} and (i.looked_up_at is null or i.looked_up_at <= ${before})
       and c.account_id is not null and p.erased_at is null and ${wrote}`,
  );
}

export interface Found {
  readonly name: string | null;
  readonly username: string | null;
  readonly profileUrl: string | null;
  /** Undefined: as it was. */
  readonly picture: { readonly key: string; readonly source: string } | undefined;
}

/** What is not told stays as it was known; of whoever was erased meanwhile, nothing is. */
export function markLookedUp(
  tx: Tx,
  id: IdentityId,
  { name, username, profileUrl, picture }: Found,
  now: Date,
) {
  return tx.maybeOne(
    z.object({ contactId: ContactId, pictureBefore: z.string().nullable(), isNews: z.boolean() }),
    sql`
    update inbox.identities i
       set name = coalesce(${name}, i.name), username = coalesce(${username}, i.username),
           profile_url = coalesce(${profileUrl}, i.profile_url),
           picture_key = coalesce(${picture?.key}, i.picture_key),
           picture_source = coalesce(${picture?.source}, i.picture_source), looked_up_at = ${now}
      from (select workspace_id, id, name, username, profile_url, picture_key from inbox.identities
             where id = ${id} and platform_user_id not like 'erased-%' for update) b
     where i.workspace_id = b.workspace_id and i.id = b.id
    returning i.contact_id, b.picture_key as picture_before,
              row (i.name, i.username, i.profile_url, i.picture_key)
                is distinct from row (b.name, b.username, b.profile_url, b.picture_key) as is_news`,
  );
}

/** Of those who came lately, whom nobody has asked for. */
export function identitiesUnknown(tx: Tx, after: Date, before: Date, limit: number) {
  return tx.many(
    z.object({ id: IdentityId }),
    sql`
    select i.id from inbox.identities i
      join inbox.channels c on c.workspace_id = i.workspace_id and c.id = i.channel_id
      join inbox.contacts p on p.workspace_id = i.workspace_id and p.id = i.contact_id
     where i.looked_up_at is null and i.created_at between ${after} and ${before}
       and c.platform in ('instagram', 'messenger') and p.erased_at is null and ${wrote}
     order by i.created_at limit ${limit}`,
  );
}
