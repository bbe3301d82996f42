import { createHash } from 'node:crypto';
import { wordsOf } from './language.ts';

const gramLengths = [3, 4];

/** Texts that share words and parts of words point the same way: enough to find one by the other. Unit length. */
export function embed(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (const word of wordsOf(text.normalize('NFKC'))) {
    const plain = word.normalize('NFKD').replace(/\p{M}/gu, '');
    add(vector, plain, 2);
    const padded = [...`<${plain}>`];
    for (const length of gramLengths)
      for (let i = 0; i + length <= padded.length; i += 1)
        add(vector, padded.slice(i, i + length).join(''), 1);
  }
  const length = Math.hypot(...vector);
  if (length === 0) vector[0] = 1;
  return length === 0 ? vector : vector.map((value) => value / length);
}

function add(vector: number[], gram: string, weight: number): void {
  const digest = createHash('md5').update(gram).digest();
  const place = digest.readUInt32LE(0) % vector.length;
  vector[place]! += digest[4]! % 2 === 0 ? weight : -weight;
}

/** Little-endian 32-bit floats. */
export function inBase64(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [i, value] of vector.entries()) bytes.writeFloatLE(value, i * 4);
  return bytes.toString('base64');
}
