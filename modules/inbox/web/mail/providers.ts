import type { MailServer } from '../../contract.ts';

interface Provider {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly imap: MailServer;
  readonly smtp: MailServer;
  readonly domains: readonly string[];
}

const tls = (host: string, port: number): MailServer => ({ host, port, isSecure: true });
const startTls = (host: string, port: number): MailServer => ({ host, port, isSecure: false });

/** Where the mail of many lies, so that nobody has to look it up. */
export const providers: readonly Provider[] = [
  {
    ...{ value: 'google', label: 'Gmail or Google Workspace', hint: 'With an app password.' },
    ...{ imap: tls('imap.gmail.com', 993), smtp: tls('smtp.gmail.com', 465) },
    domains: ['gmail.com', 'googlemail.com'],
  },
  {
    ...{ value: 'icloud', label: 'iCloud', hint: 'With an app password.' },
    ...{ imap: tls('imap.mail.me.com', 993), smtp: startTls('smtp.mail.me.com', 587) },
    domains: ['icloud.com', 'me.com', 'mac.com'],
  },
  {
    ...{ value: 'fastmail', label: 'Fastmail', hint: 'With an app password.' },
    ...{ imap: tls('imap.fastmail.com', 993), smtp: tls('smtp.fastmail.com', 465) },
    domains: ['fastmail.com', 'fastmail.fm'],
  },
  {
    ...{ value: 'yahoo', label: 'Yahoo', hint: 'With an app password.' },
    ...{ imap: tls('imap.mail.yahoo.com', 993), smtp: tls('smtp.mail.yahoo.com', 465) },
    domains: ['yahoo.com', 'ymail.com'],
  },
  {
    ...{ value: 'ionos', label: 'IONOS' },
    ...{ imap: tls('imap.ionos.com', 993), smtp: tls('smtp.ionos.com', 465) },
    domains: [],
  },
];

const domainOf = (address: string) => address.split('@')[1]?.trim().toLowerCase() ?? '';

/** By the address alone: the provider's servers, or as most name theirs. */
export function serversOf(address: string): Pick<Provider, 'imap' | 'smtp'> {
  const domain = domainOf(address);
  const known = providers.find(({ domains }) => domains.includes(domain));
  if (known) return known;
  return { imap: tls(domain && `imap.${domain}`, 993), smtp: tls(domain && `smtp.${domain}`, 465) };
}

export const providerOf = (imap: MailServer): string =>
  providers.find((one) => one.imap.host === imap.host)?.value ?? 'other';
