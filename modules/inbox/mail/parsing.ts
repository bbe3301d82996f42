import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { runChild } from '../../../kit/child/run.ts';
import { AppError } from '../../../kit/errors.ts';
import type { ParsedMail } from './parse/parsed.ts';

const timeoutMs = 20_000;
const memoryBytesMax = 500 * 1024 ** 2;
const outputBytesMax = 60 * 1024 ** 2;

const Address = z.object({ name: z.string().max(200).nullable(), address: z.string().max(320) });
const Parsed: z.ZodType<ParsedMail> = z.object({
  messageId: z.string().max(998).nullable(),
  inReplyTo: z.string().max(998).nullable(),
  references: z.array(z.string().max(998)).max(100),
  subject: z.string().max(998),
  people: z.object({
    from: Address.nullable(),
    replyTo: Address.nullable(),
    ...{ to: z.array(Address).max(50), cc: z.array(Address).max(50), bcc: z.array(Address).max(50) },
  }),
  text: z.string().max(100_000),
  html: z.string().max(1_000_000).nullable(),
  remoteImagesCount: z.number().int(),
  contentIds: z.array(z.string().max(998)),
  automatic: z.enum(['reply', 'bounce', 'bulk']).nullable(),
  about: z.array(z.string().max(998)),
  attachments: z.array(
    z.object({ name: z.string().max(255).nullable(), contentId: z.string().nullable(), bytes: z.string() }),
  ),
  filesLeftOutCount: z.number().int(),
});

/** A mail from outside, read in a process of its own. Undefined where it cannot be read, whatever the reason. */
export async function parseMail(raw: Uint8Array, signal: AbortSignal): Promise<ParsedMail | undefined> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), `stoa-mail-${process.pid}-`));
  try {
    const path = join(folder, 'mail');
    await writeFile(path, raw, { mode: 0o600 });
    const found = await runChild({
      module: new URL('./parse/parse.ts', import.meta.url),
      input: { path },
      ...{ timeoutMs, memoryBytesMax, outputBytesMax, signal },
      mayRead: [path],
    });
    return Parsed.parse(found);
  } catch (error) {
    signal.throwIfAborted();
    const isUnreadable = error instanceof AppError || error instanceof z.ZodError;
    if (!isUnreadable) throw error;
    return undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
