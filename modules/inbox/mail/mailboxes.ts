import { changed } from '../../../kit/audit.ts';
import { type Ctx, may, memberOf } from '../../../kit/ctx.ts';
import { kitError } from '../../../kit/errors.ts';
import type { LocationId } from '../../workspaces/contract.ts';
import { coworkers, requireLocation } from '../../workspaces/index.ts';
import { inboxError } from '../contract.ts';
import type { InboxOutside } from '../outside.ts';
import { authorize } from '../policy.ts';
import { authorizeSomewhere, isAt, type Places, placesWith } from '../rights/places.ts';
import {
  type Mailbox,
  type MailboxId,
  type MailboxSummary,
  type MailServer,
  mailboxChanged,
  mailboxesMax,
} from './contract.ts';
import { checkMailbox } from './jobs.ts';
import * as db from './mailboxes.sql.ts';
import { keepPassword } from './passwords.ts';

export interface Named {
  readonly mailboxId: MailboxId;
}
type Keeper = Pick<InboxOutside, 'vault'>;

export async function listMailboxes(ctx: Ctx): Promise<{ items: MailboxSummary[] }> {
  const places = authorizeSomewhere(ctx, 'inbox.read');
  const rows = await db.mailboxesOf(ctx.tx, ownId(ctx), shownTo(ctx, places));
  return { items: rows.map((row) => ({ ...row, mayManage: mayManage(ctx, row) })) };
}

export async function getMailbox(ctx: Ctx, { mailboxId }: Named): Promise<Mailbox> {
  authorizeSomewhere(ctx, 'inbox.read');
  return showMailbox(ctx, mailboxId);
}

interface Added extends Named {
  readonly address: string;
  readonly displayName: string;
  readonly color: string;
  readonly signature: string;
  readonly imap: MailServer;
  readonly smtp: MailServer;
  readonly username: string;
  readonly password: string;
}

/** SE-131 */
export async function addMailbox(
  ctx: Ctx,
  input: Added & { readonly locationId: LocationId | null; readonly isForMembers: boolean },
  outside: Keeper,
): Promise<Mailbox> {
  authorize(ctx, 'inbox.manage_mailboxes');
  if (input.locationId !== null) await requireLocation(ctx, input.locationId);
  const where = { locationId: input.locationId, memberOnly: input.isForMembers };
  return add(ctx, input, { kind: 'shared', ownerMemberId: null, ...where }, outside);
}

/** SE-130 */
export async function addOwnMailbox(ctx: Ctx, input: Added, outside: Keeper): Promise<Mailbox> {
  authorizeSomewhere(ctx, 'inbox.reply');
  const ownerMemberId = ownId(ctx);
  if (ownerMemberId === null) throw kitError('not_permitted', { who: ctx.actor.kind });
  return add(ctx, input, { kind: 'personal', ownerMemberId, locationId: null, memberOnly: true }, outside);
}

type Whose = Pick<db.NewMailbox, 'kind' | 'ownerMemberId' | 'locationId' | 'memberOnly'>;

async function add(ctx: Ctx, input: Added, whose: Whose, outside: Keeper): Promise<Mailbox> {
  const { mailboxId, address } = input;
  const before = await db.channelWithId(ctx.tx, mailboxId);
  if (before) {
    if (before.address !== address) throw inboxError('mailbox_reused', { mailboxId });
    return showMailbox(ctx, mailboxId);
  }
  if (await db.sameAddress(ctx.tx, address, whose.ownerMemberId))
    throw inboxError('mailbox_is_here', { address });
  if ((await db.countMailboxes(ctx.tx)).count >= mailboxesMax) throw inboxError('too_many_mailboxes');
  const { workspaceId, now } = ctx;
  await db.insertMailbox(ctx.tx, { ...input, ...whose, workspaceId, id: mailboxId, now });
  await keepPassword(ctx, outside, mailboxId, input.password);
  const memberId = ownId(ctx);
  if (memberId !== null) await db.putMember(ctx.tx, { workspaceId, mailboxId, memberId, role: 'owner', now });
  await ctx.enqueue(checkMailbox, { mailboxId });
  await ctx.record({
    category: 'connections',
    action: 'inbox.mailbox_added',
    subject: { type: 'mailbox', id: mailboxId },
    changes: { address: { to: address }, kind: { to: whose.kind } },
  });
  await ctx.publish(mailboxChanged, { mailboxId });
  return showMailbox(ctx, mailboxId);
}

interface Change extends Named {
  readonly displayName?: string | undefined;
  readonly color?: string | undefined;
  readonly signature?: string | undefined;
  readonly imap?: MailServer | undefined;
  readonly smtp?: MailServer | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly locationId?: LocationId | null | undefined;
  readonly isForMembers?: boolean | undefined;
}

const told = ['displayName', 'color', 'signature', 'imap', 'smtp', 'username'] as const;
const placed = ['locationId', 'isForMembers'] as const;

