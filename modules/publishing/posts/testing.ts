import { z } from 'zod';
import type { Samples } from '../../../kit/http/sample.ts';
import { newId, type WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { type Ground, workIn } from '../../../kit/work.ts';
import { AccountId } from '../../connections/contract.ts';
import type { Walk } from '../walk.ts';
import type { PostId, PostPlatform } from './contract.ts';
import { describePost, type PostFacts } from './posts.sql.ts';
import { knowPost } from './taking.ts';

interface Place {
  readonly ground: Ground;
  readonly workspaceId: WorkspaceId;
}

/** An account that is connected, as far as posts ask. */
export async function openAccount(
  { ground, workspaceId }: Place,
  platform: PostPlatform = 'instagram',
): Promise<AccountId> {
  const id = newId(AccountId);
  const now = ground.clock.now();
  await ground.db.transaction({ kind: 'workspace', workspaceId }, (tx) =>
    tx.run(sql`
      insert into connections.accounts (workspace_id, id, platform, platform_account_id, login, display_name,
                                        connected_at, created_at, updated_at)
      values (${workspaceId}, ${id}, ${platform}, ${`9${id.replaceAll('-', '')}`}, 'other', 'Linen & Oak', ${now},
              ${now}, ${now})`),
  );
  return id;
}

/** The events that were taken in of an account. */
export const toldIds = async ({ ground, workspaceId }: Place, accountId: AccountId): Promise<string[]> => {
  const reader = ground.db.reader({ kind: 'workspace', workspaceId });
  const query = sql`select id from connections.webhook_events where account_id = ${accountId}`;
  return (await reader.many(z.object({ id: z.string() }), query)).map(({ id }) => id);
};

let nth = 0;

export async function publishedPost(
  place: Place,
  {
    accountId,
    platform = 'instagram',
    ...facts
  }: PostFacts & { readonly accountId?: AccountId; readonly platform?: PostPlatform } = {},
): Promise<PostId> {
  const { ground, workspaceId } = place;
  const account = accountId ?? (await openAccount(place, platform));
  return workIn(ground, workspaceId, { actor: { kind: 'system' } }, async (ctx) => {
    const postId = await knowPost(ctx, { accountId: account, platform, platformPostId: `post-${++nth}` });
    const usual = { kind: 'image', caption: 'New linen, just in.', postedAt: ctx.now } as const;
    await describePost(ctx.tx, postId, { ...usual, ...facts }, ctx.now);
    return postId;
  });
}

/** A good input for every route of this part. */
export const postsSamples: Samples<Walk> = {
  'GET /w/:workspaceId/publishing/posts': async (w) => {
    const accountId = await openAccount(w);
    await publishedPost(w, { accountId });
    return { query: { accountId } };
  },
  'GET /w/:workspaceId/publishing/posts/:postId': async (w) => ({
    params: { postId: await publishedPost(w) },
  }),
};
