import { z } from 'zod';
import { type Sql, sql } from '../../../../kit/sql.ts';
import type { Storage } from '../../../../kit/storage/storage.ts';
import type { Place, unitOf } from '../testing.ts';

type Unit = ReturnType<typeof unitOf>;
type Worker = Pick<Unit, 'work'>;
/** How many statements and calls of the storage are left to a process before it ends. */
export interface Steps {
  left: number;
}

async function step<T>(steps: Steps, work: () => Promise<T>): Promise<T> {
  steps.left -= 1;
  if (steps.left < 0) throw new Error('the process ended');
  return work();
}

/** A unit whose process ends before a statement; what its transaction did until then is rolled back. */
export const breakingUnit = <U extends Worker>(unit: U, steps: Steps): U => ({
  ...unit,
  work: <T>(fn: Parameters<typeof unit.work<T>>[0]) =>
    unit.work((ctx) => {
      const { tx } = ctx;
      const counted = {
        ...tx,
        many: (shape: z.ZodType<any>, query: Sql) => step(steps, () => tx.many(shape, query)),
        one: (shape: z.ZodType<any>, query: Sql) => step(steps, () => tx.one(shape, query)),
        maybeOne: (shape: z.ZodType<any>, query: Sql) => step(steps, () => tx.maybeOne(shape, query)),
        run: (query: Sql) => step(steps, () => tx.run(query)),
      };
      return fn({ ...ctx, tx: counted });
    }),
});

export const breakingStorage = (storage: Storage, steps: Steps): Storage => ({
  ...storage,
  list: (prefix, page) => step(steps, () => storage.list(prefix, page)),
  delete: (key) => step(steps, () => storage.delete(key)),
});

/**
 * Runs a piece of work whose process ends after one statement, after two, and so on until it comes to its end, and
 * each time once more to the end. Answers how often it was broken off.
 */
export async function brokenAtEveryStep<U extends Worker>(
  begin: () => Promise<(unit: U, storage: Storage) => Promise<unknown>>,
  { unit, storage }: { readonly unit: U; readonly storage: Storage },
  check: (message: string) => Promise<void>,
): Promise<number> {
  for (let allowed = 1; ; allowed++) {
    const work = await begin();
    const steps = { left: allowed };
    const isDone = await work(breakingUnit(unit, steps), breakingStorage(storage, steps)).then(
      () => true,
      () => false,
    );
    if (isDone) {
      await check('at its end');
      return allowed - 1;
    }
    await work(unit, storage);
    await check(`after ${allowed} steps`);
  }
}

const tables = [
  ...['sites', 'documents', 'faqs', 'faq_questions', 'chunks', 'vectors', 'chunk_words', 'indexes'],
  ...['ingestion_jobs', 'ingestion_items'],
] as const;
type Table = (typeof tables)[number];

/** What a workspace still has, by table. Those without a row are not named. */
export async function rowsLeft(
  { ground, workspaceId }: Place,
  { except = [] }: { readonly except?: readonly Table[] } = {},
): Promise<Partial<Record<Table, number>>> {
  const counted = await ground.db.reader({ kind: 'workspace', workspaceId }).many(
    z.object({ name: z.enum(tables), count: z.number() }),
    sql.join(
      tables
        .filter((name) => !except.includes(name))
        .map(
          (name) =>
            sql`select ${name}::text as name, count(*)::int as count from ${sql.id('knowledge', name)}`,
        ),
      sql` union all `,
    ),
  );
  return Object.fromEntries(counted.filter(({ count }) => count > 0).map(({ name, count }) => [name, count]));
}
