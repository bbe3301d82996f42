import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { type ImapSession, type Listed, type Opened, withImap } from '../../../providers/mail/imap.ts';
import { isTrouble, type Trouble } from '../../../providers/trouble.ts';
import type { InboxOutside } from '../outside.ts';
import { type MailboxId, mailboxChanged } from './contract.ts';
import { type Folder, foldersOf, moveOn, putFolder } from './folders.sql.ts';
import { syncMailbox } from './jobs.ts';
import { loadMail } from './loading.ts';
import { imapPlace, type MailOutside, reachedMailbox } from './places.ts';
import * as db from './reached.sql.ts';
import { wentOut } from './settling.ts';
import { takeIn } from './taking-in.ts';
import { mailsHere } from './threads.sql.ts';

export type SyncOutside = MailOutside & Pick<InboxOutside, 'storage'>;

/** What was written before a mailbox was added, and is brought along. */
export const broughtAlongDays = 14;
const dayMs = 86_400_000;
const minuteMs = 60_000;
const everyMs = 2 * minuteMs;
const retryAfterMsMax = 60 * minuteMs;
/** A wrong answer of a server that is being restarted looks like a wrong password. */
const refusalsMax = 3;
/** The rest is the next run's, so that one full mailbox holds up no other. */
const perRunMax = 300;
const listedAtOnceMax = 50;

/** Everything new, folder by folder, in the order in which it came. Killed anywhere, the next run goes on there. */
export async function runSync(
  unit: Unit,
  { mailboxId }: { mailboxId: MailboxId },
  outside: SyncOutside,
): Promise<void> {
  const mailbox = await unit.work((ctx) => reachedMailbox(ctx, mailboxId));
  if (mailbox?.state !== 'open') return;
  try {
    const place = await imapPlace(outside, unit.workspaceId, mailbox);
    const isAll = await withImap(place, unit.signal, (session) =>
      syncFolders({ unit, outside, mailbox }, session),
    );
    await unit.work((ctx) => settle(ctx, mailboxId, isAll));
  } catch (error) {
    unit.signal.throwIfAborted();
    if (!isTrouble(error)) throw error;
    unit.log.info({ err: error, mailboxId }, 'a mailbox could not be read');
    await unit.work((ctx) => putOff(ctx, mailbox, error));
  }
}

async function settle(ctx: Ctx, mailboxId: MailboxId, isAll: boolean): Promise<void> {
  const againAt = new Date(ctx.now.getTime() + everyMs);
  const wasInTrouble = (await db.findReached(ctx.tx, mailboxId))?.syncFailures;
  await db.markSynced(ctx.tx, mailboxId, ctx.now, againAt);
  if (!isAll) await ctx.enqueue(syncMailbox, { mailboxId });
  if (wasInTrouble) await ctx.publish(mailboxChanged, { mailboxId });
}

/** Most of what goes wrong is over in a while; what a person has to see to is said, and waits for them. */
async function putOff(ctx: Ctx, mailbox: db.ReachedMailbox, trouble: Trouble): Promise<void> {
  const code = trouble.facts.code ?? 'unreachable';
  const { id, syncFailures } = mailbox;
  const isRefused = code === 'password_refused' && syncFailures + 1 >= refusalsMax;
  if (isRefused || code === 'secret_lost' || code === 'address_not_allowed')
    await db.markBroken(ctx.tx, id, code, ctx.now);
  else {
    const waitMs = Math.min(retryAfterMsMax, minuteMs * 2 ** Math.min(syncFailures, 10));
    await db.markFailed(ctx.tx, id, code, new Date(ctx.now.getTime() + waitMs));
  }
  await ctx.publish(mailboxChanged, { mailboxId: id });
}

interface Run {
  readonly unit: Unit;
  readonly outside: SyncOutside;
  readonly mailbox: db.ReachedMailbox;
}

/** Answers whether that was all. */
async function syncFolders(run: Run, session: ImapSession): Promise<boolean> {
  let left = perRunMax;
  for (const folder of await run.unit.work((ctx) => foldersOf(ctx.tx, run.mailbox.id))) {
    left -= await syncFolder(run, session, folder, left);
    if (left <= 0) return false;
  }
  return true;
}

async function syncFolder(run: Run, session: ImapSession, found: Folder, max: number): Promise<number> {
  const opened = await session.open(found.path);
  const folder = await sameNumbers(run, found, opened);
  const since = new Date(run.mailbox.createdAt.getTime() - broughtAlongDays * dayMs);
  const numbers = (await opened.numbers(folder.lastUid, folder.isNew ? since : undefined)).slice(0, max);
  let { lastUid } = folder;
  for (let i = 0; i < numbers.length; i += listedAtOnceMax) {
    for (const listed of byNumber(await opened.list(numbers.slice(i, i + listedAtOnceMax)))) {
      run.unit.signal.throwIfAborted();
      if (!(await takeOne(run, opened, { ...folder, lastUid }, listed))) return numbers.length;
      lastUid = listed.uid;
    }
  }
  return numbers.length;
}

const byNumber = (listed: readonly Listed[]) => listed.toSorted((a, b) => a.uid - b.uid);

/** With other numbers than before, it is looked through from its beginning: what is here is known by its name. */
async function sameNumbers({ unit, mailbox }: Run, folder: Folder, { uidValidity }: Opened): Promise<Folder> {
  if (folder.uidValidity === uidValidity) return folder;
  const { role, path } = folder;
  await unit.work((ctx) =>
    putFolder(ctx.tx, {
      ...{ workspaceId: ctx.workspaceId, mailboxId: mailbox.id, role, path, uidValidity, now: ctx.now },
    }),
  );
  return { ...folder, uidValidity, lastUid: 0, isNew: true };
}

/**
 * The mail and how far the folder was read are one transaction. Answers false when somebody else was faster, who then
 * has the rest as well.
 */
async function takeOne(run: Run, opened: Opened, folder: Folder, listed: Listed): Promise<boolean> {
  const { unit, mailbox, outside } = run;
  const mailId = listed.envelope?.messageId?.trim();
  const [here] = mailId ? await unit.work((ctx) => mailsHere(ctx.tx, mailbox.id, [mailId])) : [];
  const arrived = here
    ? undefined
    : await loadMail({ unit, storage: outside.storage, channelId: mailbox.id }, opened, listed);
  return unit.work(async (ctx) => {
    if ((await moveOn(ctx.tx, mailbox.id, folder, listed.uid)) === 0) return false;
    if (arrived) await takeIn(ctx, mailbox, folder.role, arrived);
    else if (here && folder.role === 'sent') await wentOut(ctx, here.messageId);
    return true;
  });
}

const sentForAtOnceMax = 200;
/** Whoever was sent for has said by then when their next turn is; if not, they died. */
const sentForMs = 12 * minuteMs;

/** The turns. What IDLE or another process has woken before is read anyhow, and finds nothing. */
export async function sweepMailboxes(ctx: Ctx): Promise<void> {
  const due = await db.mailboxesToSync(ctx.tx, ctx.now, sentForAtOnceMax);
  if (due.length === 0) return;
  for (const { id: mailboxId } of due) await ctx.enqueue(syncMailbox, { mailboxId });
  await db.postpone(
    ctx.tx,
    due.map(({ id }) => id),
    new Date(ctx.now.getTime() + sentForMs),
  );
}
