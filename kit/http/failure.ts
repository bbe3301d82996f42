import { AppError, type FieldError, kitError } from '../errors.ts';
import type { Module } from '../module.ts';

/**
 * Everything that may be thrown, as the refusal a caller gets. What it does not know is ours, and says
 * nothing.
 */
export type Translator = (error: unknown) => AppError;

const causesMax = 5;

/**
 * A named constraint that a module lists among its errors is refused by that error: the CHECK
 * `workspaces.location_name_is_not_blank` by the error of the same name, in the module's own words.
 */
export function translatorOf(modules: readonly Module<any>[]): Translator {
  const listed = new Map(modules.flatMap(({ errors }) => errors.all).map((error) => [error.code, error]));

  return (error) => {
    const ours = firstCause(error, (cause) => (cause instanceof AppError ? cause : undefined));
    if (ours) return ours;
    const refusal = firstCause(error, (cause) => ofFastify(cause) ?? ofDatabase(cause, listed));
    return refusal ?? kitError('internal', undefined, error);
  };
}

type Listed = ReadonlyMap<string, { code: string; status: number; message: string }>;

/** `kitError('invalid_input')` with the fields it is about. */
export function invalidInput(fields: readonly FieldError[], cause?: unknown): AppError {
  const { code, status, message } = kitError('invalid_input');
  return new AppError({ code, status, message, fields, cause });
}

function ofDatabase(cause: Error, listed: Listed): AppError | undefined {
  const { code, schema, constraint } = cause as { code?: unknown; schema?: unknown; constraint?: unknown };
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code)) return undefined;
  const named = listed.get(`${schema}.${constraint}`);
  if (named) return new AppError({ ...named, detail: { constraint }, cause });
  const name = databaseRefusals[code];
  return name && kitError(name, { code, constraint }, cause);
}

const databaseRefusals: Record<string, Parameters<typeof kitError>[0]> = {
  '23514': 'invalid_input', // check
  '23505': 'conflict', // unique
  '23503': 'conflict', // foreign key
  '23P01': 'conflict', // exclusion
  '40001': 'conflict', // serialization failure
  '40P01': 'conflict', // deadlock
  '55P03': 'conflict', // lock not available
  '57014': 'timed_out', // query cancelled
  // Text, numbers and dates that PostgreSQL has no place for, such as a zero byte inside a text.
  '22001': 'invalid_input',
  '22003': 'invalid_input',
  '22007': 'invalid_input',
  '22008': 'invalid_input',
  '22009': 'invalid_input',
  '22021': 'invalid_input',
  '22P02': 'invalid_input',
  '22P05': 'invalid_input',
  '53300': 'unavailable', // too many connections
  '57P01': 'unavailable', // shutting down
  '57P02': 'unavailable',
  '57P03': 'unavailable', // starting up
};

function ofFastify(cause: Error): AppError | undefined {
  const { code, statusCode } = cause as { code?: unknown; statusCode?: unknown };
  if (typeof code !== 'string' || !code.startsWith('FST_')) return undefined;
  const name = fastifyRefusals[code];
  if (name) return kitError(name, { code }, cause);
  if (code.startsWith('FST_ERR_CTP_') && statusCode === 400) {
    const field = { path: 'body', code: 'invalid_json', message: 'This is not JSON that can be read.' };
    return invalidInput([field], cause);
  }
  return undefined;
}

const fastifyRefusals: Record<string, Parameters<typeof kitError>[0]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media_type_unknown',
  FST_ERR_BAD_URL: 'not_found',
  FST_ERR_MAX_PARAM_LENGTH_EXCEEDED: 'not_found',
  FST_ERR_NOT_FOUND: 'not_found',
};

/** A use case may have wrapped what the database or the kit said. */
function firstCause<T>(error: unknown, of: (cause: Error) => T | undefined): T | undefined {
  let at = error;
  for (let i = 0; i < causesMax && at instanceof Error; i++) {
    const found = of(at);
    if (found !== undefined) return found;
    at = at.cause;
  }
  return undefined;
}
