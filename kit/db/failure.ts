import { kitError } from '../errors.ts';

/** The connection went while a commit was on its way: whether it happened is not known, so nothing is repeated. */
export class CommitUnknownError extends Error {
  constructor(cause: unknown) {
    super(
      'The connection to the database was lost during a commit, so it is not known whether it happened.',
      {
        cause,
      },
    );
    this.name = 'CommitUnknownError';
  }
}

/** What a statement fails with when its time was up or its caller went away. */
export function stopped(signal: AbortSignal | undefined, cause: unknown): unknown {
  return signal?.aborted ? signal.reason : kitError('timed_out', undefined, cause);
}

const queryCancelled = '57014';
const serializationFailure = '40001';
const deadlockDetected = '40P01';
const statementUnknown = '26000';
const featureNotSupported = '0A000';
const causesMax = 5;

export const codeOf = (error: unknown): string | undefined => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
};

export const wasCancelled = (error: unknown) => codeOf(error) === queryCancelled;

/** PostgreSQL undid the transaction because of somebody else's, and the same again may well succeed. */
export const isConflict = (error: unknown) =>
  some(error, (code) => code === serializationFailure || code === deadlockDetected);

/** What was prepared before the schema changed, or before the server forgot it, is prepared again. */
export const isStale = (error: unknown) =>
  some(
    error,
    (code, message) =>
      code === statementUnknown ||
      (code === featureNotSupported && message.startsWith('cached plan must not change')),
  );

const socketCodes = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT', 'ERR_STREAM_DESTROYED']);
const shutdownCodes = new Set(['57P01', '57P02', '57P03']);

export const isLost = (error: unknown) =>
  some(
    error,
    (code, message) =>
      message.startsWith('Connection terminated') ||
      message.startsWith('Client has encountered a connection error') ||
      (code !== undefined && (socketCodes.has(code) || shutdownCodes.has(code) || /^08\d\d\d$/.test(code))),
  );

/** A use case may have wrapped what the database said. */
function some(error: unknown, is: (code: string | undefined, message: string) => boolean): boolean {
  let at = error;
  for (let i = 0; i < causesMax && at instanceof Error; i++) {
    if (is(codeOf(at), at.message)) return true;
    at = at.cause;
  }
  return false;
}
