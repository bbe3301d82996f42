import { ApiError } from '../../../../web/kit/api.ts';

/** What the screen itself sees is missing, in the form of a refusal: shown at its fields, the first takes the focus. */
export function missing(fields: Readonly<Record<string, string | undefined>>): ApiError | undefined {
  const found = Object.entries(fields).flatMap(([path, message]) =>
    message === undefined ? [] : [{ path, code: 'missing', message }],
  );
  if (found.length === 0) return undefined;
  return new ApiError({ status: 0, code: 'stoa.invalid_input', message: found[0]!.message, fields: found });
}

/** The refusal of one of several in a field that holds them all is shown at that field. */
export function firstOf(error: Error | null): Error | null {
  if (!(error instanceof ApiError)) return error;
  const { status, code, message, requestId, cause } = error;
  const fields = error.fields.map((field) => ({
    ...field,
    path: field.path.replace(/^body\.(\w+)\..*$/, '$1'),
  }));
  return new ApiError({ status, code, message, requestId, fields, cause });
}
