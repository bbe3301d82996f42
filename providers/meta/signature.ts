import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { idText, parseJson } from '../json.ts';
import { timeOf } from './shapes.ts';

export type IncomingHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

const signatureShape = /^sha256=([0-9a-f]{64})$/;

/**
 * Whether one of the secrets signed exactly these bytes: several, for apps that share an address and for a secret that
 * is being replaced. The platform signs neither a time nor an id, so an old delivery verifies for ever: what keeps it
 * from counting twice is that its events are known already.
 */
export function verifyMeta(raw: Uint8Array, headers: IncomingHeaders, secrets: readonly string[]): boolean {
  const header = headers['x-hub-signature-256'];
  const [, hex] = (typeof header === 'string' && signatureShape.exec(header)) || [];
  return hex !== undefined && isSigned(raw, Buffer.from(hex, 'hex'), secrets);
}

/**
 * What to answer the platform's question whether this address is ours, as exact text: the number in it is not one to
 * calculate with. Undefined is a 403.
 */
export function challenge(query: IncomingHeaders, verifyToken: string): string | undefined {
  const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': text } = query;
  if (mode !== 'subscribe' || typeof token !== 'string' || typeof text !== 'string' || text === '')
    return undefined;
  return verifyToken !== '' && timingSafeEqual(digestOf(token), digestOf(verifyToken)) ? text : undefined;
}

export interface SignedRequest {
  /** Of the person who took the app away, or who wants their data deleted. */
  readonly userId: string;
  readonly issuedAt?: Date;
}

/** What the callbacks for taking the app away and for deleting data carry: `<signature>.<payload>`, both base64url. */
export function readSignedRequest(text: string, secrets: readonly string[]): SignedRequest | undefined {
  const [, signature, payload] = /^([\w-]+)\.([\w-]+)$/.exec(text) ?? [];
  if (signature === undefined || payload === undefined) return undefined;
  if (!isSigned(Buffer.from(payload), Buffer.from(signature, 'base64url'), secrets)) return undefined;
  const read = readRecord(Buffer.from(payload, 'base64url').toString('utf8'));
  const userId = idText(read?.user_id);
  if (userId === undefined || String(read?.algorithm).toUpperCase() !== 'HMAC-SHA256') return undefined;
  const issuedAt = timeOf(read?.issued_at);
  return { userId, ...(issuedAt && { issuedAt }) };
}

/** Every secret is tried, whichever fits: how long it takes says nothing. */
function isSigned(bytes: Uint8Array, given: Buffer, secrets: readonly string[]): boolean {
  let isOne = false;
  for (const secret of secrets) {
    // An unset secret is one that anybody knows.
    if (secret === '') continue;
    const right = createHmac('sha256', secret).update(bytes).digest();
    if (right.length === given.length && timingSafeEqual(right, given)) isOne = true;
  }
  return isOne;
}

const digestOf = (text: string) => createHash('sha256').update(text).digest();

function readRecord(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = parseJson(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
