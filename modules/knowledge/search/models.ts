import { type IndexedModel, indexedModels } from './contract.ts';

/**
 * From which likeness on a piece says something about a question: models place texts that have nothing in common at
 * different distances. For those nobody has measured, a low one: then words and the answering model decide.
 */
const likenessMins: Readonly<Record<string, number>> = {
  'google/gemini-embedding-001': 0.6,
  'openai/text-embedding-3-small': 0.3,
  'baai/bge-small-en-v1.5': 0.6,
};

export const likenessMinOf = (model: string | null): number => likenessMins[model ?? ''] ?? 0.3;

export const hasIndex = (model: string, dimensions: number): model is IndexedModel =>
  Object.hasOwn(indexedModels, model) && indexedModels[model as IndexedModel] === dimensions;
