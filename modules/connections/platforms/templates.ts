import type { Ctx } from '../../../kit/ctx.ts';
import type { AccountId } from '../accounts/contract.ts';
import type { ConnectionsOutside } from '../outside.ts';
import { accessIn } from '../tokens/access.ts';
import type { MessageTemplate } from './platform.ts';

/**
 * What a platform has approved for an account, asked for while somebody waits; undefined where there is no such thing.
 * It only reads, so that a token that is over is left to whoever writes.
 */
export async function templatesOf(
  ctx: Ctx,
  outside: ConnectionsOutside,
  accountId: AccountId,
): Promise<readonly MessageTemplate[] | undefined> {
  const access = await accessIn(ctx, outside, accountId);
  return outside.platforms.get(access.platform)?.templates?.(access, ctx.signal);
}
