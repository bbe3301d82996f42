import { ApiError } from '../../../web/kit/api.ts';

/**
 * The refusal of one line of many is shown at the field that holds them all. What belongs to no field of the form is
 * said as a whole, or nobody would see it.
 */
export function refusalAt(error: Error | null, names: readonly string[]): Error | null {
  if (!(error instanceof ApiError) || error.fields.length === 0) return error;
  const fields = error.fields.flatMap((field) => {
    const path = field.path.replace(/^body\./, '');
    const name = names.find((one) => path === one || path.startsWith(`${one}.`));
    return name === undefined ? [] : [{ ...field, path: name }];
  });
  const message = fields.length > 0 ? error.message : error.fields.map((field) => field.message).join(' ');
  const { status, code, requestId, cause } = error;
  return new ApiError({ status, code, message, requestId, fields, cause });
}
