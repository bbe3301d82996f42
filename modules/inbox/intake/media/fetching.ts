import type { Ctx, Unit } from '../../../../kit/ctx.ts';
import { AccountId } from '../../../connections/contract.ts';
import { refusalWords, withAccess } from '../../../connections/index.ts';
import { type AttachmentId, type AttachmentKind, messageChanged } from '../../messages/contract.ts';
import type { InboxOutside } from '../../outside.ts';
import { dropFiles, fetchAttachment } from '../jobs.ts';
import * as db from './attachments.sql.ts';
import { filesOf, isUnreadable, keepFile } from './keeping.ts';

const megabyte = 1_048_576;
const bytesMax: Readonly<Record<AttachmentKind, number>> = {
  image: 20 * megabyte,
  video: 100 * megabyte,
  audio: 100 * megabyte,
  file: 100 * megabyte,
};

/**
 * A file somebody sent, fetched once and kept here: the platform forgets it, and whoever looks at it must not be led
 * there. No transaction is open while the platform answers or a picture is drawn.
 */
export async function runFetchAttachment(
  unit: Unit,
  { attachmentId }: { attachmentId: AttachmentId },
  outside: InboxOutside,
): Promise<void> {
  const wanted = await unit.work((ctx) => db.findWanted(ctx.tx, attachmentId));
  if (!wanted) return;
  const settle = await keptOf(unit, wanted, outside).then(
    (file) => (ctx: Ctx) => db.markStored(ctx.tx, wanted.id, file, ctx.now),
    (error: unknown) => {
      const code = codeOf(error);
      // Neither refused nor unreadable: another attempt may go better.
      if (code === undefined) throw error;
      return (ctx: Ctx) => db.markAttachmentFailed(ctx.tx, wanted.id, code, ctx.now);
    },
  );
  await unit.work(async (ctx) => {
    const { messageId, conversationId, channelId } = wanted;
    if ((await settle(ctx)) > 0) await ctx.publish(messageChanged, { messageId, conversationId, channelId });
    // Taken back meanwhile: what was stored of it belongs to nobody.
    else await ctx.enqueue(dropFiles, { attachmentIds: [wanted.id] });
  });
}

async function keptOf(unit: Unit, wanted: db.Wanted, outside: InboxOutside): Promise<db.StoredFile> {
  const { platforms, storage } = outside;
  const { kind, source, accountId } = wanted;
  const bytes = await withAccess(unit, outside, AccountId.parse(accountId), async (access) => {
    const { file } = platforms.get(access.platform) ?? {};
    if (!file) throw new NoFilesThere(access.platform);
    return file(access, { source, bytesMax: bytesMax[kind] }, unit.signal);
  });
  const { workspaceId, signal } = unit;
  return keepFile(storage, bytes, { workspaceId, attachmentId: wanted.id, sentAs: kind, signal });
}

class NoFilesThere extends Error {
  constructor(platform: string) {
    super(`${platform} is not set up here, so no file is fetched from there`);
    this.name = 'NoFilesThere';
  }
}

/** Why there will be no file, however often it is asked for. */
function codeOf(error: unknown): string | undefined {
  if (isUnreadable(error)) return 'unreadable';
  const refused = refusalWords(error);
  return refused?.isFinal ? (refused.code ?? 'refused').slice(0, 100) : undefined;
}

/** Deletes what is stored for attachments that are no more. */
export async function runDropFiles(
  unit: Unit,
  { attachmentIds }: { attachmentIds: readonly AttachmentId[] },
  { storage }: InboxOutside,
): Promise<void> {
  const there = await unit.work((ctx) => db.attachmentsThere(ctx.tx, attachmentIds));
  const gone = attachmentIds.filter((id) => !there.some((one) => one.id === id));
  for (const id of gone) {
    const { items } = await storage.list(filesOf(unit.workspaceId, id));
    for (const { key } of items) await storage.delete(key);
  }
}

const requeuedAfterMs = 30 * 60_000;
/** No address of a platform's is good for longer, and what it keeps by id was asked for often enough by then. */
const givenUpAfterMs = 3 * 86_400_000;
const foundAtOnceMax = 500;

export async function requeueAttachments(ctx: Ctx): Promise<void> {
  const now = ctx.now.getTime();
  const [giveUpBefore, before] = [new Date(now - givenUpAfterMs), new Date(now - requeuedAfterMs)];
  await db.giveUpAttachments(ctx.tx, giveUpBefore, ctx.now, foundAtOnceMax);
  for (const { id } of await db.attachmentsWaiting(ctx.tx, giveUpBefore, before, foundAtOnceMax))
    await ctx.enqueue(fetchAttachment, { attachmentId: id });
}
