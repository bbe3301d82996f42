import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSandbox, type Sandbox } from '../../sandbox/server.ts';
import { openLog } from '../log.ts';
import { openMail } from '../mail/mail.ts';
import type { Outside } from '../outside.ts';
import { openLocalStorage } from '../storage/local.ts';
import { newKey, openVault, parseKeyRing } from '../vault.ts';
import { atTheEnd } from './at-the-end.ts';

/** A mail as the sandbox's mailbox shows it. */
export interface ArrivedMail {
  readonly id: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly links: readonly string[];
  readonly messageId: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestOutside extends Outside {
  readonly sandbox: Sandbox;
  /** Newest first. */
  mailsTo(address: string): Promise<ArrivedMail[]>;
}

let shared: Promise<TestOutside> | undefined;

/** The world outside as all tests of a process share it: a sandbox, its mailbox, a folder for files. */
export const testOutside = (): Promise<TestOutside> => {
  shared ??= ownOutside();
  return shared;
};

/** One that is nobody else's: for tests that break what the others stand on, or count what is there. */
export async function ownOutside(): Promise<TestOutside> {
  const sandbox = await openSandbox({ port: 0, smtpPort: 0 });
  const folder = await mkdtemp(join(tmpdir(), 'stoa-outside-'));
  const storage = await openLocalStorage(folder);
  const log = openLog({ name: 'test', level: 'silent' });
  const mail = openMail({
    transport: `smtp://127.0.0.1:${sandbox.smtpPort}`,
    from: 'Stoa <hello@stoa.test>',
    log,
  });
  atTheEnd(async () => {
    await mail.close();
    await storage.close();
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    vault: openVault(parseKeyRing(`test:${newKey()}`)),
    storage,
    mail,
    publicUrl: 'http://stoa.test',
    allowPrivate: true,
    ai: {
      house: {
        baseUrl: `${sandbox.url}/openrouter.ai/api/v1`,
        key: 'sk-or-sandbox',
        dialect: 'openrouter',
      },
      chatModel: 'openai/gpt-5-mini',
      embeddingModel: 'openai/text-embedding-3-small',
    },
    hookTokens: (name) => [`token-of-${name}`],
    brand: { name: 'Stoa', url: 'http://stoa.test' },
    fileUrl: (key) => `http://stoa.test/files?${new URLSearchParams({ key })}`,
    sandbox,
    async mailsTo(address) {
      const answer = await fetch(`${sandbox.url}/mail?to=${encodeURIComponent(address)}`);
      return ((await answer.json()) as { messages: ArrivedMail[] }).messages;
    },
  };
}
