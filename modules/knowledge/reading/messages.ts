import { z } from 'zod';
import {
  formats,
  type Heading,
  headingLengthMax,
  headingsMax,
  titleLengthMax,
  warnings,
} from './contract.ts';

/** What a child says, one message a time: a letter, then the rest. */
export const said = { progress: 'p', text: 't', parts: 'k', about: 'a' } as const;

export const Progress = z.object({ page: z.int(), of: z.int() });

const HeadingShape: z.ZodType<Heading> = z.object({
  at: z.int().min(0),
  level: z.int().min(1).max(6),
  text: z.string().max(headingLengthMax),
});

/** Parts, without their letters: those are in the text. */
export const Parts = z.array(
  z.object({
    start: z.int().min(0),
    end: z.int().min(1),
    tokens: z.int().min(0),
    headings: z.array(z.string().max(headingLengthMax)).max(6),
    hash: z.hash('sha256'),
  }),
);

/** Everything but the text. A child has read what a stranger sent, so what it says is looked at as well. */
export const About = z.object({
  format: z.enum(formats),
  title: z.string().max(titleLengthMax).nullable(),
  language: z.string().max(3).nullable(),
  headings: z.array(HeadingShape).max(headingsMax),
  pages: z.array(z.int().min(0)).nullable(),
  warnings: z.array(z.enum(warnings)),
  page: z
    .object({
      baseHref: z.string().nullable(),
      canonicalHref: z.string().nullable(),
      mayIndex: z.boolean(),
      mayFollow: z.boolean(),
      hrefs: z.array(z.string()),
    })
    .nullable(),
});
export type About = z.infer<typeof About>;
