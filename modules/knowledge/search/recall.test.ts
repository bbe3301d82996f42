import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import { newId, WorkspaceId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { readIn } from '../../../kit/work.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import { knowledge } from '../index.ts';
import { vectorText } from '../pieces/embedder.ts';
import { hashedVector } from '../pieces/testing.ts';
import { foundByIndex, listLengthMax } from './finding.sql.ts';
import { searchKnowledge, usualReadAllMax } from './search.ts';

const modules = [identity, workspaces, connections, knowledge];
/** Every vector of it is read; of the other one there is an index over all workspaces. */
const model = 'test/hashed-384';
const indexedModel = 'baai/bge-small-en-v1.5';
const dimensions = 384;
/** The size is `--workspaces=200 --largest=25000`, which takes some minutes; the suite has less of each. */
const wanted = (name: string, usual: number) =>
  Number(process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3) ?? usual);
const isWhole = process.argv.some((one) => one.startsWith('--largest='));
const workspacesCount = wanted('workspaces', 60);
const largest = wanted('largest', 1_500);
/** In the suite the index is gone by long before it has to be. */
const readAllMax = isWhole ? usualReadAllMax : 100;

interface Shelf {
  readonly workspaceId: WorkspaceId;
  readonly contents: readonly string[];
  readonly vectors: readonly Float32Array[];
}

let w: TestWorkspace;
const words = Array.from({ length: 400 }, (_, i) => `w${(i * 7919).toString(36)}x`);
let seed = 42;
const random = () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
};
const sentence = () =>
  Array.from({ length: 8 }, () => words[Math.floor(random() ** 2 * words.length)]).join(' ');

before(async () => {
  w = await newWorkspace(modules);
});

const asOwner = (statement: Sql) => w.ground.db.transaction({ kind: 'owner' }, (tx) => tx.run(statement));

/** Zipf: the second is half of the first, the third a third. */
async function shelvesOf(by: string, first: number): Promise<Shelf[]> {
  const shelves: Shelf[] = [];
  for (let rank = 1; rank <= workspacesCount; rank++) shelves.push(await filled(Math.ceil(first / rank), by));
  await asOwner(sql`analyze knowledge.vectors`);
  return shelves;
}

/** Many rows are faster without an index that is made afterwards, as it was. */
async function withoutIndex<T>(name: string, fill: () => Promise<T>): Promise<T> {
  const { definition } = await w.ground.db
    .reader({ kind: 'owner' })
    .one(z.object({ definition: z.string() }), sql`select pg_get_indexdef(${name}::regclass) as definition`);
  await asOwner(sql`drop index ${sql.id(...name.split('.'))}`);
  const filled = await fill();
  const make = sql.trusted(definition);
  await w.ground.db.transaction({ kind: 'owner' }, (tx) => tx.run(make), { statementTimeoutMs: 600_000 });
  return filled;
}

const ask = (shelf: Shelf, by: string, vector: Float32Array, limit: number) =>
  inShelf(shelf, (ctx) =>
    searchKnowledge(ctx, {
      ...{ q: '?!', embedding: { model: by, vector }, limit, likenessMin: -1, readAllMax },
    }),
  );

/** Of the nearest five, how many are found; and there are five wherever there are so many. */
async function recallOf(shelves: readonly Shelf[], by: string): Promise<Recall> {
  let [right, total] = [0, 0];
  const nearBy = new Map<string, number>();
  for (const shelf of shelves) {
    for (let i = 0; i < 3; i++) {
      const vector = hashedVector(sentence(), dimensions);
      const { items, explanation } = await ask(shelf, by, vector, 5);
      nearBy.set(explanation.nearBy, (nearBy.get(explanation.nearBy) ?? 0) + 1);
      const expected = exact(shelf, vector, 5);
      assert.equal(items.length, expected.length, 'as many as there are');
      const own = new Set(shelf.contents);
      assert.ok(
        items.every(({ content }) => own.has(content)),
        'nobody else’s',
      );
      const least = expected.at(-1)! - 1e-5;
      right += items.filter(
        ({ content }) => likeness(hashedVector(content, dimensions), vector) >= least,
      ).length;
      total += expected.length;
    }
  }
  return { recall: right / total, nearBy: Object.fromEntries(nearBy) };
}

interface Recall {
  readonly recall: number;
  readonly nearBy: Readonly<Record<string, number>>;
}

