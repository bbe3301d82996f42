import type { MailboxBrokenReason, MailboxRole, MailboxSummary } from '../../contract.ts';

const reasons: Readonly<Record<MailboxBrokenReason, string>> = {
  password_refused:
    'The mail server refuses this name and password. Many providers ask for an app password of their own for programs.',
  host_not_found: 'There is no server by this name. Check how it is spelled.',
  address_not_allowed: 'This name leads to no server on the Internet.',
  certificate_refused: 'The certificate of the server is not to be trusted, so nothing was said to it.',
  encryption_missing: 'The server does not encrypt, so the password was not said to it.',
  connection_refused: 'Nobody answers at this port. Check its number.',
  timed_out: 'The server did not answer in time.',
  no_mail_server:
    'Something answers there that is no mail server. Check the port, and whether it encrypts at once.',
  sender_refused: 'The server does not let you write from this address.',
  secret_lost: 'The password cannot be read any more. Enter it again.',
};

export const reasonOf = (reason: string): string =>
  reason in reasons ? reasons[reason as MailboxBrokenReason] : 'The server could not be reached.';

export const stateOf = ({ state, trouble }: Pick<MailboxSummary, 'state' | 'trouble'>) => {
  if (state === 'broken') return { tone: 'danger', word: 'Not reached' } as const;
  if (state === 'trying') return { tone: 'quiet', word: 'Trying' } as const;
  return trouble === null
    ? ({ tone: 'good', word: 'Connected' } as const)
    : ({ tone: 'warn', word: 'Away, tried again soon' } as const);
};

export const roleWords: Readonly<Record<MailboxRole, { readonly label: string; readonly hint: string }>> = {
  owner: { label: 'Owner', hint: 'Added it.' },
  admin: { label: 'Admin', hint: 'May do all with it.' },
  member: { label: 'Member', hint: 'Reads and writes.' },
  readonly: { label: 'Read only', hint: 'Reads, and does not write.' },
};
