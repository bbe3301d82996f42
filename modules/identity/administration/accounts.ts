import type { AdminCtx, OpenCtx } from '../../../kit/ctx.ts';
import type { UserId } from '../../../kit/ids.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { identityError } from '../contract.ts';
import { findPersonByEmail } from '../sign-in/people.sql.ts';
import { patternOf } from '../texts/search.ts';
import * as db from './accounts.sql.ts';
import type { Account, AccountSummary } from './contract.ts';

export const listAccounts = (
  ctx: AdminCtx,
  {
    q,
    ...asked
  }: PageQuery & { q?: string | undefined } & Pick<db.AccountsAsked, 'status' | 'administrators'>,
): Promise<Page<AccountSummary>> => db.accounts(ctx.tx, { ...asked, words: patternOf(q) });

export async function getAccount(ctx: AdminCtx, { userId }: { userId: UserId }): Promise<Account> {
  const account = await db.findAccount(ctx.tx, userId, ctx.now);
  if (!account) throw identityError('person_not_found', { userId });
  return account;
}

/** Their sessions end with it. Of two administrators who disable each other, one stays. */
export async function disableAccount(
  ctx: AdminCtx,
  { userId, reason }: { userId: UserId; reason: string },
): Promise<AccountSummary> {
  if (userId === ctx.actor.userId) throw identityError('cannot_disable_oneself');
  await keepOneWithout(ctx, userId);
  const before = await db.holdAccount(ctx.tx, userId);
  if (!before) throw identityError('person_not_found', { userId });

  const after = await db.markDisabled(ctx.tx, userId, reason, ctx.actor.userId, ctx.now);
  await ctx.record({
    category: 'identity',
    action: 'identity.person_disabled',
    subject: { type: 'person', id: userId },
    about: userId,
    changes: {
      ...(before.disabledAt === null && { disabledAt: { from: null, to: after.disabledAt } }),
      reason: { from: before.disabledReason, to: reason },
    },
  });
  return after;
}

export async function enableAccount(ctx: AdminCtx, { userId }: { userId: UserId }): Promise<AccountSummary> {
  const before = await db.holdAccount(ctx.tx, userId);
  if (!before) throw identityError('person_not_found', { userId });
  if (before.disabledAt === null) return summaryOf(before);

  const after = await db.markEnabled(ctx.tx, userId, ctx.now);
  await ctx.record({
    category: 'identity',
    action: 'identity.person_enabled',
    subject: { type: 'person', id: userId },
    about: userId,
    changes: { disabledAt: { from: before.disabledAt, to: null } },
  });
  return after;
}

export async function appoint(ctx: OpenCtx, { userId }: { userId: UserId }): Promise<AccountSummary> {
  const before = await db.holdAccount(ctx.tx, userId);
  if (!before) throw identityError('person_not_found', { userId });
  if (before.disabledAt !== null || before.deletedAt !== null)
    throw identityError('person_is_not_active', { userId });
  if (before.administratorSince !== null) return summaryOf(before);

  const after = await db.setAdministratorSince(ctx.tx, userId, ctx.now, ctx.now);
  await ctx.record({
    category: 'installation',
    action: 'identity.administrator_appointed',
    subject: { type: 'person', id: userId },
    about: userId,
    changes: { administratorSince: { from: null, to: after.administratorSince } },
  });
  return after;
}

/** Also one's own, but the last one stays. */
export async function dismiss(ctx: AdminCtx, { userId }: { userId: UserId }): Promise<AccountSummary> {
  await keepOneWithout(ctx, userId);
  const before = await db.holdAccount(ctx.tx, userId);
  if (!before) throw identityError('person_not_found', { userId });
  if (before.administratorSince === null) return summaryOf(before);

  const after = await db.setAdministratorSince(ctx.tx, userId, null, ctx.now);
  await ctx.record({
    category: 'installation',
    action: 'identity.administrator_dismissed',
    subject: { type: 'person', id: userId },
    about: userId,
    changes: { administratorSince: { from: before.administratorSince, to: null } },
  });
  return after;
}

/** For whoever has the machine: the first one on a fresh installation, and the way back when nobody is left. */
export async function appointByAddress(ctx: OpenCtx, email: string): Promise<AccountSummary | undefined> {
  const person = await findPersonByEmail(ctx.tx, email);
  return person && appoint(ctx, { userId: person.id });
}

/** Nobody becomes one by this where somebody is. */
export async function appointFirst(ctx: OpenCtx, userId: UserId): Promise<void> {
  const administrators = await db.holdAdministrators(ctx.tx);
  if (administrators.length === 0) await appoint(ctx, { userId });
}

/** Refuses when nobody who may look after the installation would be left without this person. */
async function keepOneWithout(ctx: AdminCtx, userId: UserId): Promise<void> {
  const administrators = await db.holdAdministrators(ctx.tx);
  const isOne = administrators.some(({ id }) => id === userId);
  const othersStay = administrators.some(({ id, isActive }) => id !== userId && isActive);
  if (isOne && !othersStay) throw identityError('last_administrator_stays', { userId });
}

const summaryOf = ({ disabledReason: _, ...summary }: AccountSummary & { disabledReason: string | null }) =>
  summary;
