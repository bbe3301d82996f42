import { z } from 'zod';
import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { MemberId } from '../../../kit/ids.ts';
import { findColleagueWho } from '../../workspaces/index.ts';
import { giveTo } from '../conversations/assigning.ts';
import {
  Category,
  ConversationStatus,
  conversationRead,
  Priority,
  type TagId,
  tagsMax,
} from '../conversations/contract.ts';
import { changeState } from '../conversations/holding.ts';
import * as reading from '../conversations/reading.sql.ts';
import { markRead } from '../conversations/reading.ts';
import { addTag, changeCategory, changePriority, takeTag } from '../conversations/sorting.ts';
import type { State } from '../conversations/state.sql.ts';
import { moveTo } from '../conversations/status.ts';
import { countTags, tagNamed } from '../conversations/tags.sql.ts';
import type { BulkWish } from './contract.ts';

/** What was before, to be put back; null where nothing was to be changed. */
type Before = Readonly<Record<string, unknown>> | null;
type Of<A extends BulkWish['action']> = Extract<BulkWish, { action: A }>;

interface Deed<W> {
  /** With a conversation that is held. */
  readonly perform: (ctx: Ctx, wish: W, state: State) => Promise<Before>;
  /** Answers false, and leaves it, where it is not as it was left. */
  readonly putBack: (ctx: Ctx, wish: W, state: State, before: unknown, doneAt: Date) => Promise<boolean>;
}

const StatusBefore = z.object({ status: ConversationStatus, snoozedUntil: z.coerce.date().nullable() });

const moving = <W extends BulkWish>(
  status: ConversationStatus,
  untilOf: (wish: W) => Date | null,
): Deed<W> => ({
  async perform(ctx, wish, state) {
    const { status: from, snoozedUntil } = state;
    const moved = await moveTo(ctx, state, status, untilOf(wish));
    return moved === state ? null : { status: from, snoozedUntil };
  },
  async putBack(ctx, _, state, before, doneAt) {
    if (state.status !== status || state.statusAt.getTime() !== doneAt.getTime()) return false;
    const was = StatusBefore.parse(before);
    const isOver = was.snoozedUntil !== null && was.snoozedUntil <= ctx.now;
    await moveTo(ctx, state, isOver ? 'open' : was.status, isOver ? null : was.snoozedUntil);
    return true;
  },
});

const AssigneeBefore = z.object({ assignedTo: MemberId.nullable() });

const assigning: Deed<Of<'assign'>> = {
  /** To nobody who could not read it there. */
  async perform(ctx, { memberId }, state) {
    const { assignedTo, assignedLocation, locationId } = state;
    if (assignedTo === memberId) return null;
    if (memberId !== null && !(await findColleagueWho(ctx, 'inbox.read', locationId, memberId))) return null;
    await giveTo(ctx, state, { assignedTo: memberId, assignedLocation });
    return { assignedTo };
  },
  async putBack(ctx, { memberId }, state, before, doneAt) {
    const isSame = state.assignedAt === null || state.assignedAt.getTime() === doneAt.getTime();
    if (state.assignedTo !== memberId || !isSame) return false;
    const { assignedTo } = AssigneeBefore.parse(before);
    const isThere = assignedTo && (await findColleagueWho(ctx, 'inbox.read', state.locationId, assignedTo));
    await giveTo(ctx, state, {
      assignedTo: isThere ? assignedTo : null,
      assignedLocation: state.assignedLocation,
    });
    return true;
  },
};

const PriorityBefore = z.object({ priority: Priority });

const prioritizing: Deed<Of<'priority'>> = {
  async perform(ctx, { priority }, state) {
    return (await changePriority(ctx, state, priority)) ? { priority: state.priority } : null;
  },
  async putBack(ctx, { priority }, state, before) {
    return state.priority === priority && changePriority(ctx, state, PriorityBefore.parse(before).priority);
  },
};

const CategoryBefore = z.object({
  category: Category,
  acceptedAt: z.coerce.date().nullable(),
  acceptedBy: MemberId.nullable(),
});

const sorting: Deed<Of<'category'>> = {
  async perform(ctx, { category }, state) {
    const { category: from, acceptedAt, acceptedBy } = state;
    return (await changeCategory(ctx, state, category)) ? { category: from, acceptedAt, acceptedBy } : null;
  },
  /** With who had let it in, whatever putting it there has made of that. */
  async putBack(ctx, { category }, state, before) {
    if (state.category !== category) return false;
    const was = CategoryBefore.parse(before);
    await changeState(ctx, state, was, { what: 'category', from: category, to: was.category });
    return true;
  },
};

/** Not where there are as many as may be, nor of a tag that is gone by now. */
const tag = async (ctx: Ctx, tagId: TagId, state: State): Promise<Before> => {
  const isThere = await tagNamed(ctx.tx, tagId);
  const { count } = await countTags(ctx.tx, state.id);
  return isThere && count < tagsMax && (await addTag(ctx, state, tagId)) ? {} : null;
};
const untag = async (ctx: Ctx, tagId: TagId, state: State): Promise<Before> =>
  (await takeTag(ctx, state, tagId)) ? {} : null;

const tagging: Deed<Of<'tag'>> = {
  perform: (ctx, { tagId }, state) => tag(ctx, tagId, state),
  putBack: async (ctx, { tagId }, state) => (await untag(ctx, tagId, state)) !== null,
};
const untagging: Deed<Of<'untag'>> = {
  perform: (ctx, { tagId }, state) => untag(ctx, tagId, state),
  putBack: async (ctx, { tagId }, state) => (await tag(ctx, tagId, state)) !== null,
};

const ReadBefore = z.object({ from: z.number(), to: z.number() });

const readingAll: Deed<Of<'read'>> = {
  async perform(ctx, _, { id }) {
    const { readCount, inboundCount } = await reading.readingOf(ctx.tx, id, meOf(ctx));
    if (readCount === inboundCount) return null;
    await markRead(ctx, { conversationId: id });
    return { from: readCount, to: inboundCount };
  },
  /** A note that was seen by it stays seen. */
  async putBack(ctx, _, { id }, before) {
    const memberId = meOf(ctx);
    const { from, to } = ReadBefore.parse(before);
    const { readCount } = await reading.readingOf(ctx.tx, id, memberId);
    if (readCount !== to || memberId === null) return false;
    const { workspaceId, now: at } = ctx;
    await reading.saveReading(ctx.tx, { workspaceId, memberId, conversationId: id, count: from, at });
    await reading.settleReading(ctx.tx, id);
    await ctx.publish(conversationRead, { conversationId: id, memberId });
    return true;
  },
};
const meOf = (ctx: Ctx) => memberOf(ctx.actor)?.memberId ?? null;

const deeds: { readonly [A in BulkWish['action']]: Deed<Of<A>> } = {
  close: moving('closed', () => null),
  open: moving('open', () => null),
  snooze: moving<Of<'snooze'>>('snoozed', ({ until }) => new Date(until)),
  assign: assigning,
  priority: prioritizing,
  category: sorting,
  tag: tagging,
  untag: untagging,
  read: readingAll,
};

export const deedOf = (wish: BulkWish) => deeds[wish.action] as Deed<BulkWish>;
