import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { openMail } from '../../kit/mail/mail.ts';
import { openLocalStorage } from '../../kit/storage/local.ts';
import { openS3Storage } from '../../kit/storage/s3.ts';
import type { Storage } from '../../kit/storage/storage.ts';
import type { Config, StorageConfig } from '../config.ts';
import { commandLog } from './database.ts';
import { bad, type Finding, good, note } from './finding.ts';

const answerMaxMs = 5_000;

export async function examineWorld(config: Config, isRunning: boolean): Promise<Finding[]> {
  return [
    await examineSandbox(config, isRunning),
    await examineMail(config, isRunning),
    await examineStorage(config.storage),
  ];
}

export async function examineSandbox({ sandbox, sandboxPort }: Config, isRunning: boolean): Promise<Finding> {
  if (!sandbox) return note('sandbox', 'off, as configured.');
  if (!isRunning) return note('sandbox', 'starts together with Stoa.', 'npm start');
  const url = `http://127.0.0.1:${sandboxPort}/`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(answerMaxMs) }).catch(() => undefined);
  return answer?.ok
    ? good('sandbox', url)
    : bad('sandbox', `${url} does not answer.`, 'stop Stoa, then npm start');
}

export async function examineMail(config: Config, isRunning: boolean): Promise<Finding> {
  const { mail, sandbox, sandboxSmtpPort } = config;
  if (!mail.smtpUrl && !sandbox)
    return bad(
      'mail',
      'has nowhere to go without a sandbox.',
      'STOA_SMTP_URL=smtps://user:password@mail.example.com:465',
    );
  if (!mail.smtpUrl && !isRunning)
    return note('mail', "goes to the sandbox's mailbox, which starts together with Stoa.");
  const transport = mail.smtpUrl ?? `smtp://127.0.0.1:${sandboxSmtpPort}`;
  const opened = openMail({
    transport,
    from: mail.from,
    log: commandLog(config),
    timeouts: { connectMs: answerMaxMs, greetingMs: answerMaxMs, dnsMs: answerMaxMs },
  });
  try {
    await opened.check();
    return good('mail', mail.smtpUrl ? 'the mail server lets us in' : "goes to the sandbox's mailbox");
  } catch (error) {
    const reason = (error as Error).cause;
    const remedy = mail.smtpUrl ? 'correct STOA_SMTP_URL' : 'stop Stoa, then npm start';
    return bad(
      'mail',
      `cannot be handed over: ${reason instanceof Error ? reason.message : reason}.`,
      remedy,
    );
  } finally {
    await opened.close();
  }
}

/** Writes a file and takes it away again: whether that works is all one wants to know of a store. */
export async function examineStorage(config: StorageConfig): Promise<Finding> {
  const where = config.kind === 's3' ? `${config.bucket} at ${config.endpoint}` : config.folder;
  if (config.kind === 'local' && !existsSync(config.folder))
    return note('storage', `${where}, made at the first start.`);
  let storage: Storage | undefined;
  try {
    storage = await openStorage(config);
    const key = `doctor/${randomUUID()}`;
    const signal = AbortSignal.timeout(answerMaxMs * 2);
    await storage.put(key, Readable.from([Buffer.from('x')]), {
      contentType: 'text/plain',
      bytesMax: 10,
      signal,
    });
    await storage.delete(key);
    return good('storage', where);
  } catch (error) {
    const reason = ((error as Error).cause as Error | undefined)?.message ?? (error as Error).message;
    const remedy = config.kind === 's3' ? 'correct the lines STOA_S3_...' : `make ${where} writable`;
    return bad('storage', `${where} takes no files: ${reason}.`, remedy);
  } finally {
    await storage?.close();
  }
}

function openStorage(config: StorageConfig): Promise<Storage> {
  if (config.kind === 'local') return openLocalStorage(config.folder);
  const { bucket, region, endpoint, pathStyle, accessKey, secretKey } = config;
  return openS3Storage({
    bucket,
    region,
    endpoint,
    pathStyle,
    accessKeyId: accessKey,
    secretAccessKey: secretKey,
    attemptsMax: 1,
  });
}
