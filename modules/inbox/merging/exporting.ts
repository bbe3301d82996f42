import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import type { Bytes } from '../../../kit/http/endpoint.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { allCommentsOf } from '../comments/erasing.sql.ts';
import { requireContact } from '../contacts/seen.ts';
import { inboxError } from '../contract.ts';
import type { ContactId } from '../conversations/contract.ts';
import { everyoneIn } from '../erasing/erasing.sql.ts';
import type { ConversationId } from '../messages/contract.ts';
import type { InboxOutside } from '../outside.ts';
import { type ContactExportId, exportGoodForMinutes } from './contract.ts';
import * as db from './exporting.sql.ts';

type Named = { readonly contactId: ContactId; readonly exportId: ContactExportId };
type World = Pick<InboxOutside, 'fileUrl' | 'knownElsewhere'>;

const rowsAtOnce = 200;
const goodUntil = (askedAt: Date) => new Date(askedAt.getTime() + exportGoodForMinutes * 60_000);

/** That it leaves the house is in the trail before it can. The same request twice is one, from when it came first. */
export async function askForExport(ctx: Ctx, { contactId, exportId: id }: Named) {
  await requireContact(ctx, 'inbox.export', contactId, { isWhole: true });
  const memberId = memberOf(ctx.actor)?.memberId ?? null;
  const { workspaceId, now: createdAt } = ctx;
  const isNew = (await db.insertExport(ctx.tx, { workspaceId, id, contactId, memberId, createdAt })) > 0;
  const asked = await db.findExport(ctx.tx, id);
  if (!asked || asked.contactId !== contactId || asked.memberId !== memberId)
    throw inboxError('export_reused', { exportId: id });
  if (isNew)
    await ctx.record({
      category: 'content',
      action: 'inbox.contact_exported',
      subject: { type: 'contact', id: contactId },
    });
  return { id, goodUntil: goodUntil(asked.createdAt) };
}

/** For whoever asked for it, for some minutes. Sent as it is read, however much somebody wrote. */
export async function exportContact(
  ctx: Ctx,
  { contactId, exportId }: Named,
  outside: World,
): Promise<Bytes> {
  await requireContact(ctx, 'inbox.export', contactId, { isWhole: true });
  const asked = await db.findExport(ctx.tx, exportId);
  const isTheirs = !asked?.memberId || asked.memberId === memberOf(ctx.actor)?.memberId;
  const isGood = asked?.contactId === contactId && isTheirs && goodUntil(asked.createdAt) >= ctx.now;
  if (!isGood) throw inboxError('export_not_found', { exportId });
  return {
    contentType: 'application/json; charset=utf-8',
    fileName: `contact-${contactId}.json`,
    stream: everythingOf(ctx, contactId, await everyoneIn(ctx.tx, contactId), outside),
  };
}

type Rows = AsyncGenerator<unknown>;

async function* everythingOf(
  ctx: Ctx,
  contactId: ContactId,
  everyone: readonly ContactId[],
  outside: World,
): AsyncGenerator<string> {
  yield `{"exportedAt":${JSON.stringify(ctx.now)}`;
  for (const [name, rows] of Object.entries({
    profiles: each((page) => db.profilesOf(ctx.tx, everyone, page)),
    ...partsOf(ctx, contactId, outside),
    ...elsewhere(ctx, everyone, outside),
  })) {
    yield `,\n${JSON.stringify(name)}:[`;
    let lead = '\n';
    for await (const row of rows) {
      yield lead + JSON.stringify(row);
      lead = ',\n';
    }
    yield ']';
  }
  yield '}\n';
}

/** Whatever is known of somebody, by what it is. A part more is a line more here. */
const partsOf = (ctx: Ctx, contactId: ContactId, { fileUrl }: World): Record<string, Rows> => {
  const ofContact = (list: (tx: Ctx['tx'], id: ContactId, page: PageQuery) => Promise<Page<unknown>>) =>
    each((page) => list(ctx.tx, contactId, page));
  const linked = (key: unknown) => (typeof key === 'string' ? fileUrl(key, ctx.now) : null);
  return {
    channels: mapped(ofContact(db.channelsOf), ({ pictureKey, ...row }) => ({
      ...row,
      picture: linked(pictureKey),
    })),
    tags: ofContact(db.tagsOf),
    consents: ofContact(db.allConsentsOf),
    notes: ofContact(db.allNotesOf),
    merges: ofContact(db.allMergesOf),
    comments: ofContact(allCommentsOf),
    conversations: ofContact(db.allConversationsOf),
    messages: mapped(messagesOf(ctx, contactId), ({ attachments, ...row }) => ({
      ...row,
      attachments: (attachments as { storageKey: unknown }[]).map(({ storageKey, ...file }) => ({
        ...file,
        url: linked(storageKey),
      })),
    })),
  };
};

const elsewhere = (
  ctx: Ctx,
  everyone: readonly ContactId[],
  { knownElsewhere }: World,
): Record<string, Rows> =>
  Object.fromEntries(
    Object.entries(knownElsewhere?.(ctx, everyone) ?? {}).map(([name, list]) => [name, each(list)]),
  );

async function* messagesOf(ctx: Ctx, contactId: ContactId): Rows {
  const conversations = each((page) => db.allConversationsOf(ctx.tx, contactId, page));
  for await (const { id } of conversations as AsyncGenerator<{ id: ConversationId }>)
    yield* each((page) => db.allMessagesOf(ctx.tx, id, page));
}

async function* mapped(rows: Rows, map: (row: Record<string, unknown>) => unknown): Rows {
  for await (const row of rows) yield map(row as Record<string, unknown>);
}

/** A page is read when the one before it was taken. */
async function* each(list: (page: PageQuery) => Promise<Page<unknown>>): Rows {
  let after: string | undefined;
  do {
    const page = await list({ after, limit: rowsAtOnce });
    yield* page.items;
    after = page.next ?? undefined;
  } while (after !== undefined);
}
