import { createPublicKey, type KeyObject } from 'node:crypto';

/** What a signature is checked with. */
export type WebhookKey =
  | { readonly scheme: 'v1'; readonly secret: Uint8Array }
  | { readonly scheme: 'v1a'; readonly publicKey: KeyObject };

const secretBytesMin = 24;
const secretBytesMax = 64;
const publicKeyBytes = 32;
/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in its DER form. */
const derPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/** `whsec_` and base64, or `whpk_` for a public key. Throws for what is neither: a mistake of whoever set it up. */
export function webhookKey(written: string): WebhookKey {
  const [, kind, base64] = /^(whsec|whpk)_([A-Za-z0-9+/]+={0,2})$/.exec(written.trim()) ?? [];
  const bytes = Buffer.from(base64 ?? '', 'base64');
  if (kind === 'whsec' && bytes.length >= secretBytesMin && bytes.length <= secretBytesMax)
    return { scheme: 'v1', secret: bytes };
  if (kind === 'whpk' && bytes.length === publicKeyBytes)
    return { scheme: 'v1a', publicKey: ed25519Key(bytes) };
  throw new Error('A webhook key is whsec_ with 24 to 64 bytes in base64, or whpk_ with 32.');
}

/** The text itself is the secret, as Whop has it. A line end that came along when it was copied is no part of it. */
export const webhookKeyOfText = (written: string): WebhookKey => ({
  scheme: 'v1',
  secret: Buffer.from(written.trim(), 'utf8'),
});

export const ed25519Key = (bytes: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([derPrefix, bytes]), format: 'der', type: 'spki' });
