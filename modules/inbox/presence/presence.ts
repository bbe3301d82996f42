import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { say } from '../../../kit/events/say.ts';
import type { MemberId } from '../../../kit/ids.ts';
import { coworkers } from '../../workspaces/index.ts';
import type { ConversationId } from '../messages/contract.ts';
import { requireConversation } from '../messages/messages.ts';
import { type PresenceState, presenceChanged, presenceSeconds } from './contract.ts';
import * as db from './presence.sql.ts';

const presentMs = presenceSeconds * 1_000;
const keptMs = 10 * presentMs;
const shownMax = 50;

/** Says who is there to whoever says that they are: said again every few seconds, it is never old. */
export async function tellPresence(
  ctx: Ctx,
  { conversationId, state }: { conversationId: ConversationId; state: PresenceState },
) {
  await requireConversation(ctx, 'inbox.read', conversationId);
  const memberId = memberOf(ctx.actor)?.memberId ?? null;
  if (memberId !== null && (await isNews(ctx, conversationId, memberId, state)))
    await say(ctx.tx, {
      workspaceId: ctx.workspaceId,
      name: presenceChanged.name,
      payload: { conversationId, memberId, state },
    });
  const since = new Date(ctx.now.getTime() - presentMs);
  const there = { conversationId, except: memberId, since, limit: shownMax };
  return { items: await db.presencesOf(ctx.tx, coworkers, there) };
}

/** What is said again and is as it was, the others know. */
async function isNews(
  ctx: Ctx,
  conversationId: ConversationId,
  memberId: MemberId,
  state: PresenceState,
): Promise<boolean> {
  if (state === 'gone') return (await db.dropPresence(ctx.tx, conversationId, memberId)) > 0;
  const { workspaceId, now: at } = ctx;
  const before = await db.putPresence(ctx.tx, { workspaceId, conversationId, memberId, state, at });
  const wasThere = before.seenBefore !== null && before.seenBefore.getTime() > at.getTime() - presentMs;
  return !wasThere || before.stateBefore !== state;
}

/** Browsers that went away without a word. */
export async function sweepPresences(ctx: Ctx): Promise<void> {
  await db.dropOldPresences(ctx.tx, new Date(ctx.now.getTime() - keptMs));
}
