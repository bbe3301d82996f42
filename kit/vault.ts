import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { errorsOf } from './errors.ts';

/** The keys secrets are sealed under. The first one seals; the others only open what was sealed before. */
export interface KeyRing {
  readonly current: RingKey;
  readonly byId: ReadonlyMap<string, RingKey>;
}
export interface RingKey {
  readonly id: string;
  /** A handle, not bytes: it prints as nothing when it ends up in a log or an error. */
  readonly key: KeyObject;
}

export interface Vault {
  /**
   * `associated` is the identity of the row: a sealed value that is copied to another row does not open
   * there.
   */
  seal(plain: string | Uint8Array, associated: string): Buffer;
  open(sealed: Uint8Array, associated: string): Buffer;
  /** True for what was sealed under an older key, and for what no key of the ring ever sealed. */
  needsRotation(sealed: Uint8Array): boolean;
  /**
   * Which key sealed this, for whoever looks for what an old key still holds. Says nothing about whether it
   * opens.
   */
  keyIdOf(sealed: Uint8Array): string | undefined;
}

export const vaultError = errorsOf('vault', {
  cannot_open: [500, 'A stored secret cannot be read. It has to be entered again.'],
});

const formatVersion = 1;
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const keyIdShape = /^[A-Za-z0-9_-]{1,32}$/;
const base64Shape = /^[A-Za-z0-9+/_-]+={0,2}$/;

/**
 * AES-256-GCM. A sealed value is: format version (1 byte), length of the key's id (1 byte), the id, the
 * nonce (12 bytes, fresh and random each time), the ciphertext, the tag (16 bytes). Everything before the
 * nonce is authenticated together with `associated`, so that no part of it can be exchanged.
 */
export function openVault(ring: KeyRing): Vault {
  return {
    seal(plain, associated) {
      const header = headerOf(ring.current.id);
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', ring.current.key, nonce, { authTagLength: tagBytes });
      cipher.setAAD(bound(header, associated));
      const body = Buffer.concat([cipher.update(bytesOf(plain)), cipher.final()]);
      return Buffer.concat([header, nonce, body, cipher.getAuthTag()]);
    },

    open(sealed, associated) {
      // One refusal for every reason, and the same work on the way to it: whoever can hand us sealed values
      // learns
      // nothing about keys, rows or which byte was wrong.
      const parts = partsOf(sealed) ?? unreadable;
      const ringKey = ring.byId.get(parts.keyId) ?? ring.current;
      const decipher = createDecipheriv('aes-256-gcm', ringKey.key, parts.nonce, { authTagLength: tagBytes });
      decipher.setAAD(bound(parts.header, associated));
      decipher.setAuthTag(parts.tag);
      const head = decipher.update(parts.body);
      try {
        return Buffer.concat([head, decipher.final()]);
      } catch {
        throw vaultError('cannot_open');
      }
    },

    needsRotation: (sealed) => partsOf(sealed)?.keyId !== ring.current.id,
    keyIdOf: (sealed) => partsOf(sealed)?.keyId,
  };
}

/**
 * `id:base64key,id2:base64key`; the first is the current one. What is refused is said without repeating a
 * key.
 */
export function parseKeyRing(text: string): KeyRing {
  const entries = text.split(',').map((entry) => entry.trim());
  if (entries.every((entry) => entry === ''))
    throw new Error('The key ring is empty. It is written id:base64key,id2:base64key.');
  const keys = entries.map(parseRingKey);
  const byId = new Map<string, RingKey>();
  for (const key of keys) {
    if (byId.has(key.id))
      throw new Error(`The key ring has two keys called "${key.id}". Each needs an id of its own.`);
    byId.set(key.id, key);
  }
  return { current: keys[0]!, byId };
}

/** 32 random bytes, in the form `parseKeyRing` reads. */
export function newKey(): string {
  return randomBytes(keyBytes).toString('base64');
}

/** What the sweep asks of a table that keeps sealed values. */
export interface SealedRows {
  /** Rows in the order of their ids, from after this one. */
  next(afterId: string | undefined, limit: number): Promise<readonly SealedRow[]>;
  /**
   * Writes `fresh` if the row still holds `old`; answers whether it did. Two writers cannot undo each other.
   */
  replace(id: string, old: Uint8Array, fresh: Buffer): Promise<boolean>;
}
export interface SealedRow {
  readonly id: string;
  readonly sealed: Uint8Array;
  readonly associated: string;
}

