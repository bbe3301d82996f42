import { createHash } from 'node:crypto';

/**
 * JSON in one form, whatever order its fields came in, and with nothing in it that PostgreSQL has no place for: what
 * was acknowledged must be stored, and one strange character must not keep the rest of a delivery out.
 */
export interface Canonical {
  readonly text: string;
  /** At least as much as it takes as `jsonb`. */
  readonly bytesMost: number;
}

const depthMax = 100;
const tooDeep = '"nested too deeply to be kept"';
/** What PostgreSQL notes of every value beside the value itself, at most. */
const bytesPerValue = 16;

export function canonical(value: unknown): Canonical {
  let values = 0;
  const write = (one: unknown, depth: number): string => {
    values += 1;
    if (typeof one === 'string') return quoted(one);
    // What a client of ours has read already holds times, which JSON has none of.
    if (one instanceof Date) return JSON.stringify(one);
    if (typeof one !== 'object' || one === null) return JSON.stringify(one) ?? 'null';
    if (depth >= depthMax) return tooDeep;
    if (Array.isArray(one)) return `[${one.map((item) => write(item, depth + 1)).join(',')}]`;
    const fields = Object.entries(one).filter(([, field]) => field !== undefined);
    fields.sort(([a], [b]) => (a < b ? -1 : 1));
    values += fields.length;
    return `{${fields.map(([name, field]) => `${quoted(name)}:${write(field, depth + 1)}`).join(',')}}`;
  };
  const text = write(value, 0);
  return { text, bytesMost: Buffer.byteLength(text) + values * bytesPerValue };
}

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Text that PostgreSQL takes: no zero character, no half of a surrogate pair. */
export const storable = (text: string) => text.replaceAll('\0', '\ufffd').toWellFormed();

const quoted = (text: string) => JSON.stringify(storable(text));

/** Of what is too large to be kept: its small fields, and the names of those that were left out. */
export function reduced(value: unknown, bytesMax: number): Canonical {
  const kept: Record<string, unknown> = {};
  const leftOut: string[] = [];
  let room = bytesMax / 2;
  for (const [name, field] of Object.entries(Object(value))) {
    const { bytesMost } = canonical({ [name]: field });
    if (bytesMost > fieldBytesMax || bytesMost > room) {
      if (leftOut.length < namesMax) leftOut.push(name.slice(0, nameLengthMax));
      continue;
    }
    room -= bytesMost;
    kept[name] = field;
  }
  return canonical({ ...kept, leftOut });
}
const fieldBytesMax = 16_384;
const namesMax = 100;
const nameLengthMax = 100;
