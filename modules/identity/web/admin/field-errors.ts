import { ApiError } from '../../../../web/kit/api.ts';

/** What the screen itself sees is missing, in the form of a refusal: shown at its fields, the first takes the focus. */
export function missing(fields: Readonly<Record<string, string | undefined>>): ApiError | undefined {
  const found = Object.entries(fields).flatMap(([path, message]) =>
    message === undefined ? [] : [{ path, code: 'missing', message }],
  );
  if (found.length === 0) return undefined;
  return new ApiError({ status: 0, code: 'stoa.invalid_input', message: found[0]!.message, fields: found });
}
