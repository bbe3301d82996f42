import { hkdfSync } from 'node:crypto';
import { systemClock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import { openMail } from '../kit/mail/mail.ts';
import { type Links, openLinks } from '../kit/storage/links.ts';
import { openLocalStorage } from '../kit/storage/local.ts';
import { openS3Storage } from '../kit/storage/s3.ts';
import type { Storage } from '../kit/storage/storage.ts';
import { type KeyRing, openVault, type RingKey } from '../kit/vault.ts';
import type { Ground } from '../kit/work.ts';
import { type AutopilotOutside, knownToAutopilot } from '../modules/autopilot/index.ts';
import type { PaymentProviders } from '../modules/billing/index.ts';
import { openPlatforms } from '../modules/connections/index.ts';
import type { IdentityOutside } from '../modules/identity/index.ts';
import type { KnowledgeOutside } from '../modules/knowledge/index.ts';
import { addPersonalWorkspace, isInvited, leavingHooks } from '../modules/workspaces/index.ts';
import { aiOf } from './ai.ts';
import { autopilotAiOf } from './autopilot.ts';
import type { Config } from './config.ts';
import { embedderOf } from './embedding.ts';
import { openPayments } from './payments.ts';
import { credentialsOf } from './platforms.ts';
import type { Sandbox } from './sandbox.ts';

/** What the modules may ask of the world, and how to let go of it. */
export interface OpenedOutside extends IdentityOutside, AutopilotOutside, KnowledgeOutside {
  readonly links: Links;
  readonly payments: PaymentProviders;
  close(): Promise<void>;
}

const fileLinkMs = 6 * 3_600_000;
/** Links of one file are the same for so long, so that a browser keeps the picture and an answer stays the same. */
const fileLinkStepMs = 3_600_000;

/**
 * Without a mail server of its own, an installation writes to the sandbox's mailbox; without credentials for a
 * platform, it speaks with the sandbox's. `ground` is asked only when somebody works on it: it is made of this, too.
 */
export async function openOutside(
  config: Config,
  sandbox: Pick<Sandbox, 'url' | 'smtpUrl'> | undefined,
  log: Log,
  ground: () => Ground,
): Promise<OpenedOutside> {
  const storage = await openStorage(config.storage);
  const mail = openMail({
    transport: config.mail.smtpUrl ?? sandbox?.smtpUrl ?? `smtp://127.0.0.1:${config.sandboxSmtpPort}`,
    from: config.mail.from,
    log,
  });
  const publicUrl = config.publicUrl ?? `http://localhost:${config.port}`;
  const links = openLinks(tokensOf(config.keyRing, 'file links'));
  const vault = openVault(config.keyRing);
  const ai = aiOf(config.ai, worldOf(config, sandbox?.url));
  const allowPrivate = config.sandbox;
  const models = { vault, ai, allowPrivate };
  return {
    vault,
    storage,
    mail,
    publicUrl,
    allowPrivate,
    hookTokens: (name) => tokensOf(config.keyRing, `hook ${name}`).map(inAddress) as [string],
    brand: { name: 'Stoa', url: publicUrl },
    links,
    platforms: openPlatformsOf(config, sandbox?.url),
    payments: openPayments(config.payments, worldOf(config, sandbox?.url), systemClock),
    ai,
    embedder: embedderOf(ground, models),
    aiOf: autopilotAiOf(ground, models),
    alone: (name, work) => ground().db.ifAlone(name, work),
    fileUrl: (key, now) =>
      `/files?${links.sign({ key, until: linkEnd(now), disposition: { kind: 'inline' } })}`,
    settleIn: addPersonalWorkspace,
    isInvited,
    ...leavingHooks,
    knownElsewhere: knownToAutopilot,
    async close() {
      await mail.close();
      await storage.close();
    },
  };
}

/** Also for a process beside the one that the sandbox runs in. */
export function openPlatformsOf(config: Config, sandboxUrl?: string) {
  const world = worldOf(config, sandboxUrl);
  const { metaVerifyToken } = config.platforms;
  return openPlatforms({
    credentials: credentialsOf(config.platforms, world),
    clock: systemClock,
    hookTokens: (name) =>
      name === 'meta' && metaVerifyToken !== undefined
        ? [metaVerifyToken]
        : (tokensOf(config.keyRing, `hook ${name}`).map(inAddress) as [string]),
  });
}

const worldOf = (config: Config, sandboxUrl: string | undefined) =>
  config.sandbox ? (sandboxUrl ?? `http://127.0.0.1:${config.sandboxPort}`) : undefined;

const linkEnd = (now: Date) =>
  new Date(Math.ceil(now.getTime() / fileLinkStepMs) * fileLinkStepMs + fileLinkMs);

function openStorage(config: Config['storage']): Promise<Storage> {
  if (config.kind === 'local') return openLocalStorage(config.folder);
  const { accessKey: accessKeyId, secretKey: secretAccessKey, ...where } = config;
  return openS3Storage({ ...where, accessKeyId, secretAccessKey });
}

/** Made from the ring, so that there is one thing to keep and to change: whoever retires a key retires its tokens. */
function tokensOf({ current, byId }: KeyRing, purpose: string): [Uint8Array, ...Uint8Array[]] {
  const tokenOf = ({ key }: RingKey) => new Uint8Array(hkdfSync('sha256', key, '', purpose, 32));
  const others = [...byId.values()].filter(({ id }) => id !== current.id).map(tokenOf);
  return [tokenOf(current), ...others];
}
const inAddress = (token: Uint8Array) => Buffer.from(token).toString('base64url');
