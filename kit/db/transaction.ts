import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { kitError } from '../errors.ts';
import { type Sql, statementName } from '../sql.ts';
import type { Rows, Statement } from './batch.ts';
import { beginOf, commit, contextOf, rollback, statementOf } from './context.ts';
import type { Scope, Tx, WorkOptions } from './database.ts';
import { CommitUnknownError, isConflict, isLost, isStale } from './failure.ts';
import { RowAsWritten, shaped } from './rows.ts';
import type { Session, Sessions } from './session.ts';
import { traced } from './trace.ts';

const attemptsMax = 5;
const backoffMs = 8;

/** See `Database.reader`. */
export function openReader(
  sessions: Sessions,
  scope: Scope,
  options: Pick<WorkOptions, 'signal' | 'statementTimeoutMs'> = {},
): Tx {
  const { signal, statementTimeoutMs } = options;
  const context = contextOf(scope, { readOnly: true, statementTimeoutMs });
  const limits = { signal, timeoutMs: statementTimeoutMs };
  const once = async (use: (session: Session) => Promise<Rows>) => {
    const session = await sessions.take(signal);
    try {
      return await use(session);
    } finally {
      session.release();
    }
  };
  const send = (statement: Statement) =>
    once(async (session) => (await session.send([...context, statement], limits)).at(-1)!);
  return txOf(
    // Reading twice is reading once, so a connection that turned out to be dead costs nothing but a moment.
    (statement) =>
      send(statement).catch((error) => (worthAgain(error) ? send(statement) : Promise.reject(error))),
    () => Promise.reject(new Error('a reader runs one statement at a time')),
  );
}

/** See `Database.transaction`. */
export async function runTransaction<T>(
  sessions: Sessions,
  scope: Scope,
  work: (tx: Tx) => Promise<T>,
  options: WorkOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(sessions, scope, work, options);
    } catch (error) {
      if (error instanceof CommitUnknownError || options.signal?.aborted || !worthAgain(error)) throw error;
      if (attempt === attemptsMax) throw isConflict(error) ? kitError('conflict', { attempt }, error) : error;
      // Jittered, so that two that met once do not meet again.
      await sleep(Math.random() * backoffMs * 2 ** attempt, undefined, { signal: options.signal });
    }
  }
}

const worthAgain = (error: unknown) => isConflict(error) || isStale(error) || isLost(error);

async function runOnce<T>(
  sessions: Sessions,
  scope: Scope,
  work: (tx: Tx) => Promise<T>,
  options: WorkOptions,
): Promise<T> {
  const lazy: Lazy = { sessions, scope, options, isBegun: false, isOver: false };
  try {
    const result = await work(
      txOf(
        (statement) => sendIn(lazy, statement),
        (text) => scriptIn(lazy, text),
      ),
    );
    await commitIn(lazy, [options.last?.() ?? []].flat());
    return result;
  } catch (error) {
    await rollbackIn(lazy);
    throw error;
  } finally {
    lazy.taken?.then((session) => session.release()).catch(nothing);
  }
}

/** Takes a connection and begins with the first statement: work that asks the database nothing costs it nothing. */
interface Lazy {
  readonly sessions: Sessions;
  readonly scope: Scope;
  readonly options: WorkOptions;
  taken?: Promise<Session>;
  isBegun: boolean;
  isOver: boolean;
  /** Why it cannot be committed, whatever its work made of that. */
  failure?: unknown;
}

async function sessionIn(lazy: Lazy): Promise<Session> {
  lazy.taken ??= lazy.sessions.take(lazy.options.signal);
  return lazy.taken;
}

/** What goes in front of the first statement, once. */
function leadIn(lazy: Lazy): Statement[] {
  if (lazy.isBegun) return [];
  lazy.isBegun = true;
  const { statementTimeoutMs } = lazy.options;
  return [beginOf(lazy.options), ...contextOf(lazy.scope, { readOnly: false, statementTimeoutMs })];
}

/** Looks before and after the wait for a connection, which may be longer than the work took. */
async function openIn(lazy: Lazy): Promise<Session> {
  if (!lazy.isOver) await sessionIn(lazy);
  if (lazy.isOver) throw new Error('this transaction is over: its tx was used after its work was done');
  return sessionIn(lazy);
}

async function sendIn(lazy: Lazy, ...statements: Statement[]): Promise<Rows> {
  const session = await openIn(lazy);
  const { signal, statementTimeoutMs: timeoutMs } = lazy.options;
  const answers = await noting(lazy, session.send([...leadIn(lazy), ...statements], { signal, timeoutMs }));
  return answers.at(-1)!;
}

async function scriptIn(lazy: Lazy, text: string): Promise<Rows> {
  if (!lazy.isBegun) await sendIn(lazy);
  return noting(lazy, (await openIn(lazy)).script(text));
}

async function noting<T>(lazy: Lazy, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    lazy.failure ??= error;
    throw error;
  }
}

async function commitIn(lazy: Lazy, last: readonly Sql[]) {
  lazy.isOver = true;
  lazy.options.signal?.throwIfAborted();
  if (!lazy.taken && last.length === 0) return;
  const session = await sessionIn(lazy);
  const statements = [...leadIn(lazy), ...last.map(statementOf), commit];
  // From here on the signal and the time no longer count: a commit on its way must not be left unanswered.
  const done = await traced('commit', () => session.send(statements, { timeoutMs: 0 })).catch((error) => {
    throw isLost(error) ? new CommitUnknownError(error) : error;
  });
  lazy.isBegun = false;
  if (done.at(-1)!.tag === 'COMMIT') return;
  throw lazy.failure ?? new Error('the transaction had failed and was rolled back instead of committed');
}

async function rollbackIn(lazy: Lazy) {
  lazy.isOver = true;
  if (!lazy.isBegun) return;
  const session = await sessionIn(lazy);
  await session.send([rollback]).catch(() => session.release(true));
}

const nothing = () => undefined;

function txOf(ask: (statement: Statement) => Promise<Rows>, script: (text: string) => Promise<Rows>): Tx {
  const send = (statement: Statement) => traced(statement.text, () => ask(statement));
  const rows = async <T>(shape: z.ZodType<T>, query: Sql) => {
    const asWritten = (shape as z.ZodType) === RowAsWritten;
    const { rows: found } = await send({ ...statementOf(query), asWritten });
    return asWritten ? (found as T[]) : shaped(shape, query, found);
  };
  const atMostOne = async <T>(shape: z.ZodType<T>, query: Sql, least: 0 | 1) => {
    const found = await rows(shape, query);
    if (found.length > 1 || found.length < least) {
      throw new Error(`expected ${least === 1 ? '' : 'at most '}one row, got ${found.length}: ${query.text}`);
    }
    return found[0];
  };
  return {
    many: rows,
    maybeOne: (shape, query) => atMostOne(shape, query, 0),
    one: async (shape, query) => (await atMostOne(shape, query, 1))!,
    run: async (query) => (await send(statementOf(query))).count,
    asDb: {
      executeSql: (text, values = []) =>
        values.length === 0
          ? traced(text, () => script(text))
          : send({ name: `p${statementName(text)}`, text, values, plain: true }),
    } as Tx['asDb'],
  };
}
