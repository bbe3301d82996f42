import type { z } from 'zod';
import type { Ctx } from '../../../kit/ctx.ts';
import { inboxError } from '../contract.ts';
import { type Category, type Conversation, type Priority, type TagId, tagsMax } from './contract.ts';
import { type Files, type Named, showConversation } from './conversations.ts';
import { changeState, doerOf, holdToDo, tellOf } from './holding.ts';
import type { State } from './state.sql.ts';
import * as db from './tags.sql.ts';

export async function setPriority(
  ctx: Ctx,
  { conversationId, priority }: Named & { priority: z.infer<typeof Priority> },
  outside: Files,
): Promise<Conversation> {
  await changePriority(ctx, await holdToDo(ctx, 'inbox.organize', conversationId), priority);
  return showConversation(ctx, conversationId, outside);
}

/** Of one that is held. Like the others here it answers whether anything was to be changed. */
export async function changePriority(
  ctx: Ctx,
  state: State,
  priority: z.infer<typeof Priority>,
): Promise<boolean> {
  if (state.priority === priority) return false;
  await changeState(ctx, state, { priority }, { what: 'priority', from: state.priority, to: priority });
  return true;
}

export async function setCategory(
  ctx: Ctx,
  { conversationId, category }: Named & { category: z.infer<typeof Category> },
  outside: Files,
): Promise<Conversation> {
  await changeCategory(ctx, await holdToDo(ctx, 'inbox.organize', conversationId), category);
  return showConversation(ctx, conversationId, outside);
}

/** SE-60: out of the requests into what is read, it is accepted; put back among them, it is one again. */
export async function changeCategory(
  ctx: Ctx,
  state: State,
  category: z.infer<typeof Category>,
): Promise<boolean> {
  if (state.category === category) return false;
  const isAccepted = state.category === 'requests' && category !== 'hidden';
  await changeState(
    ctx,
    state,
    {
      category,
      ...(isAccepted ? { acceptedAt: ctx.now, acceptedBy: doerOf(ctx) } : {}),
      ...(category === 'requests' ? { acceptedAt: null, acceptedBy: null } : {}),
    },
    { what: isAccepted ? 'accepted' : 'category', from: state.category, to: category },
  );
  return true;
}

type OfTag = Named & { readonly tagId: TagId };

export async function putTag(
  ctx: Ctx,
  { conversationId, tagId }: OfTag,
  outside: Files,
): Promise<Conversation> {
  const state = await holdToDo(ctx, 'inbox.organize', conversationId);
  await addTag(ctx, state, tagId);
  return showConversation(ctx, conversationId, outside);
}

export async function addTag(ctx: Ctx, state: State, tagId: TagId): Promise<boolean> {
  const tag = await db.tagNamed(ctx.tx, tagId);
  if (!tag) throw inboxError('tag_not_found', { tagId });
  const { workspaceId } = ctx;
  const { id: conversationId } = state;
  if ((await db.insertTag(ctx.tx, { workspaceId, conversationId, tagId }, ctx.now)) === 0) return false;
  if ((await db.countTags(ctx.tx, conversationId)).count > tagsMax)
    throw inboxError('too_many_tags', { conversationId });
  await tellOf(ctx, state, { what: 'tag', to: tag.name });
  return true;
}

export async function dropTag(
  ctx: Ctx,
  { conversationId, tagId }: OfTag,
  outside: Files,
): Promise<Conversation> {
  const state = await holdToDo(ctx, 'inbox.organize', conversationId);
  await takeTag(ctx, state, tagId);
  return showConversation(ctx, conversationId, outside);
}

export async function takeTag(ctx: Ctx, state: State, tagId: TagId): Promise<boolean> {
  const tag = await db.tagNamed(ctx.tx, tagId);
  if (!tag || (await db.dropTag(ctx.tx, { conversationId: state.id, tagId })) === 0) return false;
  await tellOf(ctx, state, { what: 'tag', from: tag.name });
  return true;
}
