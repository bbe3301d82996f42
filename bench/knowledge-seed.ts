import pg from 'pg';
import { withoutIndexes } from './seed.ts';

/**
 * A workspace full of pieces with vectors and words, and others beside it, written past Stoa in a handful of
 * statements. Vectors lie around some hundred centres, as those of texts about some hundred subjects do.
 */
export interface KnowledgeSeed {
  readonly url: string;
  readonly workspaceId: string;
  readonly pieces: number;
}

export const benchModel = 'google/gemini-embedding-001';
export const benchDimensions = 768;
const centres = 200;
const noises = 2_000;
const sentences = 5_000;
const wordsOfSentence = 60;
const vocabulary = 8_000;
const piecesOfDocument = 20;
/** Everybody else has a quarter of it together. */
const others = 20;
const start = '2026-01-01T00:00:00Z';

export async function seedKnowledge(spec: KnowledgeSeed): Promise<void> {
  const client = new pg.Client(spec.url);
  await client.connect();
  try {
    await client.query(
      `set statement_timeout = 0; set synchronous_commit = off; set maintenance_work_mem = '1GB'`,
    );
    for (const statement of groundwork) await client.query(statement);
    await client.query('set session_replication_role = replica');
    for (const statement of ownersOf(spec)) await client.query(statement);
    for (const [table, statement] of contents)
      await withoutIndexes(client, `knowledge.${table}`, () => client.query(statement));
    await client.query('set session_replication_role = origin');
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

/** So many questions, each with the words of a sentence and a vector near one of the pieces. */
export async function questionsOf(url: string, count: number): Promise<{ q: string; vector: string }[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ q: string; vector: string }>(
      `select 'what about ' || array_to_string((string_to_array(s.content, ' '))[1:4], ' ')
                || case when a.n % 3 = 0 then ' number' || a.n * 7 else '' end as q,
              (c.v + z.v)::text as vector
         from generate_series(1, $1::int) a (n)
         join bench_sentences s on s.n = a.n * 31 % ${sentences}
         join bench_centres c on c.n = a.n * 7 % ${centres}
         join bench_noises z on z.n = a.n * 13 % ${noises}`,
      [count],
    );
    return rows;
  } finally {
    await client.end();
  }
}

const someVector = (scale: number) => `
  (select array_agg((random() - 0.5) * ${scale} + 0 * (n + g)) from generate_series(1, ${benchDimensions}) g)::vector`;

const groundwork = [
  'select setseed(0.42)',
  `create table bench_centres as select n, ${someVector(1)} as v from generate_series(0, ${centres - 1}) n`,
  `create table bench_noises as select n, ${someVector(0.6)} as v from generate_series(0, ${noises - 1}) n`,
  `create table bench_sentences as
     select n, (select string_agg('w' || floor(power(random(), 3) * ${vocabulary} + 0 * (n + g))::int || 'x', ' ')
                  from generate_series(1, ${wordsOfSentence}) g) as content
       from generate_series(0, ${sentences - 1}) n`,
  `create table bench_words as
     select s.n, w.word, (w.uses * 2.2 / (w.uses + 1.2 * (0.25 + 0.75 * ${wordsOfSentence} / 150.0)))::real as weight
       from bench_sentences s cross join lateral knowledge.words_of(s.content, 'simple') w`,
  'create index on bench_words (n)',
];

const idOf = (w: string, n: string, kind: string) =>
  `(lpad(to_hex(${w}), 8, '0') || '-0000-7000-8${kind}-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

function ownersOf({ workspaceId, pieces }: KnowledgeSeed): string[] {
  const theirs = Math.ceil(pieces / 4 / others);
  return [
    `create table bench_shelves as
       select 0 as w, '${workspaceId}'::uuid as workspace_id, ${pieces} as pieces
       union all
       select w, ${idOf('w', '0', '001')}, ${theirs} from generate_series(1, ${others}) w`,
    `insert into workspaces.workspaces (id, name, created_at, updated_at)
       select workspace_id, 'Shelf ' || w, '${start}', '${start}' from bench_shelves on conflict do nothing`,
    `insert into knowledge.indexes (workspace_id, model, dimensions, tsconfigs)
       select workspace_id, '${benchModel}', ${benchDimensions}, '{simple}' from bench_shelves`,
    `create table bench_pieces as
       select s.w, s.workspace_id, n, ${idOf('s.w', 'n', '002')} as id,
              ${idOf('s.w', `n / ${piecesOfDocument}`, '003')} as document_id
         from bench_shelves s, generate_series(0, s.pieces - 1) n`,
  ];
}

const contents: readonly (readonly [table: string, statement: string])[] = [
  [
    'documents',
    `insert into knowledge.documents (workspace_id, id, kind, title, body, status, chunks_count, created_at, updated_at)
       select workspace_id, document_id, 'text', 'Document ' || min(n), 'Text', 'indexed', count(*), '${start}', '${start}'
         from bench_pieces group by workspace_id, document_id`,
  ],
  [
    'chunks',
    `insert into knowledge.chunks (workspace_id, id, document_id, place, content, content_hash, start_char, end_char,
                                   tokens_count, created_at, updated_at)
       select p.workspace_id, p.id, p.document_id, p.n % ${piecesOfDocument}, s.content || ' number' || p.n,
              sha256(p.id::text::bytea), 0, 400, 90, '${start}', '${start}'
         from bench_pieces p join bench_sentences s on s.n = p.n % ${sentences}`,
  ],
  [
    'vectors',
    `insert into knowledge.vectors (workspace_id, model, chunk_id, dimensions, embedding, created_at)
       select p.workspace_id, '${benchModel}', p.id, ${benchDimensions}, c.v + z.v, '${start}'
         from bench_pieces p
         join bench_centres c on c.n = p.n * 7 % ${centres}
         join bench_noises z on z.n = (p.n * 13 + p.w) % ${noises}`,
  ],
  [
    'chunk_words',
    `insert into knowledge.chunk_words (workspace_id, word, chunk_id, weight)
       select p.workspace_id, b.word, p.id, b.weight
         from bench_pieces p join bench_words b on b.n = p.n % ${sentences}
       union all
       select p.workspace_id, 'number' || p.n, p.id, 1.4 from bench_pieces p`,
  ],
];
