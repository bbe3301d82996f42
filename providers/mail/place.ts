import { Trouble } from '../trouble.ts';

/** A mail server, and how to log in. The name was looked up before: the connection goes where somebody has looked. */
export interface MailPlace {
  readonly host: string;
  /** What the name leads to. */
  readonly address: string;
  readonly port: number;
  /** Encrypted from the first byte. Otherwise it must become so before anything is said. */
  readonly isSecure: boolean;
  /** Where nothing is encrypted, on this machine, that is all right too. */
  readonly mayBePlain: boolean;
  readonly user: string;
  readonly password: string;
}

export const connectTimeoutMs = 15_000;
export const silenceTimeoutMs = 60_000;

/** Why a mail server is not reached; `unreachable` may be over in a moment. */
export type MailFailure =
  | 'password_refused'
  | 'host_not_found'
  | 'certificate_refused'
  | 'encryption_missing'
  | 'connection_refused'
  | 'timed_out'
  | 'no_mail_server'
  | 'unreachable';

interface Failing extends Error {
  readonly code?: string;
  readonly authenticationFailed?: boolean;
  readonly tlsFailed?: boolean;
  readonly responseCode?: number;
  readonly serverResponseCode?: string;
}

const timeouts = /TIMEDOUT|TIMEOUT/;
const certificates = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS_CERT|ALTNAME|ISSUER|CRL/;
/** Talks, but no TLS, or not the protocol of mail. */
const strange =
  /ERR_SSL|EPROTO|WRONG_VERSION|ESOCKET_SSL|InvalidResponse|ClosedAfterConnect|EPROTOCOL|UnexpectedTag/;

export function failureOf(error: unknown): MailFailure {
  const { code = '', authenticationFailed, tlsFailed, responseCode, message = '' } = error as Failing;
  if (authenticationFailed || code === 'EAUTH' || responseCode === 535) return 'password_refused';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EDNS') return 'host_not_found';
  if (certificates.test(code) || /certificate/i.test(message)) return 'certificate_refused';
  if (code === 'ETLS' || tlsFailed || /STARTTLS/i.test(message)) return 'encryption_missing';
  if (code === 'ECONNREFUSED' || /ECONNREFUSED/.test(message)) return 'connection_refused';
  if (timeouts.test(code)) return 'timed_out';
  if (strange.test(code) || /wrong version number|packet length too long|Invalid greeting/i.test(message))
    return 'no_mail_server';
  return 'unreachable';
}

/** One error for whoever called: certainly nothing was done. */
export function troubleOf(call: string, error: unknown): Trouble {
  if (error instanceof Trouble) return error;
  const code = failureOf(error);
  const kind = code === 'password_refused' ? 'unauthorized' : 'unavailable';
  return new Trouble(kind, `${call}: ${code}`, { provider: 'mail', call, code, cause: error });
}
