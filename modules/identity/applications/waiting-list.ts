import type { AdminCtx, OpenCtx } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { patternOf } from '../texts/search.ts';
import type { EarlyAccess, WaitingPerson } from './contract.ts';
import { confirmWaiting, tellEarlyAccess } from './jobs.ts';
import * as db from './waiting-list.sql.ts';

/** No address is empty, so a job for it finds nobody to tell. */
const nobody = '';

/** The same statements run for an address that waits already, and the answer is the same. */
export async function waitForLaunch(
  ctx: OpenCtx,
  input: {
    email: string;
    name?: string | undefined;
    source?: string | undefined;
    marketing: boolean;
    website_url?: string | undefined;
  },
): Promise<Record<string, never>> {
  const { email, name = null, source = null, marketing, website_url: trap } = input;
  if (trap) return {};

  const made = await db.insertWaiting(ctx.tx, { email, name, source, at: ctx.now });
  if (marketing) await db.insertWish(ctx.tx, email, ctx.now);
  await ctx.enqueue(confirmWaiting, { email: made > 0 ? email : nobody });
  return {};
}

export const listWaitingList = (
  ctx: AdminCtx,
  { q, ...page }: PageQuery & { q?: string | undefined },
): Promise<Page<WaitingPerson>> => db.waitingPeople(ctx.tx, { ...page, words: patternOf(q) });

/** Lets people in before the launch, each once. */
export async function grantEarlyAccess(
  ctx: AdminCtx,
  { emails }: { emails: readonly string[] },
): Promise<EarlyAccess> {
  const wanted = [...new Set(emails)];
  const rows = await db.markEarlyAccess(ctx.tx, wanted, ctx.actor.userId, ctx.now);
  const granted = new Set(rows.map(({ email }) => email));
  for (const { email, userId } of rows) {
    await ctx.enqueue(tellEarlyAccess, { email });
    await ctx.record({
      category: 'installation',
      action: 'identity.early_access_granted',
      subject: { type: 'waiting_person' },
      about: userId ?? undefined,
      changes: { email: { to: email } },
    });
  }
  const others = wanted.filter((email) => !granted.has(email));
  const waiting = new Set(
    others.length > 0 ? (await db.waitingAmong(ctx.tx, others)).map(({ email }) => email) : [],
  );
  return {
    granted: [...granted],
    alreadyGranted: others.filter((email) => waiting.has(email)),
    unknown: others.filter((email) => !waiting.has(email)),
  };
}
