import type { Ctx } from '../../../kit/ctx.ts';
import type { ContactId } from '../../inbox/contract.ts';
import { everyoneIn, requireContact } from '../../inbox/index.ts';
import { autopilotError } from '../contract.ts';
import { authorizeSomewhere, inReachOf } from '../rights/places.ts';
import {
  byPerson,
  type Memory,
  type MemoryId,
  type MemoryValue,
  memoriesChanged,
  memoriesMax,
} from './contract.ts';
import * as db from './memories.sql.ts';

type OfContact = { readonly contactId: ContactId };
type Named = OfContact & { readonly memoryId: MemoryId };

export async function listMemories(ctx: Ctx, { contactId }: OfContact): Promise<{ items: Memory[] }> {
  authorizeSomewhere(ctx, 'autopilot.read');
  await requireContact(inReachOf(ctx), 'inbox.read', contactId, { isWhole: true });
  const everyone = await everyoneIn(ctx.tx, contactId);
  return { items: await db.memoriesKnown(ctx.tx, everyone, byPerson, memoriesMax) };
}

/** The caller made the id. A colleague's word is sure, and no machine changes it. */
export async function putMemory(
  ctx: Ctx,
  { contactId, memoryId, category, name, value }: Named & Given,
): Promise<Memory> {
  await requireWriting(ctx, contactId);
  const everyone = await everyoneIn(ctx.tx, contactId);
  const before = await db.holdMemory(ctx.tx, memoryId);
  const json = JSON.stringify(value);
  if (before) {
    const isIt = everyone.includes(before.contactId) && before.category === category && before.name === name;
    if (!isIt) throw autopilotError('memory_not_found', { memoryId });
    await db.writeMemory(ctx.tx, memoryId, json, byPerson, ctx.now);
  } else await add(ctx, { contactId, memoryId, category, name, json });
  await announce(ctx, contactId, 'memory_written', { category, name });
  const { contactId: _, ...memory } = (await db.holdMemory(ctx.tx, memoryId))!;
  return memory;
}

interface Given {
  readonly category: string;
  readonly name: string;
  readonly value: MemoryValue;
}

async function add(
  ctx: Ctx,
  { contactId, memoryId: id, category, name, json }: Named & Omit<Given, 'value'> & { readonly json: string },
): Promise<void> {
  const { count } = await db.countMemories(ctx.tx, contactId, memoriesMax);
  if (count >= memoriesMax) throw autopilotError('too_many_memories', { contactId });
  const isNew = await db.insertMemory(ctx.tx, {
    ...{ workspaceId: ctx.workspaceId, id, contactId, category, name, value: json },
    ...{ confidence: 1, source: byPerson, messageId: null, now: ctx.now },
  });
  if (isNew === 0) throw autopilotError('memory_is_known', { category, name });
}

export async function deleteMemory(ctx: Ctx, { contactId, memoryId }: Named): Promise<void> {
  await requireWriting(ctx, contactId);
  const everyone = await everyoneIn(ctx.tx, contactId);
  const before = await db.holdMemory(ctx.tx, memoryId);
  if (!before || !everyone.includes(before.contactId)) throw autopilotError('memory_not_found', { memoryId });
  const { category, name } = before;
  await db.dropMemory(ctx.tx, everyone, category, name);
  await announce(ctx, contactId, 'memory_forgotten', { category, name });
}

async function requireWriting(ctx: Ctx, contactId: ContactId): Promise<void> {
  authorizeSomewhere(ctx, 'autopilot.approve');
  await requireContact(inReachOf(ctx), 'inbox.organize', contactId, { isWhole: true });
}

/** What was remembered is not in the trail: it would outlive the person. */
async function announce(
  ctx: Ctx,
  contactId: ContactId,
  what: string,
  { category, name }: Pick<Given, 'category' | 'name'>,
): Promise<void> {
  const subject = { type: 'contact', id: contactId };
  const changes = { category: { to: category }, name: { to: name } };
  await ctx.record({ category: 'content', action: `autopilot.${what}`, subject, changes });
  await ctx.publish(memoriesChanged, { contactId });
}
