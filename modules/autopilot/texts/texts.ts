import { isDeepStrictEqual } from 'node:util';
import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { kitError } from '../../../kit/errors.ts';
import type { MemberId } from '../../../kit/ids.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { autopilotError } from '../contract.ts';
import { authorizeSomewhere } from '../rights/places.ts';
import {
  type ContextText,
  type ContextTextId,
  type TrainingText,
  type TrainingTextId,
  textsMax,
} from './contract.ts';
import * as db from './texts.sql.ts';

interface Given {
  readonly kind: string;
  readonly content: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}
type Listed = PageQuery & { readonly kind?: string | undefined };

export async function listContextTexts(ctx: Ctx, { kind, ...page }: Listed): Promise<Page<ContextText>> {
  return db.contextTextsOf(ctx.tx, requireOneself(ctx), kind, page);
}

export async function putContextText(
  ctx: Ctx,
  { textId: id, ...given }: { textId: ContextTextId } & Given,
): Promise<ContextText> {
  const memberId = requireOneself(ctx);
  const before = await db.holdContextText(ctx.tx, id);
  if (before && before.memberId !== memberId) throw autopilotError('text_not_found', { id });
  if (!before && (await db.countContextTexts(ctx.tx, memberId, textsMax)).count >= textsMax)
    throw autopilotError('too_many_texts');
  const written = { id, memberId, ...given, metadata: JSON.stringify(given.metadata) };
  await db.putContextText(ctx.tx, ctx.workspaceId, written, ctx.now);
  await record(ctx, 'context_text_written', id, given.kind);
  return withoutOwner((await db.holdContextText(ctx.tx, id))!);
}

/** Of somebody else’s it says nothing, and does nothing. */
export async function deleteContextText(ctx: Ctx, { textId: id }: { textId: ContextTextId }): Promise<void> {
  const before = await db.holdContextText(ctx.tx, id);
  if (requireOneself(ctx) !== before?.memberId) return;
  await db.dropContextText(ctx.tx, id);
  await record(ctx, 'context_text_removed', id, before.kind);
}

export async function listTrainingTexts(ctx: Ctx, { kind, ...page }: Listed): Promise<Page<TrainingText>> {
  return db.trainingTextsOf(ctx.tx, requireOneself(ctx), kind, page);
}

export async function putTrainingText(
  ctx: Ctx,
  { textId: id, ...given }: { textId: TrainingTextId } & Given,
): Promise<TrainingText> {
  const memberId = requireOneself(ctx);
  const before = await db.findTrainingText(ctx.tx, id);
  if (before) return requireSame(before, memberId, given);
  if ((await db.countTrainingTexts(ctx.tx, memberId, textsMax)).count >= textsMax)
    throw autopilotError('too_many_texts');
  const written = { id, memberId, ...given, metadata: JSON.stringify(given.metadata) };
  await db.insertTrainingText(ctx.tx, ctx.workspaceId, written, ctx.now);
  await record(ctx, 'training_text_added', id, given.kind);
  return withoutOwner((await db.findTrainingText(ctx.tx, id))!);
}

export async function deleteTrainingText(
  ctx: Ctx,
  { textId: id }: { textId: TrainingTextId },
): Promise<void> {
  const before = await db.findTrainingText(ctx.tx, id);
  if (requireOneself(ctx) !== before?.memberId) return;
  await db.dropTrainingText(ctx.tx, id);
  await record(ctx, 'training_text_removed', id, before.kind);
}

type Held = TrainingText & { readonly memberId: MemberId | null };

/** The same request twice is one text. */
function requireSame(before: Held, memberId: MemberId, { kind, content, metadata }: Given): TrainingText {
  if (before.memberId !== memberId) throw autopilotError('text_not_found', { id: before.id });
  const isSame =
    before.kind === kind && before.content === content && isDeepStrictEqual(before.metadata, metadata);
  if (!isSame) throw autopilotError('text_reused', { id: before.id });
  return withoutOwner(before);
}

const withoutOwner = <T extends { memberId: unknown }>({ memberId: _, ...text }: T): Omit<T, 'memberId'> =>
  text;

/** They are a person's own: of a program, those of whoever made its key. */
function requireOneself(ctx: Ctx): MemberId {
  authorizeSomewhere(ctx, 'autopilot.approve');
  const member = memberOf(ctx.actor);
  if (!member) throw kitError('not_permitted', { permission: 'autopilot.approve', who: ctx.actor.kind });
  return member.memberId;
}

const record = (ctx: Ctx, what: string, id: string, kind: string) =>
  ctx.record({
    category: 'content',
    action: `autopilot.${what}`,
    subject: { type: 'text', id },
    changes: { kind: { to: kind } },
  });
