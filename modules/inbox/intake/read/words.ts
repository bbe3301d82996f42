import { z } from 'zod';

/** Words of the outside: read as far as they can be, never a reason to fail. */

const idLengthMax = 998;
const addressLengthMax = 4_000;
const detailLengthMax = 1_000;
/** Of what nobody understands, as much as lets somebody see later what it was. */
const keptLengthMax = 8_000;

/** Not longer than its column, and without what PostgreSQL cannot store. Undefined when nothing is left. */
export function short(value: unknown, lengthMax = detailLengthMax): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.replaceAll('\0', '').slice(0, lengthMax).toWellFormed();
  return text === '' ? undefined : text;
}

/** An id, which platforms send as text and as number. One that is cut would be another's. */
export function idOf(value: unknown): string | undefined {
  if (typeof value !== 'string' && !Number.isSafeInteger(value)) return undefined;
  const text = String(value).replaceAll('\0', '').toWellFormed();
  return text === '' || text.length > idLengthMax ? undefined : text;
}

/** Half an address leads somewhere else. */
export const addressOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length <= addressLengthMax && /^https?:\/\//.test(value)
    ? short(value, addressLengthMax)
    : undefined;

export const whole = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
};

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const recordOf = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});
export const arrayOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const milliseconds = z.coerce.number().int().min(946_684_800_000).max(7_258_118_400_000);
/** A moment that platforms write as a count of milliseconds. */
export function momentOf(value: unknown): Date | undefined {
  const read = milliseconds.safeParse(value);
  return read.success ? new Date(read.data) : undefined;
}

/** As it came, where it is small. */
export function kept(value: unknown): unknown {
  const text = JSON.stringify(value);
  return text === undefined || text.length > keptLengthMax ? undefined : (cleaned(value) as unknown);
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed();
  if (Array.isArray(value)) return value.map(cleaned);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [cleaned(name), cleaned(one)]));
}

/** Without what is not there. */
export const present = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>;
