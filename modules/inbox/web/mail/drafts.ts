import type { Mailbox, MailServer } from '../../contract.ts';
import { serversOf } from './providers.ts';

/** A mailbox as somebody fills it in: everything is text until it is sent. */
export interface Draft {
  readonly whose: 'shared' | 'members' | 'personal';
  readonly address: string;
  readonly displayName: string;
  readonly signature: string;
  readonly imap: ServerDraft;
  readonly smtp: ServerDraft;
  /** They follow the address until somebody writes into them. */
  readonly areServersOwn: boolean;
  readonly username: string;
  readonly password: string;
}

export interface ServerDraft {
  readonly host: string;
  readonly port: string;
  readonly isSecure: boolean;
}

const asDraft = ({ host, port, isSecure }: MailServer): ServerDraft => ({
  host,
  port: String(port),
  isSecure,
});
const asServer = ({ host, port, isSecure }: ServerDraft): MailServer => ({
  host,
  port: Number(port),
  isSecure,
});

export const noDraft: Draft = {
  ...{ whose: 'shared', address: '', displayName: '', signature: '', areServersOwn: false },
  ...{ imap: { host: '', port: '993', isSecure: true }, smtp: { host: '', port: '465', isSecure: true } },
  ...{ username: '', password: '' },
};

export const draftOf = ({
  kind,
  isForMembers,
  address,
  displayName,
  signature,
  reached,
}: Mailbox): Draft => ({
  ...{ ...noDraft, address, displayName, signature, areServersOwn: true },
  whose: kind === 'personal' ? 'personal' : isForMembers ? 'members' : 'shared',
  ...(reached && {
    ...{ imap: asDraft(reached.imap), smtp: asDraft(reached.smtp), username: reached.username },
  }),
});

export const withAddress = (draft: Draft, address: string): Draft =>
  draft.areServersOwn ? { ...draft, address } : { ...draft, address, ...draftsOf(serversOf(address)) };

export const draftsOf = ({ imap, smtp }: { readonly imap: MailServer; readonly smtp: MailServer }) => ({
  imap: asDraft(imap),
  smtp: asDraft(smtp),
});

export const serversIn = ({ imap, smtp }: Draft) => ({ imap: asServer(imap), smtp: asServer(smtp) });

/** What is to be filled in before it can be sent. */
export function lackingOf({ address, imap, smtp, password }: Draft, isNew: boolean): string | undefined {
  if (!/^[^\s@]+@[^\s@]+$/.test(address)) return 'Write its address first.';
  if (imap.host === '' || smtp.host === '') return 'Name its servers first.';
  return isNew && password === '' ? 'Enter its password first.' : undefined;
}
