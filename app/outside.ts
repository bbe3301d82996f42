import { hkdfSync } from 'node:crypto';
import type { Log } from '../kit/log.ts';
import { openMail } from '../kit/mail/mail.ts';
import { type Links, openLinks } from '../kit/storage/links.ts';
import { openLocalStorage } from '../kit/storage/local.ts';
import { openS3Storage } from '../kit/storage/s3.ts';
import type { Storage } from '../kit/storage/storage.ts';
import { type KeyRing, openVault, type RingKey } from '../kit/vault.ts';
import type { IdentityOutside } from '../modules/identity/index.ts';
import { addPersonalWorkspace } from '../modules/workspaces/index.ts';
import type { Config } from './config.ts';

/** What the modules may ask of the world, and how to let go of it. */
export interface OpenedOutside extends IdentityOutside {
  readonly links: Links;
  close(): Promise<void>;
}

const fileLinkMs = 6 * 3_600_000;

/** Without a mail server of its own, an installation writes to the sandbox's mailbox. */
export async function openOutside(
  config: Config,
  sandboxSmtpUrl: string | undefined,
  log: Log,
): Promise<OpenedOutside> {
  const storage = await openStorage(config.storage);
  const mail = openMail({
    transport: config.mail.smtpUrl ?? sandboxSmtpUrl ?? `smtp://127.0.0.1:${config.sandboxSmtpPort}`,
    from: config.mail.from,
    log,
  });
  const publicUrl = config.publicUrl ?? `http://localhost:${config.port}`;
  const links = openLinks(linkSecretsOf(config.keyRing));
  return {
    vault: openVault(config.keyRing),
    storage,
    mail,
    publicUrl,
    brand: { name: 'Stoa', url: publicUrl },
    links,
    fileUrl: (key, now) =>
      `/files?${links.sign({ key, until: new Date(now.getTime() + fileLinkMs), disposition: { kind: 'inline' } })}`,
    settleIn: addPersonalWorkspace,
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

/** Made from the ring, so that there is one thing to keep and to change: whoever retires a key retires its links. */
function linkSecretsOf({ current, byId }: KeyRing): readonly [Uint8Array, ...Uint8Array[]] {
  const secretOf = ({ key }: RingKey) => new Uint8Array(hkdfSync('sha256', key, '', 'file links', 32));
  const others = [...byId.values()].filter(({ id }) => id !== current.id).map(secretOf);
  return [secretOf(current), ...others];
}