describe('search under row security', () => {
  test('SS-61 brings what an exact search of the workspace brings, as many as there are, and nobody else’s', async (t) => {
    const { recall, nearBy } = await recallOf(await shelvesOf(model, largest), model);
    t.diagnostic(`recall@5 ${recall.toFixed(4)}, ${JSON.stringify(nearBy)}`);
    assert.deepEqual(Object.keys(nearBy), ['all'], 'there is no index of its model');
    assert.ok(recall >= 0.99, `recall@5 is ${recall}`);
  });

  test('SE-157 brings it by the index of the model as well, where there are many', async (t) => {
    const shelves = await withoutIndex('knowledge.vectors_of_bge', () =>
      shelvesOf(indexedModel, isWhole ? largest : largest / 2),
    );
    const { recall, nearBy } = await recallOf(shelves, indexedModel);
    t.diagnostic(`recall@5 ${recall.toFixed(4)}, ${JSON.stringify(nearBy)}`);
    assert.ok(nearBy.index! > 0, 'the index was gone by');
    assert.ok(recall >= 0.99, `recall@5 is ${recall}`);
  });

  test('SE-157 brings as many as there are though the nearest by the index are nobody’s to see', async () => {
    const { workspaceId, ...hidden } = await filled(260, indexedModel);
    const now = w.ground.clock.now();
    await asOwner(sql`
      update knowledge.documents set deleted_at = ${now} where workspace_id = ${workspaceId}`);
    const vector = hidden.vectors[0]!;
    // The other way round: there is nothing that is further from it.
    const far = Array.from({ length: 6 }, () => vector.map((number) => -number));
    const contents = far.map((_, i) => `Far away ${i}`);
    await shelve(workspaceId, contents, far, indexedModel);
    const { items } = await ask({ workspaceId, contents, vectors: far }, indexedModel, vector, 5);
    assert.equal(items.length, 5);
    assert.ok(items.every(({ content }) => contents.includes(content)));
  });

  test('SE-157 brings nobody else’s by the index of the model, however few there are', async () => {
    const some = [await filled(200, indexedModel), await filled(30, indexedModel)];
    for (const shelf of some) {
      const vector = hashedVector(sentence(), dimensions);
      const asked = {
        ...{ text: '?!', tsconfigs: ['simple'], near: { model: indexedModel, vector: vectorText(vector) } },
        ...{ pieces: shelf.contents.length, now: w.ground.clock.now() },
        reach: { places: { everywhere: true, except: [], only: [] }, location: undefined },
      };
      const found = await inShelf(shelf, (ctx) => foundByIndex(ctx.tx, asked, indexedModel));
      assert.equal(found.length, Math.min(shelf.contents.length, listLengthMax));
      assert.ok(found.every(({ content }) => shelf.contents.includes(content)));
    }
  });
});

const inShelf = <T>({ workspaceId }: Shelf, fn: Parameters<typeof readIn<T>>[3]) =>
  readIn(w.ground, workspaceId, { actor: { kind: 'autopilot' } }, fn);

const likeness = (one: Float32Array, other: Float32Array) =>
  one.reduce((sum, number, i) => sum + number * other[i]!, 0);

/** The likenesses of the nearest, by looking at all of them. */
const exact = ({ vectors }: Shelf, vector: Float32Array, count: number) =>
  vectors
    .map((one) => likeness(one, vector))
    .sort((a, b) => b - a)
    .slice(0, count);

async function filled(count: number, by: string): Promise<Shelf> {
  const contents = Array.from({ length: count }, sentence);
  const vectors = contents.map((content) => hashedVector(content, dimensions));
  const shelf = { workspaceId: newId(WorkspaceId), contents, vectors };
  await fill(shelf, by);
  return shelf;
}

async function fill({ workspaceId, contents, vectors }: Shelf, by: string): Promise<void> {
  const now = w.ground.clock.now();
  await asOwner(sql`
    insert into workspaces.workspaces (id, name, created_at, updated_at)
    values (${workspaceId}, 'A shelf', ${now}, ${now})`);
  await asOwner(sql`
    insert into knowledge.indexes (workspace_id, model, dimensions, tsconfigs)
    values (${workspaceId}, ${by}, ${dimensions}, '{simple}')`);
  await shelve(workspaceId, contents, vectors, by);
}

/** A document, as indexing leaves it, some hundred rows at a time. */
async function shelve(
  workspaceId: WorkspaceId,
  contents: readonly string[],
  vectors: readonly Float32Array[],
  by: string,
): Promise<string> {
  const documentId = newId(z.uuid());
  const now = w.ground.clock.now();
  await asOwner(sql`
    insert into knowledge.documents (workspace_id, id, kind, title, body, status, created_at, updated_at)
    values (${workspaceId}, ${documentId}, 'text', 'All', 'All', 'indexed', ${now}, ${now})`);
  for (let from = 0; from < contents.length; from += 300) {
    const some = contents.slice(from, from + 300);
    const ids = some.map(() => newId(z.uuid()));
    await asOwner(sql`
      insert into knowledge.chunks (workspace_id, id, document_id, place, content, content_hash, start_char, end_char,
                                    tokens_count, created_at, updated_at)
      select ${workspaceId}, c.id, ${documentId}, c.place, c.content, sha256(c.content::bytea), 0, 10, 8, ${now}, ${now}
        from unnest(${ids}::uuid[], ${some}::text[]) with ordinality c (id, content, place)`);
    await asOwner(sql`
      insert into knowledge.vectors (workspace_id, model, chunk_id, dimensions, embedding, created_at)
      select ${workspaceId}, ${by}, v.id, ${dimensions}, v.written::vector, ${now}
        from unnest(${ids}::uuid[], ${vectors.slice(from, from + 300).map(vectorText)}::text[]) v (id, written)`);
  }
  return documentId;
}
