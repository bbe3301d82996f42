/** An error a caller can act on. `message` is shown to people; `detail` goes to the log only. */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: Record<string, unknown>;
  /** Which fields of the input are wrong, when that is what is wrong. */
  readonly fields: readonly FieldError[];

  constructor(spec: {
    code: string;
    status: number;
    message: string;
    detail?: Record<string, unknown> | undefined;
    fields?: readonly FieldError[] | undefined;
    cause?: unknown;
  }) {
    super(spec.message, { cause: spec.cause });
    this.name = 'AppError';
    this.code = spec.code;
    this.status = spec.status;
    this.detail = spec.detail ?? {};
    this.fields = spec.fields ?? [];
  }
}

/** `path` is dotted, from the input's root: `body.name`, `query.limit`. */
export interface FieldError {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

type Table = Record<string, readonly [status: number, message: string]>;

export type ErrorMaker<T extends Table = Table> = {
  (name: keyof T & string, detail?: Record<string, unknown>, cause?: unknown): AppError;
  /** Everything this module may answer with, for the API description and for tests. */
  readonly all: readonly { code: string; status: number; message: string }[];
};

/** A module's closed list of errors: `inboxError('conversation_is_closed')`. */
export function errorsOf<T extends Table>(module: string, table: T): ErrorMaker<T> {
  const make = (name: keyof T & string, detail?: Record<string, unknown>, cause?: unknown) => {
    const [status, message] = table[name]!;
    return new AppError({ code: `${module}.${name}`, status, message, detail, cause });
  };
  const all = Object.entries(table).map(([name, [status, message]]) => ({
    code: `${module}.${name}`,
    status,
    message,
  }));
  return Object.assign(make, { all });
}

/** What the ground itself may refuse, whatever the module. */
export const kitError = errorsOf('stoa', {
  not_signed_in: [401, 'Sign in to continue.'],
  not_permitted: [403, 'Your role does not allow this.'],
  foreign_origin: [403, 'This request came from another site and was not carried out.'],
  not_found: [404, 'This does not exist, or you cannot see it.'],
  method_not_allowed: [405, 'This address exists, but not with this method.'],
  timed_out: [503, 'This took too long and was stopped. Nothing was changed.'],
  conflict: [409, 'Somebody else changed this at the same moment. Look again and retry.'],
  body_too_large: [413, 'This is larger than what can be taken here.'],
  media_type_unknown: [415, 'This kind of content is not taken here.'],
  invalid_input: [400, 'Some of what was sent cannot be used.'],
  idempotency_key_reused: [422, 'This Idempotency-Key was used before for a different request.'],
  rate_limited: [429, 'Too many requests in a short time. Wait a moment and try again.'],
  internal: [500, 'Something went wrong on our side. It has been noted.'],
  unavailable: [503, 'Stoa is starting or stopping. Try again in a moment.'],
});
