import type { Brand } from './mail/letter.ts';
import type { Mail } from './mail/mail.ts';
import type { Storage } from './storage/storage.ts';
import type { Vault } from './vault.ts';

/** What modules may ask of the world outside the database. */
export interface Outside {
  readonly vault: Vault;
  readonly storage: Storage;
  readonly mail: Mail;
  /** Where people reach this installation, without a slash at the end: for links in mail, and for passkeys. */
  readonly publicUrl: string;
  /** What the installation calls itself in mail. */
  readonly brand: Brand;
  /** Whether addresses of this machine may be called: where the sandbox runs, the others are there. */
  readonly allowPrivate: boolean;
  /** The address of a stored file, good for a while and without a session. */
  fileUrl(key: string, now: Date): string;
}
