import type { z } from 'zod';
import type { AiMessage } from './contract.ts';
import { issuesIn } from './given.ts';
import { AiTrouble } from './trouble.ts';

/** For models that cannot be held to a shape: it is told to them. */
export const shapeInWords = (schema: object): AiMessage => ({
  role: 'system',
  text: `Answer with one JSON object and nothing else. It has this JSON Schema:\n${JSON.stringify(schema)}`,
});

/** Also out of a fence or a sentence around it, which models write although they were asked not to. */
export function readAs<T>(shape: z.ZodType<T>, text: string): T {
  const parsed = shape.safeParse(jsonIn(text));
  if (parsed.success) return parsed.data;
  throw new AiTrouble('broken_answer', { detail: issuesIn(parsed.error) });
}

function jsonIn(text: string): unknown {
  const [from, to] = [text.search(/[[{]/), Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'))];
  for (const candidate of [text, text.slice(from, to + 1)]) {
    try {
      return JSON.parse(candidate);
    } catch {
      // The other may be.
    }
  }
  throw new AiTrouble('broken_answer', { detail: 'no JSON' });
}
