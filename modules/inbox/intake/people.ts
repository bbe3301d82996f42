import type { Ctx } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { contactChanged } from '../contacts/contract.ts';
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
  const { channelId, platform, at } = source;
  const person = await knowPerson(ctx, source, { name });
  await lookUpAgain(ctx, platform, person);
  const { id: identityId, conversationId } = person;
  const id = conversationId ?? newId(ConversationId);
  if (conversationId === null)
    await db.insertConversation(tx, { workspaceId, id, channelId, identityId, at, now });
  const held = await holdConversation(tx, id);
  if (!held) throw new Error('a conversation went while its person was held');
  return held;
}

/**
 * Somebody said something where everybody sees it: they are known as whoever writes to us is, and no conversation is
 * made for it. For whoever holds the person.
 */
export async function hearInPublic(ctx: Ctx, source: Omit<Source, 'eventId'>, called: db.Called) {
  const person = await knowPerson(ctx, source, called);
  await db.markHeard(ctx.tx, person.id, source.at);
  // Of whoever never wrote to us, platforms show nothing.
  if (person.conversationId !== null) await lookUpAgain(ctx, source.platform, person);
  // The conversations of those who write are told of, and with them who wrote; here nothing else would be.
  if (person.isNews) await ctx.publish(contactChanged, { contactId: person.contactId });
}

type Told = Pick<Source, 'channelId' | 'platform' | 'personId'>;

/** Who somebody is on a channel: made with the first thing that is told of them, and called as they are now. */
async function knowPerson(
  { tx, workspaceId, now }: Ctx,
  { channelId, platform, personId }: Told,
  { name, username }: db.Called,
): Promise<db.Known & { readonly isNews: boolean }> {
  const known = await db.findPerson(tx, channelId, personId);
  if (known) {
    const isNews = isOther(name, known.name) || isOther(username, known.username);
    if (isNews) await db.nameIdentity(tx, known.id, { name, username });
    return { ...known, isNews };
  }
  const [contactId, identityId] = [newId(ContactId), newId(IdentityId)];
  const person = {
    ...{ name: name ?? null, username: username ?? null },
    lookedUpAt: isAskable(platform) ? null : now,
  };
  await db.insertPerson(tx, { workspaceId, contactId, identityId, channelId, personId, now, ...person });
  return { ...person, id: identityId, contactId, conversationId: null, isNews: true };
}

const isOther = (told: string | undefined, known: string | null) => told !== undefined && told !== known;

async function lookUpAgain(ctx: Ctx, platform: ChannelPlatform, { id, lookedUpAt }: db.Known): Promise<void> {
  const isOver = ctx.now.getTime() - (lookedUpAt?.getTime() ?? 0) >= lookUpAgainAfterMs;
  if (isAskable(platform) && isOver) await ctx.enqueue(lookUpPerson, { identityId: id });
}
