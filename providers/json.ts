/**
 * JSON as it was written: whole numbers that a double cannot hold come as text, so that an id of nineteen digits is
 * still that id. Ids are to be read with `idText`, since the same platform sends small ones as numbers.
 */
export function parseJson(text: string): unknown {
  if (!mayHoldBig.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && isWhole(context?.source)
      ? context!.source
      : value,
  );
}

/** Asking for every value costs three times as much as reading, and few texts have such a number. */
const mayHoldBig = /(?:^|[:,[\s])-?\d{16}/;
const isWhole = (source: string | undefined) => source !== undefined && /^-?\d+$/.test(source);

/** An id as text, however it was written. */
export const idText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== ''
    ? value
    : typeof value === 'number' && Number.isSafeInteger(value)
      ? String(value)
      : undefined;
