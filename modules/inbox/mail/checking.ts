import type { Unit } from '../../../kit/ctx.ts';
import { withImap } from '../../../providers/mail/imap.ts';
import { checkSmtp } from '../../../providers/mail/smtp.ts';
import { isTrouble } from '../../../providers/trouble.ts';
import {
  type MailboxBrokenReason,
  type MailboxId,
  mailboxBrokenReasons,
  mailboxChanged,
} from './contract.ts';
import { putFolder } from './folders.sql.ts';
import { syncMailbox } from './jobs.ts';
import { imapPlace, type MailOutside, reachedMailbox, smtpPlace } from './places.ts';
import * as db from './reached.sql.ts';

/** Both ways are tried before a mailbox counts as reached: one that only reads would be found out by a customer. */
export async function runCheck(
  unit: Unit,
  { mailboxId }: { mailboxId: MailboxId },
  outside: MailOutside,
): Promise<void> {
  const mailbox = await unit.work((ctx) => reachedMailbox(ctx, mailboxId));
  if (!mailbox) return;
  const outcome = await reach(unit, outside, mailbox);
  await unit.work(async (ctx) => {
    const now = await reachedMailbox(ctx, mailboxId);
    // Changed meanwhile: another run is on its way, and this one knows nothing of what is there now.
    if (now?.version !== mailbox.version) return;
    if (outcome.is === 'broken') await db.markBroken(ctx.tx, mailboxId, outcome.reason, ctx.now);
    else {
      for (const { role, path, uidValidity } of outcome.folders)
        await putFolder(ctx.tx, {
          workspaceId: ctx.workspaceId,
          mailboxId,
          role,
          path,
          uidValidity,
          now: ctx.now,
        });
      await db.markOpen(ctx.tx, mailboxId, ctx.now);
      await ctx.enqueue(syncMailbox, { mailboxId });
    }
    await ctx.publish(mailboxChanged, { mailboxId });
  });
}

async function reach(unit: Unit, outside: MailOutside, mailbox: db.ReachedMailbox) {
  try {
    const imap = await imapPlace(outside, unit.workspaceId, mailbox);
    const folders = await withImap(imap, unit.signal, async (session) => {
      const found = [];
      for (const folder of await session.folders())
        found.push({ ...folder, uidValidity: (await session.open(folder.path)).uidValidity });
      return found;
    });
    await checkSmtp(await smtpPlace(outside, unit.workspaceId, mailbox), unit.signal);
    return { is: 'open', folders } as const;
  } catch (error) {
    unit.signal.throwIfAborted();
    if (!isTrouble(error)) throw error;
    unit.log.info({ err: error, mailboxId: mailbox.id }, 'a mailbox could not be reached');
    return { is: 'broken', reason: reasonOf(error.facts.code) } as const;
  }
}

/** Tried by hand, whatever it was is told as it is; it is tried again by hand. */
const reasonOf = (code: string | undefined): MailboxBrokenReason =>
  mailboxBrokenReasons.find((reason) => reason === code) ?? 'timed_out';
