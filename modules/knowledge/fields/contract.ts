import { z } from 'zod';

/** What nobody can type would be shown as something else than it is. */
const isTyped = (text: string) => !/[\p{Cc}\p{Cs}]/u.test(text);
const untyped = 'Take out the characters that cannot be typed.';

/** One line as a person means it: composed, trimmed, and typed. */
export const line = (lengthMax: number) =>
  z.string().normalize('NFC').trim().min(1).max(lengthMax).refine(isTyped, untyped);

/** Several lines of it. */
export const Prose = (lengthMax: number) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .min(1)
    .max(lengthMax)
    .refine((text) => isTyped(text.replace(/[\n\r\t]/g, '')), untyped);

/** As browsers name it, or `simple` where it is in none or in several. */
export const Language = z
  .string()
  .trim()
  .max(35)
  .regex(/^(simple|[a-z]{2,3}(-[A-Za-z0-9]{2,8})*)$/, 'Write the language like en or pt-BR.');
