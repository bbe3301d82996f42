import type { Ctx } from '../../../kit/ctx.ts';
import {
  enrich,
  findRemark,
  findTalk,
  lastSaid,
  type Remark,
  type Said,
  type Talk,
} from '../../inbox/index.ts';
import { openingTimesOf, openMsBetween } from '../../workspaces/index.ts';
import type { ToolRegistry } from '../answering/tools.ts';
import { memoriesOf } from '../memories/knowing.ts';
import { personaFor } from '../personas/personas.ts';
import { findSettings } from '../settings/settings.sql.ts';
import type { Held } from './decisions.sql.ts';
import { answersInRow, loopOf } from './looping.ts';
import type { Snapshot, Spoken } from './snapshot.ts';

export interface Loaded {
  readonly snapshot: Snapshot;
  readonly talk: Talk | null;
  readonly remark: Remark | null;
}
/** Why there is nothing to decide any more. */
export type Over = { readonly over: string };

const saidMax = 20;
const textKeptMax = 2_000;
const askedMax = 8_000;
const memoriesMax = 20;

/** All that a decision is made from, in one look. */
export async function load(ctx: Ctx, held: Held, tools: ToolRegistry | undefined): Promise<Loaded | Over> {
  return held.commentId ? ofComment(ctx, held, tools) : ofMessage(ctx, held, tools);
}

async function ofMessage(ctx: Ctx, { conversationId, messageId }: Held, tools?: ToolRegistry) {
  const talk = conversationId ? await findTalk(ctx.tx, conversationId) : undefined;
  if (!talk) return { over: 'The conversation is gone.' };
  const latestFirst = await lastSaid(ctx.tx, talk.conversationId, saidMax);
  const newest = latestFirst.find(({ direction }) => direction === 'inbound');
  if (newest?.id !== messageId) return { over: 'They wrote on, and what is newer is answered with this.' };
  const unanswered = latestFirst.slice(
    0,
    latestFirst.findIndex(({ direction }) => direction === 'outbound') >>> 0,
  );
  const asked = unanswered
    .flatMap(({ body }) => body ?? [])
    .reverse()
    .join('\n')
    .slice(-askedMax);
  const said = latestFirst.map(spoken).reverse();
  return {
    ...{ talk, remark: null },
    snapshot: await snapshotOf(ctx, talk, {
      ...{ subject: 'message' as const, said, asked, caption: null, tools },
      hasFiles: unanswered.some(({ kind }) => kind !== 'text' && kind !== 'mail'),
      silent: silentIn(talk, latestFirst),
      answersInRow: answersInRow(said),
      loop: loopOf(said, ctx.now),
    }),
  };
}

async function ofComment(ctx: Ctx, { commentId }: Held, tools?: ToolRegistry) {
  const remark = await findRemark(ctx.tx, commentId!);
  if (!remark) return { over: 'The comment is gone.' };
  const asked = (remark.body ?? '').slice(0, askedMax);
  return {
    ...{ talk: null, remark },
    snapshot: await snapshotOf(ctx, remark, {
      ...{ subject: 'comment' as const, asked, caption: remark.caption, tools, hasFiles: false },
      said: [
        { by: 'customer' as const, text: asked.slice(0, textKeptMax), at: remark.happenedAt.toISOString() },
      ],
      silent: silentUnder(remark),
      ...{ answersInRow: 0, loop: null },
    }),
  };
}

type Own = Pick<
  Snapshot,
  'subject' | 'said' | 'asked' | 'caption' | 'hasFiles' | 'silent' | 'answersInRow' | 'loop'
> & { readonly tools: ToolRegistry | undefined };

async function snapshotOf(ctx: Ctx, place: Talk | Remark, { tools, ...own }: Own): Promise<Snapshot> {
  const { platform, accountId, locationId, contactId } = place;
  const settings = (await findSettings(ctx.tx))!;
  const persona = await personaFor(ctx.tx, { accountId, locationId });
  const times = await openingTimesOf(ctx, locationId);
  const moment = new Date(ctx.now.getTime() + 1);
  const { language, categories } = enrich(own.asked);
  const known = contactId ? await memoriesOf(ctx.tx, contactId, persona.memoryCategories) : [];
  return {
    ...own,
    ...{ at: ctx.now.toISOString(), platform, locationId, settings, persona, language },
    isOpen: times ? openMsBetween(times.hours, times.timezone, ctx.now, moment) > 0 : null,
    isSpam: categories.includes('spam'),
    isQuestion: (['question', 'price', 'order', 'complaint'] as const).some((one) =>
      categories.includes(one),
    ),
    memories: known.slice(0, memoriesMax).map(({ category, name, value }) => ({ category, name, value })),
    ...{ nearest: null, sources: null, canUse: await usable(ctx, persona.allowedTools, tools, locationId) },
  };
}

/** What it has leave for and what is there. */
async function usable(
  ctx: Ctx,
  allowed: readonly string[],
  tools: ToolRegistry | undefined,
  locationId: string | null,
): Promise<string[]> {
  const there = new Set(['hand_over']);
  for (const tool of tools?.all ?? [])
    if (allowed.includes(tool.name) && ((await tool.isThere?.(ctx, { locationId })) ?? true))
      there.add(tool.name);
  return allowed.filter((name) => there.has(name));
}

const spoken = ({ author, body, happenedAt }: Said): Spoken => ({
  by:
    author === 'contact' ? 'customer' : author === 'member' || author === 'elsewhere' ? 'person' : 'machine',
  text: (body ?? '').slice(0, textKeptMax),
  at: happenedAt.toISOString(),
});

function silentIn(
  { status, category, automationOffAt, isDirect }: Talk,
  [last]: readonly Said[],
): string | null {
  if (automationOffAt !== null) return 'Machines are switched off in this conversation.';
  if (status === 'closed') return 'The conversation is closed.';
  if (category === 'hidden') return 'The conversation is hidden.';
  if (!isDirect) return 'Mails are answered by people.';
  if (last?.direction !== 'outbound') return null;
  return spoken(last).by === 'person' ? 'A person has answered.' : 'It is answered.';
}

function silentUnder({ isOwn, hiddenAt, deletedAt, isAnswered, kind, status }: Remark): string | null {
  if (isOwn) return 'It is a comment of our own.';
  if (deletedAt !== null || hiddenAt !== null) return 'The comment is hidden or gone.';
  if (isAnswered || status === 'answered' || status === 'ignored') return 'A person has seen to it.';
  return kind === 'mention' || kind === 'live' ? 'What is said there takes no answer.' : null;
}
