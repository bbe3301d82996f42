import { createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';

const version = 0x80;
const keyBytes = 32;
const halfBytes = 16;
const ivAt = 9;
const bodyAt = 25;
const macBytes = 32;
const blockBytes = 16;
const keyShape = /^[A-Za-z0-9_-]{43}=?$/;
const tokenShape = /^[A-Za-z0-9_-]+={0,2}$/;

export interface FernetKey {
  readonly signing: Buffer;
  readonly encryption: Buffer;
}

/** 32 bytes in URL-safe base64; undefined for whatever is no key. */
export function readFernetKey(text: string): FernetKey | undefined {
  if (!keyShape.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== keyBytes) return undefined;
  return { signing: bytes.subarray(0, halfBytes), encryption: bytes.subarray(halfBytes) };
}

/**
 * What another system kept under Fernet (version 0x80: time, IV, AES-128-CBC, HMAC-SHA256), or undefined for whatever
 * that key did not seal. One answer for every reason, and the signature is compared in constant time before anything
 * is opened.
 *
 * CR-90: the time in it is not looked at. It says when a token was sealed, keeps nobody from using it again, and what
 * was stored for months is as good as it was.
 */
export function openFernet(key: FernetKey, token: string): string | undefined {
  const bytes = tokenShape.test(token) ? Buffer.from(token, 'base64url') : Buffer.alloc(0);
  const macAt = bytes.length - macBytes;
  const isShaped = bytes[0] === version && macAt > bodyAt && (macAt - bodyAt) % blockBytes === 0;
  if (!isShaped) return undefined;
  const mac = createHmac('sha256', key.signing).update(bytes.subarray(0, macAt)).digest();
  if (!timingSafeEqual(mac, bytes.subarray(macAt))) return undefined;
  const decipher = createDecipheriv('aes-128-cbc', key.encryption, bytes.subarray(ivAt, bodyAt));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(bodyAt, macAt)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
