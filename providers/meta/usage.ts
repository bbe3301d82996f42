/** How much of its allowance a call has left, as the platform's own headers say: percent of the strictest measure. */
export interface Usage {
  /** Of the app, over everybody who uses it. */
  readonly appPercent?: number;
  /** Of the account that was called. */
  readonly accountPercent?: number;
  /** Until an account that is over its limit may call again. */
  readonly regainMinutes?: number;
}

/** Undefined when the answer brings none of the headers. What cannot be read counts as not sent. */
export function usageOf(headers: Headers): Usage | undefined {
  const app = readRecord(headers.get('x-app-usage'));
  const accounts = entriesOf(readRecord(headers.get('x-business-use-case-usage')));
  const appPercent = app && highest([app]);
  const accountPercent = highest(accounts);
  const regainMinutes = largest(accounts.map((entry) => entry.estimated_time_to_regain_access));
  if (appPercent === undefined && accountPercent === undefined && regainMinutes === undefined)
    return undefined;
  return {
    ...(appPercent !== undefined && { appPercent }),
    ...(accountPercent !== undefined && { accountPercent }),
    ...(regainMinutes !== undefined && { regainMinutes }),
  };
}

type Fields = Readonly<Record<string, unknown>>;

const highest = (entries: readonly Fields[]) =>
  largest(entries.flatMap((entry) => [entry.call_count, entry.total_time, entry.total_cputime]));

function largest(values: readonly unknown[]): number | undefined {
  const numbers = values.map(Number).filter((value) => Number.isFinite(value) && value >= 0);
  return numbers.length === 0 ? undefined : Math.max(...numbers);
}

const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** One list per account, and one entry per kind of use in it. */
const entriesOf = (byAccount: Fields | undefined) =>
  Object.values(byAccount ?? {}).flatMap((entries) =>
    Array.isArray(entries) ? entries.filter(isRecord) : [],
  );

function readRecord(text: string | null): Fields | undefined {
  if (text === null) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
