import type { Log } from '../kit/log.ts';
import { type Mail, openMail } from '../kit/mail/mail.ts';
import { openLocalStorage } from '../kit/storage/local.ts';
import { openS3Storage } from '../kit/storage/s3.ts';
import type { Storage } from '../kit/storage/storage.ts';
import { openVault, type Vault } from '../kit/vault.ts';
import type { Config } from './config.ts';

/** What the modules' work may ask of the world outside the database. */
export interface Outside {
  readonly vault: Vault;
  readonly storage: Storage;
  readonly mail: Mail;
  close(): Promise<void>;
}

/** Without a mail server of its own, an installation writes to the sandbox's mailbox. */
export async function openOutside(
  config: Config,
  sandboxSmtpUrl: string | undefined,
  log: Log,
): Promise<Outside> {
  const storage = await openStorage(config.storage);
  const mail = openMail({
    transport: config.mail.smtpUrl ?? sandboxSmtpUrl ?? `smtp://127.0.0.1:${config.sandboxSmtpPort}`,
    from: config.mail.from,
    log,
  });
  return {
    vault: openVault(config.keyRing),
    storage,
    mail,
    async close() {
      await mail.close();
      await storage.close();
    },
  };
}

function openStorage(config: Config['storage']): Promise<Storage> {
  if (config.kind === 'local') return openLocalStorage(config.folder);
  const { accessKey: accessKeyId, secretKey: secretAccessKey, ...where } = config;
  return openS3Storage({ ...where, accessKeyId, secretAccessKey });
}
