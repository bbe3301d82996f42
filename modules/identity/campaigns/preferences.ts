import { timingSafeEqual } from 'node:crypto';
import type { AdminCtx, OpenCtx, PersonCtx } from '../../../kit/ctx.ts';
import { kitError } from '../../../kit/errors.ts';
import { identityError } from '../contract.ts';
import type { IdentityOutside } from '../outside.ts';
import type { bounceKinds, Marketing, Unsubscription } from './contract.ts';
import * as db from './preferences.sql.ts';

const nothingSaid: Marketing = { optedInAt: null, unsubscribedAt: null, bouncedAt: null };
const mailHook = 'mail-bounces';

export async function getMarketing(ctx: PersonCtx): Promise<Marketing> {
  const { email } = await db.findEmailOf(ctx.tx, ctx.actor.userId);
  return (await db.findMarketing(ctx.tx, email)) ?? nothingSaid;
}

export async function setMarketing(ctx: PersonCtx, { optedIn }: { optedIn: boolean }): Promise<Marketing> {
  const { email } = await db.findEmailOf(ctx.tx, ctx.actor.userId);
  const wish = optedIn
    ? await db.markOptedIn(ctx.tx, email, ctx.actor.userId, ctx.now)
    : await db.markUnsubscribed(ctx.tx, email, ctx.now);
  await ctx.record({
    category: 'identity',
    action: optedIn ? 'identity.marketing_allowed' : 'identity.marketing_declined',
    subject: { type: 'person', id: ctx.actor.userId },
  });
  return wish;
}

/** The token names an address and nothing else, so it needs no row and works for as long as its key is kept. */
export const unsubscribeToken = ({ vault }: Pick<IdentityOutside, 'vault'>, email: string): string =>
  vault.seal(email, sealedAs).toString('base64url');

export async function getUnsubscription(
  ctx: OpenCtx,
  outside: IdentityOutside,
  { token }: { token: string },
): Promise<Unsubscription> {
  const email = addressOf(outside, token);
  return shown(email, (await db.findMarketing(ctx.tx, email)) ?? nothingSaid);
}

export async function unsubscribe(
  ctx: OpenCtx,
  outside: IdentityOutside,
  { token }: { token: string },
): Promise<Unsubscription> {
  const email = addressOf(outside, token);
  const wish = await db.markUnsubscribed(ctx.tx, email, ctx.now);
  await record(ctx, 'identity.marketing_declined', email);
  return shown(email, wish);
}

export async function subscribeAgain(
  ctx: OpenCtx,
  outside: IdentityOutside,
  { token }: { token: string },
): Promise<Unsubscription> {
  const email = addressOf(outside, token);
  const wish = await db.markOptedIn(ctx.tx, email, undefined, ctx.now);
  await record(ctx, 'identity.marketing_allowed', email);
  return shown(email, wish);
}

/** A full mailbox is empty tomorrow; one that is gone, or whose owner complains, is written to no more. */
export async function noteBounce(
  ctx: OpenCtx,
  outside: IdentityOutside,
  input: { hookToken: string; email: string; kind: (typeof bounceKinds)[number] },
): Promise<Record<string, never>> {
  if (!outside.hookTokens(mailHook).some((one) => isSame(one, input.hookToken))) throw kitError('not_found');
  if (input.kind === 'soft') return {};
  await markBounced(ctx, input.email, input.kind === 'hard' ? 'bounced' : 'complained');
  return {};
}

export async function markBounced(
  ctx: OpenCtx,
  email: string,
  event: 'bounced' | 'complained',
): Promise<void> {
  await db.markBounced(ctx.tx, email, event, ctx.now);
  await record(ctx, `identity.mail_${event}`, email);
}

export async function clearBounce(ctx: AdminCtx, { email }: { email: string }): Promise<Marketing> {
  const wish = await db.clearBounce(ctx.tx, email, ctx.now);
  if (!wish) throw kitError('not_found', { email });
  await record(ctx, 'identity.bounce_cleared', email);
  return wish;
}

export const getMailHook = async ({ publicUrl, hookTokens }: IdentityOutside): Promise<{ url: string }> => ({
  url: `${publicUrl}/api/hooks/${mailHook}/${hookTokens(mailHook)[0]}`,
});

const sealedAs = 'identity.unsubscribe';

function addressOf({ vault }: Pick<IdentityOutside, 'vault'>, token: string): string {
  try {
    return vault.open(Buffer.from(token, 'base64url'), sealedAs).toString();
  } catch (cause) {
    throw identityError('unsubscribe_link_is_none', {}, cause);
  }
}

/** Enough to know one's own address by; a mail that was forwarded tells nobody the whole of it. */
const shown = (email: string, { unsubscribedAt }: Marketing): Unsubscription => ({
  email: email.replace(/^(.)[^@]*(?=@)/, '$1…'),
  unsubscribedAt,
});

const record = (ctx: OpenCtx, action: string, email: string) =>
  ctx.record({
    category: 'identity',
    action,
    subject: { type: 'address' },
    changes: { email: { to: email } },
  });

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
