import { z } from 'zod';
import { PersonaId } from '../ids/contract.ts';
import { Persona } from '../personas/contract.ts';
import { AutopilotSettings } from '../settings/contract.ts';
import { folded, hasKeyword, hasPhrase } from './lexicon.ts';

const Speaker = z.enum(['customer', 'person', 'machine']);
const Spoken = z.object({ by: Speaker, text: z.string(), at: z.string() });
export type Spoken = z.infer<typeof Spoken>;

/** A piece of what is written down, as it was when it was found. */
export const Source = z.object({
  /** Null of a fact that is pinned to the persona, and of what a tool answered. */
  pieceId: z.string().nullable(),
  documentId: z.string().nullable(),
  faqId: z.string().nullable(),
  title: z.string(),
  content: z.string(),
  /** Where it is in the text of its document. */
  start: z.number().int(),
  score: z.number(),
  /** Of what a tool answered: which one. */
  tool: z.string().optional(),
});
export type Source = z.infer<typeof Source>;

/** What was looked up on the way, and what came of it. */
const Used = z.object({
  name: z.string(),
  input: z.object({ about: z.string() }),
  output: z.string(),
  found: z.array(z.object({ title: z.string(), content: z.string() })).readonly(),
  forPeople: z.string().nullable(),
});

const Likeness = z.object({ example: z.string(), likeness: z.number() });
export type Likeness = z.infer<typeof Likeness>;

/** All that a decision is made from: who asks what, where, of whom, and what is known there. */
export const Snapshot = z.object({
  subject: z.enum(['message', 'comment']),
  at: z.string(),
  platform: z.string(),
  locationId: z.string().nullable(),
  /** Null: nobody wrote down when it is open. */
  isOpen: z.boolean().nullable(),
  /** Why nobody is to answer there at all; null: somebody may. */
  silent: z.string().nullable(),
  settings: AutopilotSettings.omit({ notifiedEmails: true, updatedAt: true }),
  persona: Persona.omit({
    totalInteractions: true,
    lastUsedAt: true,
    createdAt: true,
    updatedAt: true,
  }).extend({
    id: PersonaId.nullable(),
  }),
  /** Oldest first. */
  said: z.array(Spoken),
  /** Everything the customer wrote that nobody has answered. */
  asked: z.string(),
  /** There is a picture or the like in it, and nothing is said to that. */
  hasFiles: z.boolean(),
  /** Of the post a comment is under. */
  caption: z.string().nullable(),
  language: z.string().nullable(),
  isSpam: z.boolean(),
  isQuestion: z.boolean(),
  /** Answers of the machine without a person in between. */
  answersInRow: z.number().int(),
  /** The other side may be a machine too, and by what that shows. */
  loop: z.string().nullable(),
  memories: z.array(z.object({ category: z.string(), name: z.string(), value: z.unknown() })),
  /** What was found on the way; a replay goes by it. */
  nearest: Likeness.nullable(),
  sources: z.array(Source).nullable(),
  canUse: z.array(z.string()),
  used: z.array(Used).readonly().optional(),
});
export type Snapshot = z.infer<typeof Snapshot>;

const bytesMax = 180_000;

/** Of the lists only what is met: nothing else of them could have counted. Undefined where it is too much to keep. */
export function kept(snapshot: Snapshot): Snapshot | undefined {
  const { settings, asked, nearest } = snapshot;
  const small = {
    ...snapshot,
    settings: {
      ...settings,
      flaggedKeywords: settings.flaggedKeywords.filter((one) => hasKeyword(asked, one)),
      flaggedPhrases: settings.flaggedPhrases.filter((one) => hasPhrase(asked, one)),
      ignoreExamples: settings.ignoreExamples.filter(
        (one) => one === nearest?.example || folded(one) === folded(asked),
      ),
    },
  };
  return Buffer.byteLength(JSON.stringify(small)) <= bytesMax ? small : undefined;
}
