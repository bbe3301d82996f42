import type pg from 'pg';
import { type Columns, columnsOf, type Field, keepWritten, plainColumnsOf, rowOf, toWire } from './rows.ts';

/** One statement of a batch, prepared under its name the first time a connection meets it. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  /** Columns named and typed as the driver does it. */
  readonly plain?: true;
  /** Nobody asks for its rows. */
  readonly silent?: true;
  /** Somebody asks what its rows were before they were parsed: `writtenOf`. */
  readonly asWritten?: boolean;
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
  parse(message: { name: string; text: string }): void;
  bind(message: { portal: string; statement: string; values: (string | Buffer | null)[] }): void;
  describe(message: { type: 'P'; name: string }): void;
  execute(message: { portal: string; rows: number }): void;
  close(message: { type: 'S'; name: string }): void;
  sync(): void;
  sendCopyFail(reason: string): void;
}

interface Prepared {
  /** Known after the first answer. It cannot change: PostgreSQL refuses a prepared statement whose result would. */
  columns: Columns | undefined;
}

/** What one connection has prepared on the server. */
interface Shelf {
  /** The one used last is last. */
  readonly prepared: Map<string, Prepared>;
  /** Whether the server has them is not known: the batch that prepared them failed somewhere. */
  readonly doubtful: Set<string>;
}

interface Batch {
  readonly shelf: Shelf;
  readonly statements: readonly Statement[];
  readonly values: readonly (string | Buffer | null)[][];
  readonly entries: Prepared[];
  readonly fresh: string[];
  readonly done: Rows[];
  rows: Record<string, unknown>[];
  /** Values of the rows, where somebody asks. */
  written: (string | null)[][];
  broken: unknown;
}

/**
 * A connection keeps this many statements prepared. The product has a few hundred; what is beyond that is made while
 * running (lists of varying length), and must not grow on the server for ever.
 */
const preparedMax = 500;
const noColumns: Columns = { names: [], parse: [] };
const shelves = new WeakMap<object, Shelf>();

/**
 * Statements behind one Sync: they travel in one message, and outside a transaction block PostgreSQL runs them as
 * one transaction of their own. Answers what each of them did.
 */
export function sendBatch(client: pg.ClientBase, statements: readonly Statement[]): Promise<Rows[]> {
  return new Promise((resolve, reject) => {
    // Before anything is sent: a value that cannot be written must not leave half a message behind.
    const values = statements.map((statement) => statement.values.map(toWire));
    const shelf = shelfOf(client);
    const batch: Batch = {
      shelf,
      statements,
      values,
      entries: [],
      fresh: [],
      done: [],
      rows: [],
      written: [],
      broken: undefined,
    };
    client.query(submittable(batch, resolve, reject) as never);
  });
}

/** After a change of schema, or when the server lost them: the next use prepares them again. */
export function forgetStatements(client: object, statements: readonly Statement[]) {
  for (const { name } of statements) forget(shelfOf(client), name);
}

/** What the driver calls while the batch is the one being answered. */
function submittable(batch: Batch, resolve: (rows: Rows[]) => void, reject: (error: unknown) => void) {
  const fail = (error: unknown) => {
    for (const name of batch.fresh) forget(batch.shelf, name);
    reject(error);
  };
  return {
    submit: (wire: Wire) => submit(batch, wire),
    handleRowDescription(message: { fields: Field[] }) {
      const { plain } = batch.statements[batch.done.length]!;
      batch.entries[batch.done.length]!.columns = plain
        ? plainColumnsOf(message.fields)
        : columnsOf(message.fields);
    },
    handleDataRow: (message: { fields: (string | null)[] }) => takeRow(batch, message.fields),
    handleCommandComplete(message: { text: string }) {
      const entry = batch.entries[batch.done.length]!;
      entry.columns ??= noColumns;
      const { names } = entry.columns;
      if (batch.statements[batch.done.length]!.asWritten)
        keepWritten(batch.rows, { names, values: batch.written });
      const tag = /^[A-Z ]*[A-Z]/.exec(message.text)?.[0] ?? '';
      batch.done.push({ rows: batch.rows, count: Number(/\d+$/.exec(message.text)?.[0] ?? 0), tag });
      batch.rows = [];
      batch.written = [];
    },
    handleEmptyQuery: () => batch.done.push({ rows: [], count: 0, tag: '' }),
    handleReadyForQuery: () => (batch.broken ? fail(batch.broken) : resolve(batch.done)),
    handleError: fail,
    handlePortalSuspended() {},
    handleCopyInResponse: (wire: Wire) => wire.sendCopyFail('data is not copied in through a statement'),
    handleCopyData() {},
  };
}

function submit({ statements, values, shelf, fresh, entries }: Batch, wire: Wire) {
  wire.stream.cork?.();
  try {
    statements.forEach((statement, i) => {
      if (!shelf.prepared.has(statement.name)) fresh.push(statement.name);
      entries.push(sendStatement(wire, shelf, statement, values[i]!));
    });
  } finally {
    wire.sync();
    wire.stream.uncork?.();
  }
  return null;
}

function sendStatement(
  wire: Wire,
  { prepared, doubtful }: Shelf,
  { name, text }: Statement,
  values: (string | Buffer | null)[],
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
  prepared.set(name, entry);
  wire.bind({ portal: '', statement: name, values });
  if (!entry.columns) wire.describe({ type: 'P', name: '' });
  wire.execute({ portal: '', rows: 0 });
  return entry;
}

function takeRow(batch: Batch, fields: (string | null)[]) {
  const at = batch.done.length;
  if (batch.broken || batch.statements[at]!.silent) return;
  try {
    batch.rows.push(rowOf(batch.entries[at]!.columns!, fields));
    if (batch.statements[at]!.asWritten) batch.written.push(fields);
  } catch (error) {
    // Told when the answer is over, so that the rest of it is not taken for the next statement's.
    batch.broken = error;
  }
}

function forget({ prepared, doubtful }: Shelf, name: string) {
  prepared.delete(name);
  doubtful.add(name);
}

function shelfOf(client: object): Shelf {
  let shelf = shelves.get(client);
  if (!shelf) {
    shelf = { prepared: new Map(), doubtful: new Set() };
    shelves.set(client, shelf);
  }
  return shelf;
}
