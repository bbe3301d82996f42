import type { Ctx } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { ContactId, IdentityId } from '../conversations/contract.ts';
import { type ChannelId, type ChannelPlatform, ConversationId } from '../messages/contract.ts';
import { type HeldConversation, holdConversation } from '../messages/record.sql.ts';
import { lookUpPerson } from './jobs.ts';
import * as db from './people.sql.ts';

/** Who something is told of, where, and when. */
export interface Source {
  readonly channelId: ChannelId;
  readonly platform: ChannelPlatform;
  readonly personId: string;
  /** By the platform's clock. */
  readonly at: Date;
  /** Of the event that tells it: what is made of it has this id too, so that it is made once. */
  readonly eventId: string;
}

/** Asked again after so long, when they write. */
export const lookUpAgainAfterMs = 86_400_000;

const isAskable = (platform: ChannelPlatform) => platform === 'instagram' || platform === 'messenger';

/** The conversation with somebody, if there is one. For whoever holds the person. */
export async function heldWith(
  ctx: Ctx,
  { channelId, personId }: Source,
): Promise<HeldConversation | undefined> {
  const known = await db.findPerson(ctx.tx, channelId, personId);
  return known?.conversationId ? holdConversation(ctx.tx, known.conversationId) : undefined;
}

/**
 * SE-58: the one conversation with somebody, made with the first thing that is told of them. Platforms keep first words
 * of strangers in a folder for requests, and webhooks do not say so: it is `general` until somebody puts it elsewhere.
 */
export async function beginWith(ctx: Ctx, source: Source, name?: string): Promise<HeldConversation> {
  const { tx, workspaceId, now } = ctx;
  const { channelId, platform, personId, at } = source;
  const known = await db.findPerson(tx, channelId, personId);
  const identityId = known?.id ?? newId(IdentityId);
  if (!known) {
    const contactId = newId(ContactId);
    const lookedUpAt = isAskable(platform) ? null : now;
    const person = { contactId, identityId, personId, name: name ?? null, lookedUpAt };
    await db.insertPerson(tx, { workspaceId, channelId, now, ...person });
  } else if (name !== undefined && known.name !== name) await db.nameIdentity(tx, identityId, name);
  const lookedUpAt = known?.lookedUpAt?.getTime() ?? 0;
  if (isAskable(platform) && now.getTime() - lookedUpAt >= lookUpAgainAfterMs)
    await ctx.enqueue(lookUpPerson, { identityId });
  const id = known?.conversationId ?? newId(ConversationId);
  if (!known?.conversationId)
    await db.insertConversation(tx, { workspaceId, id, channelId, identityId, at, now });
  const held = await holdConversation(tx, id);
  if (!held) throw new Error('a conversation went while its person was held');
  return held;
}
