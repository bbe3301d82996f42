import type { Database, Scope } from '../../../../kit/db/database.ts';
import { WorkspaceId } from '../../../../kit/ids.ts';
import { type Sql, sql } from '../../../../kit/sql.ts';
import { filledDatabase } from '../../../../kit/testing/database.ts';
import { analyze, numberedId, numberedIn } from '../../../../kit/testing/explain.ts';

export const workspaceId = WorkspaceId.parse(numberedId(1));
export const scope: Scope = { kind: 'workspace', workspaceId };
export const start = new Date('2026-01-01T00:00:00Z');
export const now = new Date('2026-02-01T00:00:00Z');
export const everywhere = { everywhere: true, except: [], only: [] };
/** One that has an index, and one of which all vectors are read. */
export const indexedModel = 'google/gemini-embedding-001' as const;
export const plainModel = 'test/plain';
export const dimensions = 768;
export const vectorOfQuestion = `[${Array.from({ length: dimensions }, (_, i) => Math.sin(i + 1)).join(',')}]`;

const documents = 3_000;
/** The other workspace has more of everything that is counted. */
const theirs = 9_000;
const theirDocuments = 24_000;
const theirFaqs = 12_000;
const faqs = 1_500;

/**
 * Two workspaces full of texts. Of the first one, 600 pieces have a vector of a model with an index, and 300 one of
 * a model without; the other has more of everything.
 */
export const crowded = (): Promise<Database> => filledDatabase('pieces', fillWhole);

async function fillWhole(database: Database): Promise<void> {
  for (const statement of fill) await database.transaction({ kind: 'owner' }, (tx) => tx.run(statement));
  const tables = ['documents', 'faqs', 'faq_questions', 'chunks', 'vectors', 'chunk_words', 'indexes'];
  await analyze(database, ...tables.map((table) => `knowledge.${table}`));
}

const w = numberedIn(sql`w`);
const n = numberedIn(sql`n`);
const at = sql`${start}::timestamptz + n * interval '1 minute'`;

/** Both workspaces have so many, and the other one up to so many: some at a time, for machines with much to do. */
function each(ours: number, others: number, insert: (rows: Sql) => Sql): readonly Sql[] {
  const atOnce = 1_500;
  return Array.from({ length: Math.ceil(others / atOnce) }, (_, i) => {
    const [first, last] = [i * atOnce + 1, Math.min((i + 1) * atOnce, others)];
    return insert(sql`
      (select w, n from generate_series(1, 2) w, generate_series(${first}::int, ${last}::int) n
        where w = 2 or n <= ${ours}::int) given`);
  });
}

/** Near enough to random, and the same every time. */
const vector = sql`
  (select array_agg(sin(n * 1.37 + g * (1 + n % 13))::real) from generate_series(1, ${dimensions}) g)::vector`;

const vectors = (model: string, of: 1 | 2, count: number) => sql`
  insert into knowledge.vectors (workspace_id, model, chunk_id, dimensions, embedding, created_at)
  select ${w}, ${model}, ${n}, ${dimensions}, ${vector}, ${start}
    from (select ${of}::int as w, n from generate_series(1, ${count}::int) n) given`;

const fill: readonly Sql[] = [
  sql`
  insert into workspaces.workspaces (id, name, created_at, updated_at)
  select ${w}, 'Workspace ' || w, ${start}, ${start} from generate_series(1, 2) w`,
  sql`
  insert into knowledge.indexes (workspace_id, model, dimensions, tsconfigs)
  select ${w}, ${indexedModel}, ${dimensions}, '{english,german}' from generate_series(1, 2) w`,
  ...each(
    documents,
    theirDocuments,
    (rows) => sql`
    insert into knowledge.documents (workspace_id, id, kind, title, body, status, tsconfig, deleted_at, chunks_count,
                                     created_at, updated_at)
    select ${w}, ${n}, 'text', 'Document ' || n, 'Text ' || n,
           case when n % 300 = 7 then 'processing' else 'indexed' end, 'english',
           case when n % 300 = 8 then ${at} end, 1, ${at}, ${at}
      from ${rows}`,
  ),
  ...each(
    faqs,
    theirFaqs,
    (rows) => sql`
    insert into knowledge.faqs (workspace_id, id, answer, tsconfig, created_at, updated_at)
    select ${w}, ${n}, 'Answer ' || n, 'english', ${at}, ${at} from ${rows}`,
  ),
  ...each(
    faqs,
    faqs,
    (rows) => sql`
    insert into knowledge.faq_questions (workspace_id, faq_id, place, question, folded)
    select ${w}, ${n}, p, 'Question ' || n || ' ' || p, 'question ' || n || ' ' || p
      from ${rows}, generate_series(0, 1) p`,
  ),
  ...each(
    documents,
    theirs,
    (rows) => sql`
    insert into knowledge.chunks (workspace_id, id, document_id, place, heading, content, content_hash, start_char,
                                  end_char, tokens_count, tsconfig, created_at, updated_at)
    select ${w}, ${n}, ${n}, 0, 'Part ' || n % 40, 'Common fabric number' || n || ' colour' || n % 200,
           sha256(n::text::bytea), 0, 30, 8, 'english', ${at}, ${at}
      from ${rows}`,
  ),
  ...each(
    faqs,
    faqs,
    (rows) => sql`
    insert into knowledge.chunks (workspace_id, id, faq_id, place, content, content_hash, start_char, end_char,
                                  tokens_count, tsconfig, created_at, updated_at)
    select ${w}, ${numberedIn(sql`n + ${theirs}::int`)}, ${n}, 0, 'Question ' || n, sha256(n::text::bytea), 0, 10, 3,
           'english', ${at}, ${at}
      from ${rows}`,
  ),
  vectors(indexedModel, 1, 600),
  vectors(indexedModel, 2, 200),
  vectors(plainModel, 1, 300),
  vectors(plainModel, 2, 1_500),
];
