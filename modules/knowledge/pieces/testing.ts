import { createHash } from 'node:crypto';
import type { KnowledgeOutside } from '../outside.ts';
import type { Embedder } from './embedder.ts';

/** The same text is the same vector, and texts that share words and parts of words are near each other. */
export function hashedVector(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  const put = (gram: string, weight: number) => {
    const hash = createHash('md5').update(gram).digest();
    const at = hash.readUInt32LE(0) % dimensions;
    vector[at] = vector[at]! + (hash[4]! & 1 ? weight : -weight);
  };
  const folded = text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
  for (const [word] of folded.matchAll(/[\p{L}\p{N}]+/gu)) {
    put(word, 1);
    for (let i = 0; i + 3 <= word.length; i++) put(`#${word.slice(i, i + 3)}`, 0.4);
  }
  const length = Math.hypot(...vector) || 1;
  if (vector.every((number) => number === 0)) vector[0] = 1;
  return vector.map((number) => number / length);
}

export interface CountingEmbedder extends Embedder {
  /** How many texts it was asked for. */
  readonly asked: string[];
}

export function hashedEmbedder(model = 'test/hashed-64', dimensions = 64): CountingEmbedder {
  const asked: string[] = [];
  return {
    ...{ model, dimensions, asked },
    embed: async (texts) => {
      asked.push(...texts);
      return texts.map((text) => hashedVector(text, dimensions));
    },
  };
}

/** Every text is the same to it: for what is not about meaning, and done often. */
export function flatEmbedder(): CountingEmbedder {
  const asked: string[] = [];
  return {
    ...{ model: 'test/flat', dimensions: 8, asked },
    embed: async (texts) => {
      asked.push(...texts);
      return texts.map(() => new Float32Array(8).fill(1));
    },
  };
}

/** The first is the one wanted; the others are there for what is still searched by them. */
export const embedderAmong =
  (...embedders: readonly Embedder[]): NonNullable<KnowledgeOutside['embedder']> =>
  async (_, model) =>
    embedders.find((one) => model === undefined || one.model === model);
