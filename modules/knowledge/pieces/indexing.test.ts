import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import { AppError } from '../../../kit/errors.ts';
import { sql } from '../../../kit/sql.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import type { DocumentId } from '../documents/contract.ts';
import { getDocument, putTypedDocument } from '../documents/documents.ts';
import { indexAll, typedDocument, unitOf } from '../documents/testing.ts';
import { writtenFaq } from '../faqs/testing.ts';
import { knowledge } from '../index.ts';
import { explainSearch } from '../search/search.ts';
import { embedMissing, runEmbedAll } from './embedding.ts';
import { lookForProcessing, runIndexDocument } from './indexing.ts';
import { embedderAmong, hashedEmbedder } from './testing.ts';

const modules = [identity, workspaces, connections, knowledge];
let w: TestWorkspace;
before(async () => {
  w = await newWorkspace(modules);
});

const paragraphs = (n: number, from = 0) =>
  Array.from({ length: n }, (_, i) =>
    `Paragraph ${from + i} tells of fabric ${from + i}. `.repeat(25).trim(),
  );
const bodyOf = (parts: readonly string[]) => parts.join('\n\n');

const rewrite = (documentId: DocumentId, body: string) =>
  w.system.work((ctx) =>
    putTypedDocument(ctx, {
      documentId,
      title: 'Linen',
      body,
      language: 'en',
      locationId: null,
      expiresAt: null,
    }),
  );
const show = (documentId: DocumentId) => w.system.work((ctx) => getDocument(ctx, { documentId }));

describe('indexing a document', () => {
  test('SS-58 goes from processing to indexed', async () => {
    const documentId = await typedDocument(w);
    assert.equal((await show(documentId)).status, 'processing');
    await indexAll(w, [documentId]);
    const { status, chunksCount, embeddedAt, lettersCount, body } = await show(documentId);
    assert.deepEqual([status, chunksCount, lettersCount], ['indexed', 1, body!.length]);
    assert.ok(embeddedAt);
  });

  test('asks no model and writes nothing when the text is the same', async () => {
    const embedder = hashedEmbedder();
    const documentId = await typedDocument(w, { body: bodyOf(paragraphs(60)) });
    await indexAll(w, [documentId], embedderAmong(embedder));
    const [before, asked] = [await writtenRows(documentId), embedder.asked.length];
    assert.ok(before.length > 100, 'pieces, vectors and words');
    await indexAll(w, [documentId], embedderAmong(embedder));
    assert.equal(embedder.asked.length, asked);
    assert.deepEqual(await writtenRows(documentId), before);
  });

  test('embeds what is new of a changed text, moves what moved, and drops what is gone', async () => {
    const embedder = hashedEmbedder();
    const parts = paragraphs(6);
    const documentId = await typedDocument(w, { title: 'Linen', body: bodyOf(parts) });
    await indexAll(w, [documentId], embedderAmong(embedder));
    const before = await pieces(documentId);
    embedder.asked.length = 0;
    await rewrite(documentId, bodyOf([parts[0]!, 'Something new. '.repeat(80).trim(), ...parts.slice(2)]));
    await indexAll(w, [documentId], embedderAmong(embedder));
    const after = await pieces(documentId);
    // What is new, and what comes after it, which begins with the end of it.
    assert.ok(embedder.asked.length > 0 && embedder.asked.length <= 4);
    const kept = after.filter(({ id }) => before.some((one) => one.id === id));
    assert.equal(kept.length, after.length - embedder.asked.length);
    const { body } = await show(documentId);
    assert.ok(after.every(({ content, start, end }) => body!.slice(start, end) === content));
  });

  test('goes on where it was broken off, at every transaction', async () => {
    const whole = bodyOf(paragraphs(120));
    const other = bodyOf([...paragraphs(40, 80), ...paragraphs(70, 200)]);
    const [documentId, embedder] = [
      await typedDocument(w, { title: 'Linen', body: whole }),
      hashedEmbedder(),
    ];
    await indexAll(w, [documentId], embedderAmong(embedder));
    await rewrite(documentId, other);
    embedder.asked.length = 0;
    for (let allowed = 1; ; allowed++) {
      const done = await runIndexDocument(
        breaking(unitOf(w), allowed),
        { documentId },
        { embedder: embedderAmong(embedder) },
      ).then(
        () => true,
        () => false,
      );
      if (done) break;
    }
    const found = await pieces(documentId);
    assert.deepEqual(
      found.map(({ place }) => place),
      found.map((_, i) => i),
    );
    assert.ok(found.every(({ content, start, end }) => other.slice(start, end) === content));
    const stored = new Set(embedder.asked).size;
    assert.ok(embedder.asked.length <= 2 * stored, 'what was stored is not asked for again');
    assert.equal((await show(documentId)).status, 'indexed');
  });

  test('SS-58 fails with the code of a refusal, and waits when it may go better', async () => {
    const documentId = await typedDocument(w);
    const refusing = (status: number) => ({
      ...hashedEmbedder(),
      embed: () => Promise.reject(new AppError({ code: 'ai.refused', status, message: 'No.' })),
    });
    await assert.rejects(indexAll(w, [documentId], embedderAmong(refusing(503))), { code: 'ai.refused' });
    assert.equal((await show(documentId)).status, 'processing');
    await indexAll(w, [documentId], embedderAmong(refusing(402)));
    const { status, failureCode } = await show(documentId);
    assert.deepEqual([status, failureCode], ['failed', 'ai.refused']);
  });

  test('SE-156 takes no vector that is not of the size of its model', async () => {
    const documentId = await typedDocument(w);
    const short = { ...hashedEmbedder(), embed: async () => [new Float32Array([1, 2, 3])] };
    await indexAll(w, [documentId], embedderAmong(short));
    assert.equal((await show(documentId)).failureCode, 'knowledge.vectors_do_not_fit');
  });

  test('leaves a document to its next turn when it was rewritten meanwhile', async () => {
    const documentId = await typedDocument(w, { title: 'Linen' });
    const embedder = hashedEmbedder();
    const slow = {
      ...embedder,
      embed: async (texts: readonly string[], signal: AbortSignal) => {
        await rewrite(documentId, 'Another text altogether.');
        return embedder.embed(texts, signal);
      },
    };
    await indexAll(w, [documentId], embedderAmong(slow));
    assert.equal((await show(documentId)).status, 'processing');
  });

  test('is asked for again by a sweep when its job was lost', async () => {
    const own = await newWorkspace(modules);
    const documentId = await typedDocument(own);
    const sought: unknown[] = [];
    const look = () =>
      own.system.work((ctx) =>
        lookForProcessing({
          ...ctx,
          enqueue: async (_, payload) => {
            sought.push(payload);
            return { jobId: '' };
          },
        }),
      );
    await look();
    assert.deepEqual(sought, []);
    own.ground.clock.move(3_600_000);
    await look();
    assert.deepEqual(sought, [{ documentId }]);
  });
});

