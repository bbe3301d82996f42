import { type Ctx, may, memberOf } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { AccountId } from '../../connections/contract.ts';
import { accountStateOf } from '../../connections/index.ts';
import { coworkers, locationNames } from '../../workspaces/index.ts';
import { inboxError } from '../contract.ts';
import type { ConversationId } from '../messages/contract.ts';
import type { InboxOutside } from '../outside.ts';
import { authorize } from '../policy.ts';
import type { inboxPolicy } from '../rights/contract.ts';
import { authorizeSomewhere, isWithin, placesWith } from '../rights/places.ts';
import { automationOf } from './automation-state.ts';
import type { ChannelState, Conversation, ConversationSummary } from './contract.ts';
import type { Asker, ConversationFilter } from './filter.sql.ts';
import * as db from './shown.sql.ts';

export type Files = Pick<InboxOutside, 'fileUrl'>;
export type Named = { readonly conversationId: ConversationId };

const names = { coworkers, locationNames };

export async function listConversations(
  ctx: Ctx,
  input: PageQuery & ConversationFilter,
  outside: Files,
): Promise<Page<ConversationSummary>> {
  authorizeSomewhere(ctx, 'inbox.read');
  const asker = askerOf(ctx);
  const { items, next } = await db.conversationsOf(ctx.tx, names, asker, input, input);
  return { items: items.map((row) => summaryOf(row, ctx.now, outside)), next };
}

export async function getConversation(
  ctx: Ctx,
  { conversationId }: Named,
  outside: Files,
): Promise<Conversation> {
  authorizeSomewhere(ctx, 'inbox.read');
  return showConversation(ctx, conversationId, outside);
}

/** For whoever may read it; to others it is not there. */
export async function showConversation(
  ctx: Ctx,
  conversationId: ConversationId,
  outside: Files,
): Promise<Conversation> {
  const asker = askerOf(ctx);
  const row = await db.findConversation(ctx.tx, names, asker, conversationId);
  if (!row) throw inboxError('conversation_not_found', { conversationId });
  const { automationOffAt, automationOffBy, automationOffWhy, ...more } = row;
  const { memberOnly, mailboxRole, accountId, isMailboxBroken, ...rest } = more;
  return {
    ...summaryOf(rest, ctx.now, outside),
    channelState: await channelStateOf(ctx, row),
    automation: automationOf({ automationOffAt, automationOffBy, automationOffWhy }),
    mayReply: mayIn(ctx, 'inbox.reply', row),
    mayOrganize: mayIn(ctx, 'inbox.organize', row),
  };
}

async function channelStateOf(
  ctx: Ctx,
  { accountId, isMailboxBroken }: Pick<db.Found, 'accountId' | 'isMailboxBroken'>,
): Promise<ChannelState> {
  if (accountId === null) return isMailboxBroken ? 'broken' : 'open';
  const state = await accountStateOf(ctx, AccountId.parse(accountId));
  return state === 'open' || state === 'broken' ? state : 'gone';
}

/** Who asks, and where they may look; whether they may at all is said by the use case. */
export const askerOf = (ctx: Ctx): Asker => ({
  me: memberOf(ctx.actor)?.memberId ?? null,
  places: placesWith(ctx, 'inbox.read'),
});

/** Of a mailbox for its members alone, it counts who is named in it; and somebody named may be one who only looks. */
function mayIn(ctx: Ctx, permission: keyof typeof inboxPolicy, row: db.Found): boolean {
  const isAllowed = ctx.actor.kind === 'member' || may(authorize.policy, ctx.actor, permission);
  if (!isAllowed || row.mailboxRole === 'readonly') return false;
  const places = placesWith(ctx, permission);
  return row.memberOnly
    ? places.everywhere || places.only.length > 0
    : isWithin(places, row.channel.locationId);
}

function summaryOf<Row extends Pick<db.Listed, 'person'>>(row: Row, now: Date, { fileUrl }: Files) {
  const { pictureKey, ...person } = row.person;
  return { ...row, person: { ...person, pictureUrl: pictureKey === null ? null : fileUrl(pictureKey, now) } };
}
