import { z } from 'zod';
import { idText } from '../json.ts';

/** An id, which platforms send as text and as number. */
export const id = z.unknown().transform((value, context) => {
  const text = idText(value);
  if (text !== undefined) return text;
  context.addIssue({ code: 'custom', message: 'no id' });
  return z.NEVER;
});

/** What may be absent. What comes as something else than described counts as absent too: never a reason to fail. */
export const maybe = <T extends z.ZodType>(shape: T) =>
  z
    .unknown()
    .transform((value): z.output<T> | undefined => {
      const read = shape.safeParse(value);
      return read.success && read.data !== null ? read.data : undefined;
    })
    .optional();

export const text = z.string();
/** Counters come as numbers, and in some fields as text. */
export const count = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
]);
export const time = z.unknown().transform((value, context) => {
  const read = timeOf(value);
  if (read !== undefined) return read;
  context.addIssue({ code: 'custom', message: 'no time' });
  return z.NEVER;
});

/** Elements that are not of this shape are left out. */
export const listOf = <T extends z.ZodType>(shape: T) =>
  z.array(z.unknown()).transform((values) =>
    values.flatMap((value) => {
      const read = shape.safeParse(value);
      return read.success ? [read.data] : [];
    }),
  );

/** Edges that only say that it worked do so in two ways. */
export const done = z
  .union([z.object({ success: z.literal(true) }), z.literal(true)])
  .transform(() => undefined);

/** The same without what is undefined, so that an absent field is absent. */
export function present<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Present<T>;
}
export type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

const isoShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;
/** Larger than any second of the next millennia, smaller than any millisecond since 1973. */
const secondsMax = 100_000_000_000;

/** `2026-11-21T00:00:00+0000`, or a count of seconds or milliseconds, as number or text. */
export function timeOf(value: unknown): Date | undefined {
  if (typeof value === 'string' && isoShape.test(value)) return validDate(Date.parse(value));
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !(number > 0)) return undefined;
  return validDate(number < secondsMax ? number * 1_000 : number);
}

function validDate(ms: number): Date | undefined {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
