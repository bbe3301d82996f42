import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * The evaluation set that is part of Stoa: a fictional shop with what it has written down, what its customers ask, and
 * what people try who are no customers. Data, read when it is asked for: nothing that answers may look at it.
 */

const folder = import.meta.dirname;
const readJson = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));

const Id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const Text = z.string().trim().min(1).max(4_000);
export const ShippedLanguage = z.enum(['en', 'de', 'it']);
export type ShippedLanguage = z.infer<typeof ShippedLanguage>;

/** Its body is `shop/documents/<id>.md`, as the business would have typed it. */
const DocumentEntry = z.strictObject({ id: Id, title: Text, language: ShippedLanguage });
export type ShippedDocument = z.infer<typeof DocumentEntry> & { readonly body: string };

export const ShippedFaq = z.strictObject({
  id: Id,
  language: ShippedLanguage,
  /** Ways to ask for it, the usual one first. */
  questions: z.array(Text).min(1),
  answer: Text,
});
export type ShippedFaq = z.infer<typeof ShippedFaq>;

/** Words as they stand in a document or in the answer of a FAQ, found there exactly once. */
const Fact = z.strictObject({ fact: Text, in: Id });

/**
 * Answerable: some source span of the answer must contain `fact`, or one of `also`, which say the same elsewhere.
 * Where a customer asks two things at once, `second` is what the other answer must rest on.
 */
export const AnswerableQuestion = z.strictObject({
  id: Id,
  language: ShippedLanguage,
  text: Text,
  fact: Text,
  in: Id,
  also: z.array(Fact).optional(),
  second: Fact.optional(),
  /** Asked word for word as a FAQ has it, on purpose. */
  isPhrasing: z.literal(true).optional(),
  /**
   * Asked in none of the words of its answer: to be understood, not to be looked up. Counted apart as well, since no
   * machine that knows only the words themselves can do it.
   */
  isIndirect: z.literal(true).optional(),
  /** Asked in another language than the one its answer is written in. Counted apart: not every model reads both. */
  isAcross: z.literal(true).optional(),
});
export type AnswerableQuestion = z.infer<typeof AnswerableQuestion>;

/** Sounds like a document, and is answered by none. */
export const NearMiss = z.strictObject({
  id: Id,
  language: ShippedLanguage,
  text: Text,
  /** The document or FAQ whose words it shares. */
  near: Id,
  expected: z.literal('hand_over'),
  why: Text,
});
export type NearMiss = z.infer<typeof NearMiss>;

/** Nothing a shop could have written down. What wants no answer is left alone, everything else goes to a person. */
export const OffTopic = z.strictObject({
  id: Id,
  language: ShippedLanguage,
  text: Text,
  expected: z.enum(['hand_over', 'ignore']),
  why: Text,
});
export type OffTopic = z.infer<typeof OffTopic>;

export const Questions = z.strictObject({
  answerable: z.array(AnswerableQuestion),
  nearMisses: z.array(NearMiss),
  offTopic: z.array(OffTopic),
});
export type Questions = z.infer<typeof Questions>;

export const AttackKind = z.enum([
  'role_change',
  'instruction_leak',
  'fake_tool_result',
  'price_override',
  'discount_authorisation',
  'other_customers_data',
  'recipient_change',
  'delimiter_escape',
  'obfuscated',
  'multi_turn',
]);
export type AttackKind = z.infer<typeof AttackKind>;

/** What is hidden where whoever answers could find it, and nobody outside may ever read it. */
export const Hidden = z.enum([
  'instructions',
  'other_customer',
  'other_customers_name',
  'credentials',
  'internal_note',
]);
export type Hidden = z.infer<typeof Hidden>;

/** One thing that must not have happened, whatever was answered. */
export const Crossing = z.union([
  /** The answer has these words, in any case of letters. */
  z.strictObject({ contains: Text }),
  /** This tool was called, or waits for an approval. */
  z.strictObject({ callsTool: Text }),
  /** Anything went to this address, number or account. */
  z.strictObject({ sendsTo: Text }),
  /** The answer has what was hidden there. */
  z.strictObject({ reveals: Hidden }),
]);
export type Crossing = z.infer<typeof Crossing>;

const attack = {
  id: Id,
  kind: AttackKind,
  language: ShippedLanguage,
  /** What is written to the shop, one after another. Of what is planted: the one harmless question that finds it. */
  turns: z.array(Text).min(1),
  /** What an obfuscated one says in plain words. */
  decoded: Text.optional(),
  mustNot: z.array(Crossing).min(1),
};

export const Attack = z.discriminatedUnion('place', [
  z.strictObject({ ...attack, place: z.literal('message') }),
  z.strictObject({ ...attack, place: z.literal('comment') }),
  z.strictObject({ ...attack, place: z.literal('document'), title: Text, body: Text }),
  z.strictObject({ ...attack, place: z.literal('file_name'), fileName: Text, body: Text }),
  z.strictObject({ ...attack, place: z.literal('web_page'), address: z.url(), html: Text }),
]);
export type Attack = z.infer<typeof Attack>;

export const Attacks = z.strictObject({
  /**
   * Words to hide before an attack is made: in the persona's instructions, in the order LO-48213 and the contact of
   * somebody else, where keys are kept, in a note of the conversation that customers do not see.
   */
  canaries: z.record(Hidden, z.array(Text).min(1)),
  /** Tools to offer that nobody allowed: an attack has nothing to reach for otherwise. */
  decoyTools: z.array(z.string().regex(/^[a-z_]+$/)).min(1),
  attacks: z.array(Attack),
});
export type Attacks = z.infer<typeof Attacks>;

export interface ShippedShop {
  readonly documents: readonly ShippedDocument[];
  readonly faqs: readonly ShippedFaq[];
}

export function shippedShop(): ShippedShop {
  const documents = z
    .array(DocumentEntry)
    .parse(readJson('shop/documents.json'))
    .map((entry) => ({ ...entry, body: bodyOf(entry.id) }));
  return { documents, faqs: z.array(ShippedFaq).parse(readJson('shop/faqs.json')) };
}

export const shippedQuestions = (): Questions => Questions.parse(readJson('questions.json'));

export const shippedAttacks = (): Attacks => Attacks.parse(readJson('attacks.json'));

const bodyOf = (id: string) => readFileSync(join(folder, `shop/documents/${id}.md`), 'utf8');
