import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { Post, PostId } from './contract.ts';

const Wanted = Post.pick({ accountId: true, platform: true }).extend({ source: z.string() });

export function findPictureless(tx: Tx, id: PostId) {
  return tx.maybeOne(
    Wanted,
    sql`
    select account_id, platform, picture_source as source from publishing.posts
     where id = ${id} and picture_key is null and picture_source is not null`,
  );
}

/** Null: there is none at that address. Answers 0 where somebody else has fetched it. */
export function setPicture(tx: Tx, id: PostId, source: string, key: string | null) {
  return tx.run(sql`
    update publishing.posts
       set picture_key = ${key},
           picture_source = case when ${key}::text is null and picture_source = ${source} then null else picture_source end
     where id = ${id} and picture_key is null`);
}

export function postsWithoutPicture(tx: Tx, after: Date, before: Date, limit: number) {
  return tx.many(
    z.object({ id: PostId }),
    sql`
    select id from publishing.posts
     where picture_key is null and picture_source is not null and updated_at between ${after} and ${before}
     order by updated_at limit ${limit}`,
  );
}