describe('another model', () => {
  test('SS-60, SE-157 is searched by when every piece has a vector of it, and not before', async () => {
    const own = await newWorkspace(modules);
    const [old, other] = [hashedEmbedder('test/old', 32), hashedEmbedder('test/other', 48)];
    const documentIds = await Promise.all([1, 2, 3].map((n) => typedDocument(own, { body: `Linen ${n}.` })));
    await indexAll(own, documentIds, embedderAmong(old));
    const late = await writtenFaq(own);
    const outside = { embedder: embedderAmong(other, old) };
    await embedMissing(unitOf(own), { faqId: late }, outside);
    const by = async () =>
      (await own.system.work((ctx) => explainSearch(ctx, { q: 'linen', limit: 5, explain: true }, outside)))
        .explanation!;
    assert.equal((await by()).model, 'test/old');
    assert.equal((await by()).seen.filter(({ near }) => near).length, 4, 'new pieces too');
    for (let allowed = 2; ; allowed++) {
      const done = await runEmbedAll(breaking(unitOf(own), allowed), {}, outside).then(
        () => true,
        () => false,
      );
      assert.equal((await by()).seen.filter(({ near }) => near).length, 4);
      if (done) break;
    }
    assert.equal((await by()).model, 'test/other');
    assert.equal(new Set(other.asked).size, 5, 'four pieces and the question');
    assert.deepEqual(await modelsIn(own), ['test/other']);
  });
});

/** A unit that ends after so many transactions, as a process does. */
function breaking(unit: ReturnType<typeof unitOf>, allowed: number): ReturnType<typeof unitOf> {
  let done = 0;
  return {
    ...unit,
    work: (fn) => {
      done += 1;
      if (done > allowed) throw new Error('the process ended');
      return unit.work(fn);
    },
  };
}

const readerOf = ({ ground, workspaceId }: TestWorkspace) =>
  ground.db.reader({ kind: 'workspace', workspaceId });

const Piece = z.object({
  id: z.string(),
  place: z.number(),
  content: z.string(),
  start: z.number(),
  end: z.number(),
});
const pieces = (documentId: DocumentId) =>
  readerOf(w).many(
    Piece,
    sql`
    select id, place, content, start_char as start, end_char as "end" from knowledge.chunks
     where document_id = ${documentId} order by place`,
  );

/** Every row of a document with what wrote it: the same when nothing was written. */
const writtenRows = (documentId: DocumentId) =>
  readerOf(w).many(
    z.object({ row: z.string() }),
    sql`
    select 'd' || xmin::text || ctid::text as row from knowledge.documents where id = ${documentId}
    union all
    select 'c' || xmin::text || ctid::text from knowledge.chunks where document_id = ${documentId}
    union all
    select 'v' || v.xmin::text || v.ctid::text from knowledge.vectors v
      join knowledge.chunks c on c.id = v.chunk_id where c.document_id = ${documentId}
    union all
    select 'w' || u.xmin::text || u.ctid::text from knowledge.chunk_words u
      join knowledge.chunks c on c.id = u.chunk_id where c.document_id = ${documentId}
    order by 1`,
  );

const modelsIn = async (place: TestWorkspace) =>
  (
    await readerOf(place).many(
      z.object({ model: z.string() }),
      sql`select distinct model from knowledge.vectors order by model`,
    )
  ).map(({ model }) => model);
