import { z } from 'zod';

/** What nobody can type would be shown as something else than it is. */
const isTyped = (text: string) => !/[\p{Cc}\p{Cs}]/u.test(text);

/** One line as a person means it: composed, trimmed, and typed. */
export const line = (lengthMax: number) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .min(1)
    .max(lengthMax)
    .refine(isTyped, 'Take out the characters that cannot be typed.');

/** Several lines of it. */
export const paragraphs = (lengthMax: number) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .min(1)
    .max(lengthMax)
    .refine(
      (text) => isTyped(text.replace(/[\n\r\t]/g, '')),
      'Take out the characters that cannot be typed.',
    );

export const searchLengthMax = 200;
/** What is looked for: all of the words; "several in quotes" as they stand; the last one may be begun only. */
export const Words = z.string().trim().min(1).max(searchLengthMax);

/** Words nobody uses, and what was looked for in their place. */
export const Corrected = z.array(z.object({ from: z.string(), to: z.array(z.string()) }));
export type Corrected = z.infer<typeof Corrected>;

/** A piece of what was found, and which characters of it are what was looked for: from, and up to. */
export const Snippet = z.object({
  text: z.string(),
  marks: z.array(z.tuple([z.number().int(), z.number().int()])),
});
export type Snippet = z.infer<typeof Snippet>;

/** As browsers name it. */
export const Language = z
  .string()
  .trim()
  .max(35)
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Write the language like en or pt-BR.');

export const Timezone = z
  .string()
  .max(64)
  .refine(isTimezone, 'This is not a time zone. Write it like Europe/Rome.');

/** A bare offset such as `+02:00` names no place, and knows no summer. */
function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}
