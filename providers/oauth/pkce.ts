import { createHash, randomBytes } from 'node:crypto';

/** RFC 7636: who began an authorization proves at its end that it is the same one. Only S256 is spoken. */
export interface Pkce {
  /** Kept until the code comes back; never sent with the browser. */
  readonly verifier: string;
  readonly challenge: string;
}

const verifierBytes = 32;

export function makePkce(): Pkce {
  const verifier = randomBytes(verifierBytes).toString('base64url');
  return { verifier, challenge: challengeOf(verifier) };
}

export const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');
