import { AiTrouble } from '../../../kit/ai/trouble.ts';
import type { Unit } from '../../../kit/ctx.ts';
import type { WorkspaceAi } from '../outside.ts';
import type { Likeness } from './snapshot.ts';

const keptMax = 2_000;
/** Vectors of examples: they are asked for with every message, and seldom change. */
const known = new Map<string, Float32Array>();

/** The example that is nearest to what is asked. Without a model there is none but the same words. */
export async function nearestOf(
  models: WorkspaceAi | undefined,
  { workspaceId, signal }: Pick<Unit, 'workspaceId' | 'signal'>,
  asked: string,
  examples: readonly string[],
): Promise<Likeness | null> {
  if (!models || examples.length === 0) return null;
  const keyOf = (example: string) => `${workspaceId} ${models.embeddingModel} ${example}`;
  const missing = examples.filter((example) => !known.has(keyOf(example)));
  try {
    const [own, ...vectors] = await models.embed([asked.slice(0, 2_000), ...missing], signal);
    const fresh = new Map(missing.map((example, i) => [keyOf(example), vectors[i]!]));
    const all = examples.map((example) => {
      const vector = fresh.get(keyOf(example)) ?? known.get(keyOf(example))!;
      return { example, likeness: cosine(own!, vector) };
    });
    for (const [key, vector] of fresh) keep(key, vector);
    return all.reduce((best, one) => (one.likeness > best.likeness ? one : best));
  } catch (error) {
    if (error instanceof AiTrouble && error.kind !== 'aborted') return null;
    throw error;
  }
}

function keep(key: string, vector: Float32Array): void {
  if (known.size >= keptMax) known.delete(known.keys().next().value!);
  known.set(key, vector);
}

function cosine(one: Float32Array, other: Float32Array): number {
  let [product, a, b] = [0, 0, 0];
  for (let i = 0; i < one.length; i++) {
    product += one[i]! * (other[i] ?? 0);
    a += one[i]! ** 2;
    b += (other[i] ?? 0) ** 2;
  }
  return a === 0 || b === 0 ? 0 : product / Math.sqrt(a * b);
}