export async function changeMailbox(ctx: Ctx, input: Change, outside: Keeper): Promise<Mailbox> {
  const { mailboxId, password } = input;
  const held = await holdManaged(ctx, mailboxId);
  const before = {
    displayName: held.displayName,
    color: held.color,
    signature: held.signature,
    imap: { host: held.imapHost, port: held.imapPort, isSecure: held.imapSecure },
    smtp: { host: held.smtpHost, port: held.smtpPort, isSecure: held.smtpSecure },
    username: held.username,
    locationId: held.locationId,
    isForMembers: held.memberOnly,
  };
  const after = { ...before, ...given(input) };
  const moves = Object.keys(changed(before, after, placed)).length > 0;
  if (moves && held.kind === 'personal') throw inboxError('mailbox_is_personal', { mailboxId });
  if (after.locationId !== null && after.locationId !== before.locationId)
    await requireLocation(ctx, after.locationId);
  const changes = changed(before, after, [...told, ...placed]);
  if (Object.keys(changes).length === 0 && password === undefined) return showMailbox(ctx, mailboxId);

  await db.changeMailbox(ctx.tx, mailboxId, after);
  if (moves) await db.placeMailbox(ctx.tx, mailboxId, after.locationId, after.isForMembers);
  if (password !== undefined) await keepPassword(ctx, outside, mailboxId, password);
  if (password !== undefined || changes.imap || changes.smtp || changes.username)
    await tryMailbox(ctx, mailboxId);
  await ctx.record({
    category: 'connections',
    action: 'inbox.mailbox_changed',
    subject: { type: 'mailbox', id: mailboxId },
    // That there is another password is told, not which.
    changes: { ...changes, ...(password === undefined ? {} : { password: {} }) },
  });
  await ctx.publish(mailboxChanged, { mailboxId });
  return showMailbox(ctx, mailboxId);
}

/** Whatever was wrong may be mended meanwhile, at the server or on the way to it. */
export async function checkAgain(ctx: Ctx, { mailboxId }: Named): Promise<Mailbox> {
  await holdManaged(ctx, mailboxId);
  await tryMailbox(ctx, mailboxId);
  await ctx.publish(mailboxChanged, { mailboxId });
  return showMailbox(ctx, mailboxId);
}

export async function removeMailbox(ctx: Ctx, { mailboxId }: Named): Promise<void> {
  const held = await holdManaged(ctx, mailboxId);
  await db.removeMailbox(ctx.tx, mailboxId);
  await ctx.record({
    category: 'connections',
    action: 'inbox.mailbox_removed',
    subject: { type: 'mailbox', id: mailboxId },
    changes: { displayName: { from: held.displayName } },
  });
  await ctx.publish(mailboxChanged, { mailboxId });
}

async function tryMailbox(ctx: Ctx, mailboxId: MailboxId): Promise<void> {
  await db.tryAnew(ctx.tx, mailboxId);
  await ctx.enqueue(checkMailbox, { mailboxId });
}

/** SE-129: those who are owner or admin of it; SE-131: of a shared one also the admins of the workspace. */
export async function holdManaged(ctx: Ctx, mailboxId: MailboxId): Promise<db.Held> {
  authorizeSomewhere(ctx, 'inbox.reply');
  const held = await db.holdMailbox(ctx.tx, ownId(ctx), mailboxId, shownTo(ctx));
  if (!held) throw inboxError('mailbox_not_found', { mailboxId });
  if (!mayManage(ctx, held)) throw kitError('not_permitted', { mailboxId, role: held.role });
  return held;
}

/** For whoever reads or writes what is in it, and not for those who only look after it. */
export async function requireSeen(
  ctx: Ctx,
  mailboxId: MailboxId,
  permission: 'inbox.read' | 'inbox.reply',
): Promise<db.Shown> {
  const seen = isAt(placesWith(ctx, permission), 'c');
  const row = await db.findMailbox(ctx.tx, ownId(ctx), coworkers, mailboxId, seen);
  if (!row) throw inboxError('mailbox_not_found', { mailboxId });
  return row;
}

export async function showMailbox(ctx: Ctx, mailboxId: MailboxId): Promise<Mailbox> {
  const row = await db.findMailbox(ctx.tx, ownId(ctx), coworkers, mailboxId, shownTo(ctx));
  if (!row) throw inboxError('mailbox_not_found', { mailboxId });
  const { imapHost, imapPort, imapSecure, smtpHost, smtpPort, smtpSecure, username, ...shown } = row;
  const reached = {
    imap: { host: imapHost, port: imapPort, isSecure: imapSecure },
    smtp: { host: smtpHost, port: smtpPort, isSecure: smtpSecure },
    username,
  };
  const isManaged = mayManage(ctx, row);
  return { ...shown, mayManage: isManaged, reached: isManaged ? reached : null };
}

const ownId = (ctx: Ctx) => memberOf(ctx.actor)?.memberId ?? null;

const managesShared = (ctx: Ctx) => may(authorize.policy, ctx.actor, 'inbox.manage_mailboxes');
const mayManage = (ctx: Ctx, { kind, role }: Pick<db.Listed, 'kind' | 'role'>) =>
  role === 'owner' || role === 'admin' || (kind === 'shared' && managesShared(ctx));

/** Whoever looks after shared mailboxes sees that they are there, though not what is in them. */
function shownTo(ctx: Ctx, places: Places = placesWith(ctx, 'inbox.read')) {
  const seen = isAt(places, 'c');
  return managesShared(ctx) ? db.isSharedOr(seen) : seen;
}

const given = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
