import { z } from 'zod';
import { timeOf } from './event.ts';
import { idText } from './json.ts';

/** What was not sent is not there, instead of being there as undefined. */
export const present = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

/** Fields as platforms send them: an optional one that is null or of another kind is one that is not there. */
export const text = z.string().optional().catch(undefined);
export const flag = z.boolean().optional().catch(undefined);
export const number = z.number().optional().catch(undefined);
export const moment = z.unknown().transform(timeOf).optional();
/** A count, as a number or as digits in a text. */
export const count = z
  .unknown()
  .transform((value) => (/^\d{1,15}$/.test(String(value)) ? Number(value) : undefined))
  .optional();
/** Numbers on one day, text on the next. */
export const id = z.unknown().transform((value, problem) => {
  const read = idText(value);
  if (read === undefined) problem.addIssue({ code: 'custom', message: 'is no id' });
  return read ?? z.NEVER;
});
export const idMaybe = z.unknown().transform(idText).optional();
