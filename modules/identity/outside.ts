import type { OpenCtx } from '../../kit/ctx.ts';
import type { UserId } from '../../kit/ids.ts';
import type { Outside } from '../../kit/outside.ts';

/** What knowing people asks of the world. */
export interface IdentityOutside extends Outside {
  /**
   * Gives a new person somewhere to work, in the transaction that makes them. A module above this one does it, which
   * this one cannot know.
   */
  settleIn(ctx: OpenCtx, person: { id: UserId; name: string; isDemo: boolean }): Promise<void>;
}
