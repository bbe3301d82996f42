import { createHash } from 'node:crypto';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import type { Trouble } from '../../../providers/trouble.ts';
import { coworkers } from '../../workspaces/index.ts';
import { type AccountId, accountChanged, type BrokenReason } from '../accounts/contract.ts';
import type { ConnectionsOutside } from '../outside.ts';
import * as db from './broken.sql.ts';
import { brokenLetter } from './broken-letter.ts';
import { claimMs } from './claim.ts';
import { refreshToken, type TellBroken, tellBroken } from './jobs.ts';
import { hastenRefresh } from './refresh.sql.ts';

/**
 * What became of an account whose token a platform would not take:
 *
 * - `renewed`: it has another token by now; try again with that one.
 * - `renewing`: it can have another one, and that is under way; try again later.
 * - `lacking`: of this permission it is known that it was never given; the call is refused, nothing else.
 * - `broken`: nothing goes in or out until somebody connects it again. That is also the answer when it was so already.
 */
export type Verdict = 'renewed' | 'renewing' | 'lacking' | 'broken';

/** Whoever may be written to when an account breaks. More than a handful is nobody's any more. */
const toldMax = 20;
/** A token that is this young was made for the very call that is refused. */
const youngMs = 10 * 60_000;

/**
 * To be told of every `unauthorized`, with the access it was heard for. Several may hear it at once and for the same
 * reason: one of them breaks the account, and one notice is sent.
 */
export async function brokenBy(
  ctx: Ctx,
  access: { readonly accountId: AccountId; readonly tokenVersion: string },
  trouble: Trouble,
): Promise<Verdict> {
  const { accountId, tokenVersion } = access;
  const suspect = await db.holdSuspect(ctx.tx, accountId);
  if (suspect?.state !== 'open') return 'broken';
  if (suspect.version !== tokenVersion) return 'renewed';
  if (wasNeverGiven(suspect, trouble.facts.lacking ?? [])) return 'lacking';
  const isYoung = ctx.now.getTime() - suspect.issuedAt.getTime() < youngMs;
  if (suspect.isRefreshable && !isYoung) {
    await hastenRefresh(ctx.tx, accountId, ctx.now, new Date(ctx.now.getTime() + claimMs));
    await ctx.enqueue(refreshToken, { accountId });
    return 'renewing';
  }
  await breakAccount(ctx, accountId, reasonOf(suspect, trouble, ctx.now));
  return 'broken';
}

/** Platforms name every permission that would do, also another door's: what counts is what was asked for here. */
const wasNeverGiven = ({ scopes, lackingScopes }: db.Suspect, named: readonly string[]) =>
  named.some((scope) => lackingScopes.includes(scope)) && !named.some((scope) => scopes.includes(scope));

/** Does it once, and tells of it once: whoever comes second finds it broken. */
export async function breakAccount(
  ctx: Ctx,
  accountId: AccountId,
  reason: BrokenReason,
  claimedUntil: Date | null = null,
): Promise<void> {
  const broken = await db.markBroken(ctx.tx, accountId, reason, ctx.now, claimedUntil);
  if (!broken) return;
  await ctx.record({
    category: 'connections',
    action: 'connections.token_refresh_failed',
    subject: { type: 'connection', id: broken.platformAccountId },
    changes: { platform: { to: broken.platform }, reason: { to: reason } },
    errorCode: reason,
  });
  await ctx.publish(accountChanged, { accountId });
  const brokenAt = ctx.now.toISOString();
  for (const { id: memberId } of await db.whomToTell(ctx.tx, coworkers, toldMax))
    await ctx.enqueue(tellBroken, { accountId, memberId, brokenAt });
}

/** Each person's mail by itself: one address that does not work repeats nobody else's. */
export async function runTellBroken(
  unit: Unit,
  { accountId, memberId, brokenAt }: TellBroken,
  outside: ConnectionsOutside,
): Promise<void> {
  const about = { accountId, memberId, brokenAt: new Date(brokenAt) };
  const notice = await unit.work((ctx) => db.findNotice(ctx.tx, coworkers, about));
  if (!notice) return;
  const link = `${outside.publicUrl}/w/${unit.workspaceId}/connections/${accountId}`;
  try {
    await outside.mail.send({
      ...brokenLetter(notice, link, outside.brand),
      to: notice.email,
      messageId: idOf(`${accountId} ${memberId} ${brokenAt}`),
      signal: unit.signal,
    });
  } catch (error) {
    // Final, or perhaps sent: a second copy is worse than none, since the screen says it as well.
    if (error instanceof AppError && error.code !== 'mail.unavailable') return;
    throw error;
  }
}

const expired = /\b463\b/;
const blocked = /\b(459|464)\b/;

/** Why, as far as the platform says it. Numbers are subcodes of Meta's 190. */
function reasonOf({ tokenExpiresAt }: db.Suspect, { facts }: Trouble, now: Date): BrokenReason {
  const { code = '', lacking = [] } = facts;
  if (lacking.length > 0) return 'scopes_withdrawn';
  if (blocked.test(code)) return 'blocked';
  return expired.test(code) || (tokenExpiresAt !== null && tokenExpiresAt <= now)
    ? 'token_expired'
    : 'token_revoked';
}

/** The same for the same mail, so that mail programs know a copy when they see one. */
const idOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);
