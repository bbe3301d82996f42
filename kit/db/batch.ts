import type pg from 'pg';
import { type Columns, columnsOf, type Field, plainColumnsOf, rowOf, toWire } from './rows.ts';

/** One statement of a batch, prepared under its name the first time a connection meets it. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  /** Columns named and typed as the driver does it. */
  readonly plain?: true;
  /** Nobody asks for its rows. */
  readonly silent?: true;
}

export interface Rows {
  readonly rows: Record<string, unknown>[];
  readonly count: number;
  /** What PostgreSQL says it did: `SELECT`, `COMMIT`, or `ROLLBACK` in answer to a commit that could not be. */
  readonly tag: string;
}

/** The part of the driver's connection that speaks the extended protocol. */
interface Wire {
  readonly stream: { cork?(): void; uncork?(): void };
  parse(message: { name: string; text: string; types?: undefined }): void;
  bind(message: object): void;
  describe(message: { type: 'P'; name: string }): void;
  execute(message: { portal: string; rows: number }): void;
  close(message: { type: 'S'; name: string }): void;
  sync(): void;
}

interface Prepared {
  /** Known after the first answer. It cannot change: PostgreSQL refuses a prepared statement whose result would. */
  columns: Columns | undefined;
}

/**
 * A connection keeps this many statements prepared. The product has a few hundred; what is beyond that is made while
 * running (lists of varying length), and must not grow on the server for ever.
 */
const preparedMax = 500;
const noColumns: Columns = { names: [], parse: [] };
const preparedOn = new WeakMap<object, Map<string, Prepared>>();
/** Whether the server has them is not known: the batch that prepared them failed somewhere. */
const doubtfulOn = new WeakMap<object, Set<string>>();

/**
 * Statements behind one Sync: they travel in one message, and outside a transaction block PostgreSQL runs them as
 * one transaction of their own. Answers what each of them did.
 */
export function sendBatch(client: pg.ClientBase, statements: readonly Statement[]): Promise<Rows[]> {
  return new Promise((resolve, reject) => {
    // Before anything is sent: a value that cannot be written must not leave half a message behind.
    const values = statements.map((statement) => statement.values.map(toWire));
    client.query(batchOf(client, statements, values, resolve, reject) as never);
  });
}

/** What the driver calls while the batch is the one being answered. */
function batchOf(
  client: pg.ClientBase,
  statements: readonly Statement[],
  values: readonly unknown[][],
  resolve: (rows: Rows[]) => void,
  reject: (error: unknown) => void,
) {
  const prepared = lookUp(preparedOn, client, () => new Map<string, Prepared>());
  const doubtful = lookUp(doubtfulOn, client, () => new Set<string>());
  const entries: Prepared[] = [];
  const fresh: string[] = [];
  const done: Rows[] = [];
  let rows: Record<string, unknown>[] = [];
  let broken: unknown;

  const fail = (error: unknown) => {
    for (const name of fresh) forget(prepared, doubtful, name);
    reject(error);
  };

  return {
    submit(wire: Wire) {
      wire.stream.cork?.();
      try {
        statements.forEach((statement, i) => {
          if (!prepared.has(statement.name)) fresh.push(statement.name);
          entries.push(sendStatement(wire, prepared, doubtful, statement, values[i]!));
        });
      } finally {
        wire.sync();
        wire.stream.uncork?.();
      }
      return null;
    },
    handleRowDescription(message: { fields: Field[] }) {
      const { plain } = statements[done.length]!;
      entries[done.length]!.columns = plain ? plainColumnsOf(message.fields) : columnsOf(message.fields);
    },
    handleDataRow(message: { fields: (string | null)[] }) {
      if (broken || statements[done.length]!.silent) return;
      try {
        rows.push(rowOf(entries[done.length]!.columns!, message.fields));
      } catch (error) {
        broken = error;
      }
    },
    handleCommandComplete(message: { text: string }) {
      entries[done.length]!.columns ??= noColumns;
      const tag = /^[A-Z ]*[A-Z]/.exec(message.text)?.[0] ?? '';
      done.push({ rows, count: Number(/\d+$/.exec(message.text)?.[0] ?? 0), tag });
      rows = [];
    },
    handleEmptyQuery() {
      done.push({ rows: [], count: 0, tag: '' });
    },
    handleReadyForQuery() {
      if (broken) fail(broken);
      else resolve(done);
    },
    handleError: fail,
    handlePortalSuspended() {},
    handleCopyInResponse(wire: { sendCopyFail(reason: string): void }) {
      wire.sendCopyFail('COPY is not spoken here');
    },
    handleCopyData() {},
  };
}

function sendStatement(
  wire: Wire,
  prepared: Map<string, Prepared>,
  doubtful: Set<string>,
  { name, text }: Statement,
  values: readonly unknown[],
): Prepared {
  let entry = prepared.get(name);
  if (entry) {
    prepared.delete(name);
  } else {
    if (doubtful.delete(name)) wire.close({ type: 'S', name });
    for (const oldest of prepared.keys()) {
      if (prepared.size < preparedMax) break;
      prepared.delete(oldest);
      wire.close({ type: 'S', name: oldest });
    }
    wire.parse({ name, text });
    entry = { columns: undefined };
  }
  // Last in the map is the one used last.
  prepared.set(name, entry);
  wire.bind({ portal: '', statement: name, values });
  if (!entry.columns) wire.describe({ type: 'P', name: '' });
  wire.execute({ portal: '', rows: 0 });
  return entry;
}

/** After a change of schema, or when the server lost it: the next use prepares it again. */
export function forgetStatements(client: object, statements: readonly Statement[]) {
  const prepared = preparedOn.get(client);
  const doubtful = doubtfulOn.get(client);
  if (prepared && doubtful) for (const { name } of statements) forget(prepared, doubtful, name);
}

function forget(prepared: Map<string, Prepared>, doubtful: Set<string>, name: string) {
  prepared.delete(name);
  doubtful.add(name);
}

function lookUp<K extends object, V>(map: WeakMap<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (!value) {
    value = make();
    map.set(key, value);
  }
  return value;
}
