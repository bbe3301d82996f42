import type { MemberActor, Unit } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { type MemberId, newId, uuidv7 } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { workIn } from '../../../kit/work.ts';

import { MessageId } from '../messages/contract.ts';
import { beginConversation, inboxWorkspace, type Place, said } from '../messages/testing.ts';
import type { Walk } from '../walk.ts';
import { MailboxId, type MailboxRole } from './contract.ts';
import { keepPassword } from './passwords.ts';

export const newMailboxId = () => newId(MailboxId);
let nth = 0;

/** What somebody fills in; nobody answers at this server. */
export const mailboxForm = () => ({
  address: `info-${++nth}@linen.test`,
  displayName: 'Linen & Oak',
  color: 'blue' as const,
  signature: 'Linen & Oak, Athens',
  imap: { host: '127.0.0.1', port: 1, isSecure: true },
  smtp: { host: '127.0.0.1', port: 1, isSecure: true },
  username: 'info',
  password: 'secret',
});

/** Enough for whoever works with mail: a workspace, its people, and the world outside. */
export async function mailWorkspace() {
  return { ...(await inboxWorkspace()), outside: await testOutside() };
}
export type MailWorkspace = Awaited<ReturnType<typeof mailWorkspace>>;

/** As a worker runs a job in this workspace. */
export const unitOf = (w: MailWorkspace, signal = new AbortController().signal): Unit => ({
  workspaceId: w.workspaceId,
  jobId: uuidv7(),
  log: w.ground.log,
  signal,
  progress: async () => undefined,
  work: (fn) => w.system.work(fn),
});

interface OpenMailbox {
  readonly kind?: 'shared' | 'personal';
  readonly owner?: MemberActor;
  readonly memberOnly?: boolean;
  readonly address?: string;
  readonly imapPort?: number;
  readonly smtpPort?: number;
  readonly username?: string;
  readonly isOpen?: boolean;
}

/** A mailbox as if it had been reached, in a workspace that has one. */
export async function openMailbox(place: Place, options: OpenMailbox = {}): Promise<MailboxId> {
  const { kind = 'shared', owner, memberOnly = kind === 'personal', isOpen = true } = options;
  const { ground, workspaceId } = place;
  const id = newMailboxId();
  const { address, displayName } = { ...mailboxForm(), ...options };
  const now = ground.clock.now();
  const outside = await testOutside();
  await workIn(ground, workspaceId, { actor: { kind: 'system' } }, async (ctx) => {
    await ctx.tx.run(sql`
      insert into inbox.channels (workspace_id, id, platform, name, member_only, created_at, updated_at)
      values (${workspaceId}, ${id}, 'email', ${address}, ${memberOnly}, ${now}, ${now})`);
    await ctx.tx.run(sql`
      insert into inbox.email_accounts (workspace_id, id, kind, owner_member_id, address, display_name, imap_host,
        imap_port, imap_secure, smtp_host, smtp_port, smtp_secure, username, opened_at, next_sync_at, created_at,
        updated_at)
      values (${workspaceId}, ${id}, ${kind}, ${kind === 'personal' ? owner?.memberId : null}, ${address},
        ${displayName}, '127.0.0.1', ${options.imapPort ?? 1}, false, '127.0.0.1', ${options.smtpPort ?? 1}, false,
        ${options.username ?? address}, ${isOpen ? now : null}, ${isOpen ? now : null}, ${now}, ${now})`);
    await keepPassword(ctx, outside, id, 'secret');
  });
  if (owner) await nameInMailbox(place, id, owner.memberId, 'owner');
  return id;
}

export const nameInMailbox = (
  { ground, workspaceId }: Place,
  mailboxId: MailboxId,
  memberId: MemberId,
  role: MailboxRole,
) =>
  ground.db.transaction({ kind: 'workspace', workspaceId }, (tx) =>
    tx.run(sql`
      insert into inbox.email_account_members (workspace_id, account_id, member_id, role, created_at)
      values (${workspaceId}, ${mailboxId}, ${memberId}, ${role}, ${ground.clock.now()})`),
  );

/** A mailbox that everybody looks after, so that whoever sends the request may. */
async function everybodysMailbox(w: Walk) {
  const mailboxId = await openMailbox(w);
  await w.ground.db.transaction({ kind: 'workspace', workspaceId: w.workspaceId }, (tx) =>
    tx.run(sql`
      insert into inbox.email_account_members (workspace_id, account_id, member_id, role, created_at)
      select workspace_id, ${mailboxId}, id, 'admin', created_at from workspaces.members`),
  );
  return { params: { mailboxId } };
}

async function withColleague(w: Walk) {
  const { params } = await everybodysMailbox(w);
  return { params: { ...params, memberId: w.staff.get('viewer')!.memberId } };
}

const added = async () => ({
  params: { mailboxId: newMailboxId() },
  body: mailboxForm(),
  makesId: true as const,
});

/** A good input for every route of this part. */
export const mailSamples: Samples<Walk> = {
  'GET /w/:workspaceId/inbox/mailboxes': async (w) => {
    await everybodysMailbox(w);
    return {};
  },
  'GET /w/:workspaceId/inbox/mailboxes/:mailboxId': everybodysMailbox,
  'PUT /w/:workspaceId/inbox/mailboxes/:mailboxId': added,
  'PUT /w/:workspaceId/inbox/own-mailboxes/:mailboxId': added,
  'PATCH /w/:workspaceId/inbox/mailboxes/:mailboxId': async (w) => ({
    ...(await everybodysMailbox(w)),
    body: { displayName: 'Linen, Oak & Sons', isForMembers: true, locationId: await w.location() },
  }),
  'DELETE /w/:workspaceId/inbox/mailboxes/:mailboxId': everybodysMailbox,
  'POST /w/:workspaceId/inbox/mailboxes/:mailboxId/checks': everybodysMailbox,
  'PUT /w/:workspaceId/inbox/mailboxes/:mailboxId/members/:memberId': async (w) => ({
    ...(await withColleague(w)),
    body: { role: 'readonly' },
  }),
  'DELETE /w/:workspaceId/inbox/mailboxes/:mailboxId/members/:memberId': withColleague,
  'PUT /w/:workspaceId/inbox/mailboxes/:mailboxId/mails/:messageId': async (w) => ({
    params: { mailboxId: await openMailbox(w), messageId: newId(MessageId) },
    body: { to: ['ada@ada.test'], subject: 'Your order', body: 'It is on its way.' },
  }),
  'GET /w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId/mail': async (w) => {
    const begun = await beginConversation(w, { channelId: await openMailbox(w) });
    const messageId = await said(w, begun, { kind: 'mail' });
    await w.ground.db.transaction({ kind: 'workspace', workspaceId: w.workspaceId }, (tx) =>
      tx.run(sql`
        insert into inbox.mail_details (workspace_id, message_id, html, created_at)
        values (${w.workspaceId}, ${messageId}, '<p>Do you ship to Rome?</p>', ${w.ground.clock.now()})`),
    );
    return { params: { conversationId: begun.conversationId, messageId } };
  },
};
