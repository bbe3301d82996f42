import pg from 'pg';
import { z } from 'zod';
import type { Sql } from '../sql.ts';

/**
 * What a column becomes. The rule is that nothing is guessed and nothing is lost:
 *
 * - bigint (int8) is a `bigint`: money is counted in micro-units. A count that is small by nature is cast (`::int`).
 * - numeric is a string, since a JavaScript number cannot hold it. integer, smallint and float8 are numbers.
 * - timestamptz is a `Date`. A timestamp without time zone is a string, since which instant it means is not known.
 * - date, time and interval are strings as PostgreSQL writes them: a day is not an instant.
 * - json and jsonb are parsed; bytea is a `Buffer`; arrays are arrays of the same; everything else is a string.
 *
 * The other way round: `Date`, `bigint`, `Buffer` and arrays are sent as such, any other object as JSON. An array
 * meant as JSON is the one case to write out: `${JSON.stringify(tags)}`. `undefined` is sent as null.
 */
export type Parse = (text: string) => unknown;

const asText: Parse = (text) => text;
const instant = pg.types.getTypeParser(1184, 'text') as Parse;
const textArray = pg.types.getTypeParser(1009 as never, 'text') as (text: string) => (string | null)[];
const arrayOf = (parse: Parse) => (text: string) =>
  textArray(text).map((item) => (item === null ? null : parse(item)));

const parsers = new Map<number, Parse>([
  [20, BigInt],
  [1016, arrayOf(BigInt)],
  [1184, parseInstant],
  [1185, arrayOf(parseInstant)],
  [1114, asText],
  [1115, arrayOf(asText)],
  [1082, asText],
  [1182, arrayOf(asText)],
  [1186, asText],
  [1187, arrayOf(asText)],
  [1231, arrayOf(asText)],
]);

const digits = (text: string, from: number, to: number) => {
  let value = 0;
  for (let i = from; i < to; i++) value = value * 10 + text.charCodeAt(i) - 48;
  return value;
};

/** `2026-01-31 12:34:56.789012+00`, which is all a session in UTC writes in our era, without a regular expression. */
function parseInstant(text: string): unknown {
  const isUsual = text.endsWith('+00') && text.charCodeAt(0) !== 48 && text.charCodeAt(10) === 32;
  if (!isUsual) return instant(text);
  const end = text.length - 3;
  const ms = end > 20 ? Math.floor(digits(text, 20, Math.min(end, 23)) * 10 ** Math.max(0, 23 - end)) : 0;
  return new Date(
    Date.UTC(
      digits(text, 0, 4),
      digits(text, 5, 7) - 1,
      digits(text, 8, 10),
      digits(text, 11, 13),
      digits(text, 14, 16),
      digits(text, 17, 19),
      ms,
    ),
  );
}

export interface Columns {
  readonly names: readonly string[];
  readonly parse: readonly Parse[];
}

/** What a column is called in a row. */
export const camel = (name: string) => name.replace(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase());

export interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}

const driverParse = ({ dataTypeID }: Field) => pg.types.getTypeParser(dataTypeID, 'text') as Parse;

/** Done once per prepared statement and connection, not once per row. */
export const columnsOf = (fields: readonly Field[]): Columns => ({
  names: fields.map((field) => camel(field.name)),
  parse: fields.map((field) => parsers.get(field.dataTypeID) ?? driverParse(field)),
});

/** Names and types as the driver gives them, for libraries that bring their own SQL. */
export const plainColumnsOf = (fields: readonly Field[]): Columns => ({
  names: fields.map((field) => field.name),
  parse: fields.map(driverParse),
});

export function rowOf(columns: Columns, values: readonly (string | null)[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    row[columns.names[i]!] = value === null ? null : columns.parse[i]!(value);
  }
  return row;
}

/** What a row was before it was parsed: each value as PostgreSQL wrote it, to the last digit. */
export interface Written {
  readonly names: readonly string[];
  readonly values: readonly (readonly (string | null)[])[];
}

const writtenRows = new WeakMap<object, Written>();

/** Asks for rows unchecked, with `writtenOf`: for whoever checks them by a shape of its own. */
export const RowAsWritten = z.custom<Record<string, unknown>>();
export const keepWritten = (rows: readonly object[], written: Written) => void writtenRows.set(rows, written);
/** Of rows that were read as `RowAsWritten`. */
export const writtenOf = (rows: readonly object[]): Written => writtenRows.get(rows)!;

/** How a value of ours is written for PostgreSQL. */
export function toWire(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (Buffer.isBuffer(value)) return value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return arrayToWire(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function arrayToWire(values: readonly unknown[]): string {
  const items = values.map((value) => {
    if (Array.isArray(value)) return arrayToWire(value);
    const text = toWire(value);
    if (text === null) return 'null';
    if (typeof text !== 'string') return `"\\\\x${text.toString('hex')}"`;
    return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  });
  return `{${items.join(',')}}`;
}

const lists = new WeakMap<z.ZodType, z.ZodType>();

/** Rows checked by their shape: how a schema that is no longer what the code takes it for is found at once. */
export function shaped<T>(shape: z.ZodType<T>, query: Sql, rows: readonly object[]): T[] {
  const checked = listOf(shape).safeParse(rows);
  if (checked.success) return checked.data;
  throw new Error(`a row has another shape than expected: ${z.prettifyError(checked.error)}\n${query.text}`);
}

/** Made once per shape: making a schema costs more than checking a page of rows by it. */
function listOf<T>(shape: z.ZodType<T>): z.ZodType<T[]> {
  let list = lists.get(shape) as z.ZodType<T[]> | undefined;
  if (!list) {
    list = z.array(shape);
    lists.set(shape, list);
  }
  return list;
}
