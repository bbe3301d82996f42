import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import type { AccountId } from '../accounts/contract.ts';

/** As the table takes it. Null: the platform does not say, and what was known before stays. */
export interface ProfileRow {
  readonly accountKind: string | null;
  readonly username: string | null;
  readonly displayName: string;
  readonly profileUrl: string | null;
  readonly pictureUrl: string | null;
  readonly biography: string | null;
  readonly followers: number | null;
  readonly following: number | null;
  readonly posts: number | null;
  readonly views: number | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Answers whether anything is not as it was. */
export function markProfile(tx: Tx, accountId: AccountId, p: ProfileRow, now: Date) {
  return tx.maybeOne(
    z.object({ isChanged: z.boolean() }),
    sql`
    with before as (
      select workspace_id, id, ${shown} as shown from connections.accounts a where id = ${accountId} for update
    )
    update connections.accounts a
       set account_kind = coalesce(${p.accountKind}, a.account_kind), username = coalesce(${p.username}, a.username),
           display_name = ${p.displayName}, profile_url = coalesce(${p.profileUrl}, a.profile_url),
           picture_url = coalesce(${p.pictureUrl}, a.picture_url), biography = coalesce(${p.biography}, a.biography),
           followers_count = coalesce(${p.followers}, a.followers_count),
           following_count = coalesce(${p.following}, a.following_count),
           posts_count = coalesce(${p.posts}, a.posts_count), views_count = coalesce(${p.views}, a.views_count),
           figures_at = ${now}, details = a.details || ${p.details}::jsonb
      from before b
     where a.workspace_id = b.workspace_id and a.id = b.id
    returning b.shown is distinct from ${shown} as is_changed`,
  );
}

const shown = sql`row(a.account_kind, a.username, a.display_name, a.profile_url, a.picture_url, a.biography,
                      a.followers_count, a.following_count, a.posts_count, a.views_count)`;