export interface RotationReport {
  readonly seenCount: number;
  readonly rotatedCount: number;
  /**
   * Changed by somebody else meanwhile. What they wrote may be under the old key: run again until this is 0.
   */
  readonly overtakenCount: number;
  /** Rows no key opens, the first of them by name. They are left as they are. */
  readonly unreadableCount: number;
  readonly unreadableIds: readonly string[];
  /** Where to go on from after a stop; undefined once the end was reached. */
  readonly resumeAfter: string | undefined;
}

const rotationBatchMax = 200;
const unreadableShownMax = 20;

/**
 * Seals again, under the current key, whatever an older key sealed. Each row is one compare-and-set, so it
 * may run beside everything else, be stopped anywhere and be started again; a second run finds nothing to
 * do.
 */
export async function rotateSealed(
  vault: Vault,
  rows: SealedRows,
  options: { after?: string | undefined; signal?: AbortSignal | undefined; batch?: number } = {},
): Promise<RotationReport> {
  const count = { seenCount: 0, rotatedCount: 0, overtakenCount: 0, unreadableCount: 0 };
  const unreadableIds: string[] = [];
  let after = options.after;
  for (;;) {
    const page = await rows.next(after, options.batch ?? rotationBatchMax);
    if (page.length === 0) return { ...count, unreadableIds, resumeAfter: undefined };
    for (const row of page) {
      if (options.signal?.aborted) return { ...count, unreadableIds, resumeAfter: after };
      const outcome = await rotateRow(vault, rows, row);
      count.seenCount += 1;
      if (outcome !== 'current') count[`${outcome}Count`] += 1;
      if (outcome === 'unreadable' && unreadableIds.length < unreadableShownMax) unreadableIds.push(row.id);
      after = row.id;
    }
  }
}

async function rotateRow(vault: Vault, rows: SealedRows, row: SealedRow) {
  if (!vault.needsRotation(row.sealed)) return 'current';
  let plain: Buffer;
  try {
    plain = vault.open(row.sealed, row.associated);
  } catch {
    return 'unreadable';
  }
  const fresh = vault.seal(plain, row.associated);
  plain.fill(0);
  return (await rows.replace(row.id, row.sealed, fresh)) ? 'rotated' : 'overtaken';
}

function parseRingKey(entry: string, index: number): RingKey {
  const place = `Key ${index + 1} of the key ring`;
  const colon = entry.indexOf(':');
  if (colon === -1) throw new Error(`${place} has no id. It is written id:base64key.`);
  const id = entry.slice(0, colon).trim();
  if (!keyIdShape.test(id)) {
    throw new Error(`${place} has an id that cannot be used: 1 to 32 letters, digits, "-" or "_".`);
  }
  const encoded = entry.slice(colon + 1).trim();
  if (!base64Shape.test(encoded)) throw new Error(`${place} ("${id}") is not base64.`);
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length !== keyBytes) {
    throw new Error(`${place} ("${id}") is ${bytes.length} bytes long; ${keyBytes} are needed.`);
  }
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return { id, key };
}

interface Parts {
  readonly keyId: string;
  readonly header: Uint8Array;
  readonly nonce: Uint8Array;
  readonly body: Uint8Array;
  readonly tag: Uint8Array;
}

function partsOf(sealed: Uint8Array): Parts | undefined {
  if (sealed.length < 2 || sealed[0] !== formatVersion) return undefined;
  const headerBytes = 2 + sealed[1]!;
  if (sealed.length < headerBytes + nonceBytes + tagBytes) return undefined;
  const header = sealed.subarray(0, headerBytes);
  const tagAt = sealed.length - tagBytes;
  return {
    keyId: Buffer.from(header.subarray(2)).toString('latin1'),
    header,
    nonce: sealed.subarray(headerBytes, headerBytes + nonceBytes),
    body: sealed.subarray(headerBytes + nonceBytes, tagAt),
    tag: sealed.subarray(tagAt),
  };
}

/** Stands in for what has not even the shape of a sealed value; its tag fits no key. */
const unreadable: Parts = {
  keyId: '',
  header: new Uint8Array(0),
  nonce: new Uint8Array(nonceBytes),
  body: new Uint8Array(0),
  tag: new Uint8Array(tagBytes),
};

function headerOf(keyId: string): Buffer {
  return Buffer.concat([Buffer.from([formatVersion, keyId.length]), Buffer.from(keyId, 'latin1')]);
}

const bound = (header: Uint8Array, associated: string) =>
  Buffer.concat([header, Buffer.from(associated, 'utf8')]);
const bytesOf = (plain: string | Uint8Array) =>
  typeof plain === 'string' ? Buffer.from(plain, 'utf8') : plain;
