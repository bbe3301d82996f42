import { z } from 'zod';

/** What nobody can type would be shown as something else than it is. */
const isTyped = (text: string) => !/[\p{Cc}\p{Cs}]/u.test(text);
const untyped = 'Take out the characters that cannot be typed.';

/** One line as a person means it: composed, trimmed, and typed. */
export const line = (lengthMax: number) =>
  z.string().normalize('NFC').trim().min(1).max(lengthMax).refine(isTyped, untyped);

/** Several lines of it. */
export const paragraphs = (lengthMax: number) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .min(1)
    .max(lengthMax)
    .refine((text) => isTyped(text.replace(/[\n\r\t]/g, '')), untyped);

/** As browsers name it. */
export const Language = z
  .string()
  .trim()
  .max(35)
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Write the language like en or pt-BR.');

/** Each once, in the order in which they were given. */
export const listOf = <T extends string>(item: z.ZodType<T>, countMax: number) =>
  z
    .array(item)
    .max(countMax)
    .transform((items) => [...new Set(items)]);

/** Together no larger than the table takes. */
export const bytesOf = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + new TextEncoder().encode(text).length + 8, 0);
