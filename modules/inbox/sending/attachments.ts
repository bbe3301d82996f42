import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { inboxError } from '../contract.ts';
import type { AttachmentId, ChannelPlatform } from '../messages/contract.ts';
import { holdUploads, type Upload } from './attachments.sql.ts';
import { isTaken } from './contract.ts';

/** In the order in which they were asked for: each is one's own, has gone out with nothing yet, and is taken there. */
export async function requireTaken(
  ctx: Ctx,
  platform: ChannelPlatform,
  ids: readonly AttachmentId[],
): Promise<readonly Upload[]> {
  if (ids.length === 0) return [];
  const found = await holdUploads(ctx.tx, ids, memberOf(ctx.actor)?.memberId ?? null);
  const byId = new Map(found.map((one) => [one.id, one]));
  return [...new Set(ids)].map((id) => {
    const file = byId.get(id);
    if (!file) throw inboxError('attachment_not_found', { id });
    if (!isTaken(platform, file)) throw inboxError('attachment_not_taken_there', { id, platform });
    return file;
  });
}
