import type { Ctx } from '../../../kit/ctx.ts';
import type { inboxPolicy } from '../rights/contract.ts';
import { type Places, placesWith } from '../rights/places.ts';
import { commentsWhere, conversationsWhere, isAtBoth, type Threads } from './threads.sql.ts';

export type { Threads } from './threads.sql.ts';

/**
 * For statements of the modules above: those in which somebody may do this, and that are at `places`, which is where
 * they may do what the module above allows.
 */
export function threadsWith(
  ctx: Pick<Ctx, 'actor'>,
  permission: keyof typeof inboxPolicy,
  places: Pick<Places, 'everywhere' | 'except' | 'only'>,
): Threads {
  const here = isAtBoth(placesWith(ctx, permission), places);
  return { conversations: conversationsWhere(here), comments: commentsWhere(here) };
}
