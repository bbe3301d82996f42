import { conceptsOfFigures } from './figures.ts';
import { plainOf } from './language.ts';
import { kindsOf } from './relations.ts';
import { termsOf } from './terms.ts';

const gramLengths = [3, 4];
const weights = { concept: 5, kind: 1.5, word: 2, stem: 2, gram: 0.2, light: 0.2, knownShare: 0.4 };
const textLengthMax = 40_000;

/**
 * Texts that share words, parts of words or what words mean point the same way: enough to find one by the other, also
 * across languages. What is said often counts more, though not as often as it is said. Unit length.
 */
export function embed(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  const plain = text.normalize('NFKC').slice(0, textLengthMax);
  const features = new Map<string, number>();
  const count = (feature: string, weight: number) =>
    features.set(feature, (features.get(feature) ?? 0) + weight);
  for (const line of plain.split(/\n+/)) {
    for (const { plain: word, stem, concepts, isLight } of termsOf(line)) {
      const share = isLight ? weights.light : 1;
      for (const concept of concepts) {
        count(`#${concept}`, weights.concept * share);
        for (const kind of kindsOf(concept)) count(`#${kind}`, weights.kind * share);
      }
      // What is known by its meaning is found by that; by its letters only what is not.
      const own = concepts.length > 0 ? share * weights.knownShare : share;
      count(word, weights.word * own);
      count(`${stem}-`, weights.stem * own);
      for (const gram of gramsOf(word)) count(`~${gram}`, weights.gram * own);
    }
    for (const concept of conceptsOfFigures(line)) count(`#${concept}`, weights.concept / 2);
  }
  for (const [feature, weight] of features) add(vector, feature, Math.log1p(weight));
  const length = Math.hypot(...vector);
  if (length > 0) return vector.map((value) => value / length);
  for (const gram of gramsOf(plainOf(plain))) add(vector, gram, 1);
  const bare = Math.hypot(...vector);
  if (bare === 0) vector[0] = 1;
  return bare === 0 ? vector : vector.map((value) => value / bare);
}

function gramsOf(word: string): string[] {
  const padded = [...`<${word}>`];
  return gramLengths.flatMap((length) =>
    Array.from({ length: Math.max(0, padded.length - length + 1) }, (_, i) =>
      padded.slice(i, i + length).join(''),
    ),
  );
}

function add(vector: number[], gram: string, weight: number): void {
  const hash = hashOf(gram);
  // The sign is of other bits than the place, so that grams that meet do not all add up.
  vector[hash % vector.length]! += hash >>> 31 === 0 ? weight : -weight;
}

/** FNV-1a, stirred at the end: spread enough for this, and a text has thousands of grams. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Little-endian 32-bit floats. */
export function inBase64(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [i, value] of vector.entries()) bytes.writeFloatLE(value, i * 4);
  return bytes.toString('base64');
}
