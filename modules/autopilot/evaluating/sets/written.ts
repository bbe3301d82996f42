import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Questions, Questions as QuestionsShape, ShippedFaq, type ShippedShop } from './shipped.ts';

/** Smaller sets of the same form, of other trades. */
export const otherSets = [
  'held-out',
  'practice',
  'practice-garden',
  'practice-optician',
  'practice-salon',
] as const;
export type OtherSet = (typeof otherSets)[number];

const Documents = z.array(
  z.strictObject({ id: z.string(), title: z.string(), language: ShippedFaq.shape.language }),
);

export function otherSet(name: OtherSet): { readonly shop: ShippedShop; readonly questions: Questions } {
  const read = (file: string) => readFileSync(join(import.meta.dirname, name, file), 'utf8');
  const documents = Documents.parse(JSON.parse(read('documents.json'))).map((entry) => ({
    ...entry,
    body: read(`documents/${entry.id}.md`),
  }));
  return {
    shop: { documents, faqs: z.array(ShippedFaq).parse(JSON.parse(read('faqs.json'))) },
    questions: QuestionsShape.parse(JSON.parse(read('questions.json'))),
  };
}
