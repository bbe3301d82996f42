import type { OpenCtx, Unit } from '../../kit/ctx.ts';
import type { UserId, WorkspaceId } from '../../kit/ids.ts';
import type { Outside } from '../../kit/outside.ts';
import type { Page, PageQuery } from '../../kit/page.ts';

/** What knowing people asks of the world. */
export interface IdentityOutside extends Outside {
  /**
   * Gives a new person somewhere to work, in the transaction that makes them. A module above this one does it, which
   * this one cannot know.
   */
  settleIn(ctx: OpenCtx, person: { id: UserId; name: string; isDemo: boolean }): Promise<void>;
  /** Whether this is an invitation that is still good for this address: it lets in where sign-up is not open. */
  isInvited?(ctx: OpenCtx, invitation: string, email: string): Promise<boolean>;
  /**
   * Workspaces others work in that nobody else owns: they are handed over or deleted before their owner goes. Whoever
   * owns them as well waits until this transaction is over, so that two who go at once do not count on each other.
   */
  ownedAlone(ctx: OpenCtx, userId: UserId): Promise<readonly { id: WorkspaceId; name: string }[]>;
  /** Where somebody works and as what, for the export of what is kept about them. */
  membershipsOf(
    ctx: OpenCtx,
    userId: UserId,
    page: PageQuery,
  ): Promise<Page<Readonly<Record<string, unknown>>>>;
  /**
   * Before somebody is removed for good: out of every workspace they share, and an end of those that are theirs
   * alone, with all that is in them. Makes its own transactions; run again, it carries on.
   */
  moveOut(unit: Pick<Unit, 'work'>, userId: UserId): Promise<void>;
}
