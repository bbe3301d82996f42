import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { newId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { AccountId } from '../../connections/contract.ts';
import { PostId } from './contract.ts';
import * as pictures from './pictures.sql.ts';
import * as posts from './posts.sql.ts';

const workspaceId = WorkspaceId.parse(numberedId(1));
const scope = { kind: 'workspace', workspaceId } as const;
const start = new Date('2026-01-01T00:00:00Z');
const now = new Date('2026-06-01T00:00:00Z');
const accountId = AccountId.parse(numberedId(4));
const postId = PostId.parse(numberedId(1_503));
/** One whose picture is to be fetched. */
const barePostId = PostId.parse(numberedId(1_500));
const page = { limit: 20, after: undefined };
const [n, w] = [numberedIn(sql`n`), numberedIn(sql`w`)];
const both = sql`generate_series(1, 2) w`;
const at = sql`${start}::timestamptz + n * interval '1 m'`;

let db: Database;
let next: string;
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, async (tx) => {
    await tx.run(sql`
      insert into workspaces.workspaces (id, name, created_at, updated_at)
      select ${w}, 'Testing', ${start}, ${start} from ${both}`);
    await tx.run(sql`
      insert into connections.accounts (workspace_id, id, platform, platform_account_id, login, display_name,
        connected_at, created_at, updated_at)
      select ${w}, ${n}, 'instagram', w || '-' || n, 'other', 'Linen', ${start}, ${start}, ${start}
        from ${both}, generate_series(1, 300) n`);
    await tx.run(sql`
      insert into publishing.posts (workspace_id, id, account_id, platform, platform_post_id, kind, posted_at,
        picture_source, picture_key, created_at, updated_at)
      select ${w}, ${n}, ${numberedIn(sql`1 + n % 30`)}, 'instagram', 'post-' || n, 'image', ${at},
             'https://cdn.test/' || n, case when n % 100 > 0 then 'key-' || n end, ${start}, ${at}
        from ${both}, generate_series(1, 6000) n`);
  });
  await analyze(db, 'publishing.posts', 'connections.accounts');
  next = (await posts.postsOfWorkspace(db.reader(scope), {}, page)).next!;
});
const where = () => ({ db, scope });
const key = { accountId, platformPostId: 'post-1503' };

describe('posts', () => {
  explainEach(posts, where, {
    postsOfWorkspace: [
      { given: () => [{}, page], by: ['posts_by_time'] },
      { when: 'on a later page', given: () => [{}, { ...page, after: next }], by: ['posts_by_time'] },
      { when: 'of an account', given: () => [{ accountId }, page], by: ['posts_by_account'] },
    ],
    findPost: { given: () => [postId], by: ['posts_pkey'] },
    findByKey: { given: () => [key], by: ['post_once_per_account'] },
    insertPost: {
      given: () => [
        {
          ...{
            ...key,
            platformPostId: 'new',
            workspaceId,
            id: newId(PostId),
            platform: 'instagram' as const,
          },
          ...{ kind: null, isDemo: false, now },
        },
      ],
      by: ['post_once_per_account'],
    },
    describePost: { given: () => [postId, { caption: 'Anew' }, now], by: ['posts_pkey'] },
  });
  explainEach(pictures, where, {
    findPictureless: { given: () => [barePostId], by: [/^posts_(pkey|without_picture)$/] },
    setPicture: { given: () => [barePostId, 'https://cdn.test/1', 'key'], by: ['posts_pkey'] },
    postsWithoutPicture: { given: () => [start, now, 50], by: ['posts_without_picture'] },
  });
});
