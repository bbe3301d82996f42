import { changed } from '../../../kit/audit.ts';
import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { codeOf } from '../../../kit/db/failure.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { inboxError } from '../contract.ts';
import type { TagId } from '../conversations/contract.ts';
import { authorize } from '../policy.ts';
import { authorizeSomewhere } from '../rights/places.ts';
import {
  type Tag,
  type TagColor,
  type TagDetails,
  tagChanged,
  tagsOfWorkspaceMax,
  tagUsesCountedMax,
} from './contract.ts';
import * as db from './tags.sql.ts';

type Named = { readonly tagId: TagId };

export async function listTags(ctx: Ctx, page: PageQuery): Promise<Page<Tag>> {
  authorizeSomewhere(ctx, 'inbox.read');
  return db.tagsByName(ctx.tx, page);
}

export async function getTag(ctx: Ctx, { tagId }: Named): Promise<TagDetails> {
  authorizeSomewhere(ctx, 'inbox.read');
  const tag = await db.findTagDetails(ctx.tx, tagId, tagUsesCountedMax);
  if (!tag) throw inboxError('tag_not_found', { tagId });
  return tag;
}

/** Adds it, or changes it: the caller made the id, so a request that comes twice is one tag. */
export async function putTag(
  ctx: Ctx,
  { tagId: id, name, color }: Named & { name: string; color: TagColor },
): Promise<Tag> {
  authorize(ctx, 'inbox.manage');
  if (await db.holdTag(ctx.tx, id)) return change(ctx, id, { name, color });
  const { count } = await db.countTags(ctx.tx, tagsOfWorkspaceMax);
  if (count >= tagsOfWorkspaceMax) throw inboxError('workspace_has_too_many_tags');
  const tag = { id, name, color };
  const createdBy = memberOf(ctx.actor)?.memberId ?? null;
  const { workspaceId, now: createdAt } = ctx;
  if ((await db.insertTag(ctx.tx, { ...tag, workspaceId, createdBy, createdAt })) === 0)
    throw inboxError('tag_exists', { name });
  await announce(ctx, id, 'tag_added', { name: { to: name }, color: { to: color } });
  return tag;
}

export async function patchTag(
  ctx: Ctx,
  { tagId, ...given }: Named & { name?: string | undefined; color?: TagColor | undefined },
): Promise<Tag> {
  authorize(ctx, 'inbox.manage');
  return change(ctx, tagId, given);
}

export async function deleteTag(ctx: Ctx, { tagId }: Named): Promise<void> {
  authorize(ctx, 'inbox.manage');
  const tag = await db.holdTag(ctx.tx, tagId);
  if (!tag) throw inboxError('tag_not_found', { tagId });
  await db.dropTag(ctx.tx, tagId);
  await announce(ctx, tagId, 'tag_removed', { name: { from: tag.name } });
}

async function change(
  ctx: Ctx,
  tagId: TagId,
  given: { name?: string | undefined; color?: TagColor | undefined },
): Promise<Tag> {
  const before = await db.holdTag(ctx.tx, tagId);
  if (!before) throw inboxError('tag_not_found', { tagId });
  const after = { ...before, name: given.name ?? before.name, color: given.color ?? before.color };
  const changes = changed(before, after, ['name', 'color']);
  if (Object.keys(changes).length === 0) return before;
  await db.changeTag(ctx.tx, after).catch((error: unknown) => {
    throw isNameTaken(error) ? inboxError('tag_exists', { name: after.name }, error) : error;
  });
  await announce(ctx, tagId, 'tag_changed', changes);
  return after;
}

const isNameTaken = (error: unknown) =>
  codeOf(error) === '23505' && (error as { constraint?: unknown }).constraint === 'tags_by_name';

async function announce(
  ctx: Ctx,
  tagId: TagId,
  what: string,
  changes: Record<string, { from?: unknown; to?: unknown }>,
): Promise<void> {
  const subject = { type: 'tag', id: tagId };
  await ctx.record({ category: 'settings', action: `inbox.${what}`, subject, changes });
  await ctx.publish(tagChanged, { tagId });
}
