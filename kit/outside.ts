import type { AiHouse } from './ai/contract.ts';
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
  /** Models of AI, for workspaces that have none of their own. Undefined: this installation has none either. */
  readonly ai: InstallationAi | undefined;
  /**
   * What somebody else's system shows when it tells us something and cannot sign: part of the address it calls. The
   * first is the one to give out; those of older keys are taken as well.
   */
  hookTokens(name: string): readonly [string, ...string[]];
  /** The address of a stored file, good for a while and without a session. */
  fileUrl(key: string, now: Date): string;
}

export interface InstallationAi {
  readonly house: AiHouse;
  /** Which are asked where nobody chose. */
  readonly chatModel: string;
  readonly embeddingModel: string;
}
