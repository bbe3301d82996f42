import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { type TestOutside, testOutside } from '../../../kit/testing/outside.ts';
import { billing } from '../../billing/index.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import { DocumentId } from '../documents/contract.ts';
import { getUsage, putTypedDocument } from '../documents/documents.ts';
import { filesOf } from '../documents/files.ts';
import { indexAll, unitOf } from '../documents/testing.ts';
import { knowledge } from '../index.ts';
import { embedderAmong, flatEmbedder } from '../pieces/testing.ts';
import { openSite } from '../reading/testing/site.ts';
import { namedSite } from '../sites/testing.ts';
import { runIngestFile } from './files.ts';
import { runReadSite } from './site-reading.ts';
import { jobOf, served, world } from './testing/shop.ts';
import { broughtFile, startedReading } from './testing.ts';

const modules = [identity, workspaces, billing, connections, knowledge];
let outside: TestOutside;
before(async () => {
  outside = await testOutside();
});

/** Something that is written down in a workspace of its own, and can be read again with other words. */
interface Written {
  readonly own: TestWorkspace;
  /** Answers the texts a model was asked for. */
  readonly read: (paragraphs: readonly string[]) => Promise<readonly string[]>;
  /** What is counted for these. */
  readonly bytesOf: (paragraphs: readonly string[]) => number;
  readonly close?: () => PromiseLike<void>;
}

const paragraph = (n: number) => `Paragraph ${n} tells of fabric ${n}. `.repeat(25).trim();
const first = [1, 2, 3, 4, 5, 6, 7, 8].map(paragraph);
/** One is another, which also ends what the next piece begins with. */
const second = first.with(3, paragraph(9));
const bodyOf = (paragraphs: readonly string[]) => paragraphs.join('\n\n');

async function typed(): Promise<Written> {
  const own = await newWorkspace(modules);
  const documentId = newId(DocumentId);
  const given = { title: 'Linen', language: 'en', locationId: null, expiresAt: null };
  return {
    own,
    bytesOf: (paragraphs) => bodyOf(paragraphs).length,
    read: async (paragraphs) => {
      const embedder = flatEmbedder();
      await own.system.work((ctx) =>
        putTypedDocument(ctx, { ...given, documentId, body: bodyOf(paragraphs) }),
      );
      await indexAll(own, [documentId], embedderAmong(embedder));
      return embedder.asked;
    },
  };
}

async function brought(): Promise<Written> {
  const own = await newWorkspace(modules);
  const documentId = newId(DocumentId);
  return {
    own,
    bytesOf: (paragraphs) => bodyOf(paragraphs).length,
    read: async (paragraphs) => {
      const embedder = flatEmbedder();
      await broughtFile(own, outside.storage, bodyOf(paragraphs), { documentId, language: 'en' });
      const jobId = await jobOf(own, documentId);
      const there = { storage: outside.storage, embedder: embedderAmong(embedder) };
      await runIngestFile(unitOf(own), { jobId }, there);
      return embedder.asked;
    },
  };
}

async function onSite(): Promise<Written> {
  const own = await newWorkspace(modules);
  const pages = new Map<string, string>();
  const site = await openSite(served(pages));
  const siteId = await namedSite(own, { address: `${site.origin}/help/` });
  return {
    own,
    close: () => site[Symbol.asyncDispose](),
    // Of a page its text is counted.
    bytesOf: (paragraphs) => bodyOf(paragraphs).length,
    read: async (paragraphs) => {
      const embedder = flatEmbedder();
      const body = paragraphs.map((text) => `<p>${text}</p>`).join('');
      pages.set(
        '/help/',
        `<html lang="en"><head><title>Help</title></head><body><main>${body}</main></body></html>`,
      );
      const jobId = await startedReading(own, siteId);
      await runReadSite(unitOf(own), { jobId }, world(embedder));
      own.ground.clock.move(3_600_000);
      return embedder.asked;
    },
  };
}

for (const [name, begin] of [
  ['what was typed', typed],
  ['a file', brought],
  ['a page', onSite],
] as const)
  describe(`reading ${name} again`, () => {
    test('SS-59 asks no model and writes nothing when it is the same, and only what is new when it is not', async () => {
      const { own, read, bytesOf, close } = await begin();
      try {
        const all = await read(first);
        const before = await rowsOf(own);
        assert.deepEqual(await usageOf(own), [all.length, bytesOf(first)]);

        assert.deepEqual(await read(first), []);
        assert.deepEqual(await rowsOf(own), before);
        assert.deepEqual(await usageOf(own), [all.length, bytesOf(first)]);

        const asked = await read(second);
        assert.ok(asked.length >= 1 && asked.length <= 3, `${asked.length} of ${all.length}`);
        const after = await rowsOf(own);
        const [kept, pieces] = [after.filter((row) => before.includes(row)), await usageOf(own)];
        // Pieces and vectors that are not new: both are as they were, and stand where they stood.
        assert.equal(kept.filter((row) => /^[cv]/.test(row)).length, 2 * (pieces[0]! - asked.length));
        assert.equal(pieces[1], bytesOf(second));
      } finally {
        await close?.();
      }
    });
  });

describe('a file that is brought anew', () => {
  test('SS-59 leaves no version behind that nobody read, however many come meanwhile', async () => {
    const own = await newWorkspace(modules);
    const documentId = newId(DocumentId);
    const bring = (text: string) => broughtFile(own, outside.storage, text, { documentId });
    for (const text of ['One.', 'Two.', 'Three.', 'Four.']) await bring(text);
    const files = async () => (await outside.storage.list(filesOf(own.workspaceId, documentId))).items.length;
    assert.equal(await files(), 4);
    const jobId = await jobOf(own, documentId);
    await runIngestFile(unitOf(own), { jobId }, { storage: outside.storage });
    assert.equal(await files(), 1);
  });
});

const usageOf = async (own: TestWorkspace) => {
  const { pieces, bytes } = await own.system.work((ctx) => getUsage(ctx));
  return [pieces, bytes];
};

/** Every row of a workspace's texts with what wrote it: the same when nothing was written. */
const rowsOf = async ({ ground, workspaceId }: TestWorkspace) =>
  (
    await ground.db.reader({ kind: 'workspace', workspaceId }).many(
      z.object({ row: z.string() }),
      sql`
      select 'd' || xmin::text || ctid::text as row from knowledge.documents
      union all select 'c' || xmin::text || ctid::text from knowledge.chunks
      union all select 'v' || xmin::text || ctid::text from knowledge.vectors
      union all select 'w' || xmin::text || ctid::text from knowledge.chunk_words
      order by 1`,
    )
  ).map(({ row }) => row);
