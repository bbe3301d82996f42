import type { Ctx } from '../../../kit/ctx.ts';
import type { MemberId } from '../../../kit/ids.ts';
import { coworkers } from '../../workspaces/index.ts';
import { inboxError } from '../contract.ts';
import { type Mailbox, type MailboxRole, mailboxChanged, mailboxMembersMax } from './contract.ts';
import * as db from './mailboxes.sql.ts';
import { holdManaged, type Named, showMailbox } from './mailboxes.ts';

type OfMember = Named & { readonly memberId: MemberId };

/** SE-129: one role per mailbox and member. */
export async function nameMember(
  ctx: Ctx,
  { mailboxId, memberId, role }: OfMember & { readonly role: MailboxRole },
): Promise<Mailbox> {
  const before = await holdMember(ctx, { mailboxId, memberId });
  if (before.role === role) return showMailbox(ctx, mailboxId);
  if (before.role === null && before.count >= mailboxMembersMax)
    throw inboxError('mailbox_is_full', { mailboxId });
  const { workspaceId, now } = ctx;
  await db.putMember(ctx.tx, { workspaceId, mailboxId, memberId, role, now });
  await tell(ctx, { mailboxId, memberId }, before.role, role);
  return showMailbox(ctx, mailboxId);
}

/** Whoever drops themselves may not see it any more. */
export async function dropMember(ctx: Ctx, { mailboxId, memberId }: OfMember): Promise<void> {
  const { role } = await holdMember(ctx, { mailboxId, memberId });
  if (role === null) return;
  await db.dropMember(ctx.tx, mailboxId, memberId);
  await tell(ctx, { mailboxId, memberId }, role, null);
}

async function holdMember(ctx: Ctx, { mailboxId, memberId }: OfMember) {
  await holdManaged(ctx, mailboxId);
  if (!(await db.memberOfWorkspace(ctx.tx, coworkers, memberId)))
    throw inboxError('assignee_not_found', { memberId });
  const before = await db.memberBefore(ctx.tx, mailboxId, memberId);
  if (before.role === 'owner') throw inboxError('mailbox_needs_its_owner', { mailboxId, memberId });
  return before;
}

async function tell(
  ctx: Ctx,
  { mailboxId, memberId }: OfMember,
  from: MailboxRole | null,
  to: MailboxRole | null,
): Promise<void> {
  await ctx.record({
    category: 'connections',
    action: 'inbox.mailbox_shared',
    subject: { type: 'mailbox', id: mailboxId },
    changes: { memberId: { to: memberId }, role: { from, to } },
  });
  await ctx.publish(mailboxChanged, { mailboxId });
}
