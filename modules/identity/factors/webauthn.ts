import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import type { UserId } from '../../../kit/ids.ts';
import type { Outside } from '../../../kit/outside.ts';
import {
  identityError,
  type PasskeyAssertion,
  type PasskeyAssertionStart,
  type PasskeyRegistration,
  type PasskeyRegistrationStart,
} from '../contract.ts';
import type { Owner } from './passkeys.sql.ts';

const challengeBytes = 32;
/** Somebody may have to fetch their phone first. Kept in the ticket as long. */
export const challengeMs = 5 * 60_000;
/** Ed25519, P-256 and RSA, in the order we like them: what every authenticator knows one of. */
const algorithms = [-8, -7, -257];

/** The name and the origin that a passkey is bound to by the browser. */
export interface Site {
  readonly id: string;
  readonly origin: string;
  readonly name: string;
}

/** Browsers make passkeys for names, and for localhost, but for no bare address such as 127.0.0.1. */
export function siteOf({ publicUrl, brand }: Pick<Outside, 'publicUrl' | 'brand'>): Site {
  const { hostname, origin } = new URL(publicUrl);
  const isAddress = isIP(hostname) !== 0 || hostname.startsWith('[');
  if (isAddress) throw identityError('passkeys_need_a_name', { hostname });
  return { id: hostname, origin, name: brand.name };
}

export const newChallenge = (): string => randomBytes(challengeBytes).toString('base64url');

/** What a device keeps beside a passkey, and shows us when it signs in: who it is for. */
export const userHandleOf = (userId: UserId): string =>
  Buffer.from(userId.replaceAll('-', ''), 'hex').toString('base64url');

export function registrationOptions(
  site: Site,
  challenge: string,
  userId: UserId,
  owner: Owner,
): PasskeyRegistrationStart['options'] {
  return {
    challenge,
    rp: { id: site.id, name: site.name },
    user: { id: userHandleOf(userId), name: owner.email, displayName: owner.name },
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
    timeout: challengeMs,
    attestation: 'none',
    excludeCredentials: owner.passkeys.map(descriptorOf),
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
  };
}

export const assertionOptions = (
  site: Site,
  challenge: string,
  passkeys: Owner['passkeys'] = [],
): PasskeyAssertionStart['options'] => ({
  challenge,
  rpId: site.id,
  timeout: challengeMs,
  userVerification: 'required',
  allowCredentials: passkeys.map(descriptorOf),
});

export interface MadePasskey {
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly signCount: number;
  readonly backedUp: boolean;
}

export async function checkRegistration(
  site: Site,
  challenge: string,
  response: PasskeyRegistration,
): Promise<MadePasskey> {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  const { registrationInfo: made } = await refusing(async () => {
    await refuseCertificates(response);
    return verifyRegistrationResponse({
      ...expected(site, challenge),
      response: { ...response, clientExtensionResults: {} },
      supportedAlgorithmIDs: algorithms,
    });
  });
  if (!made) throw identityError('passkey_not_accepted');
  return {
    credentialId: Buffer.from(made.credential.id, 'base64url'),
    publicKey: Buffer.from(made.credential.publicKey),
    signCount: made.credential.counter,
    backedUp: made.credentialBackedUp,
  };
}

export type Checked =
  | { readonly fits: true; readonly signCount: number; readonly backedUp: boolean }
  /** Why, for the log: whoever asks is told one thing only. */
  | { readonly fits: false; readonly cause: unknown };

/**
 * Whether the key's owner signed this challenge for this site, and unlocked the key to do so. The count is compared
 * where it is stored, since two who come at once would both be compared with the same one here.
 */
export async function checkAssertion(
  site: Site,
  challenge: string,
  publicKey: Buffer,
  response: PasskeyAssertion,
): Promise<Checked> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  const { userHandle, ...signed } = response.response;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      ...expected(site, challenge),
      response: { ...response, response: signed, clientExtensionResults: {} },
      credential: { id: response.id, publicKey: new Uint8Array(publicKey), counter: 0 },
    });
    if (!verified) return { fits: false, cause: 'the signature is wrong' };
    return {
      fits: true,
      signCount: authenticationInfo.newCounter,
      backedUp: authenticationInfo.credentialBackedUp,
    };
  } catch (cause) {
    return { fits: false, cause };
  }
}

const expected = (site: Site, challenge: string) => ({
  expectedChallenge: challenge,
  expectedOrigin: site.origin,
  expectedRPID: site.id,
  requireUserVerification: true,
});

/**
 * We ask for no attestation, and a browser then takes the device's certificates out. Whoever sends some all the same
 * names addresses in them, of revocation lists, that the library would fetch: anybody's way into the network we are in.
 */
async function refuseCertificates({ response }: PasskeyRegistration): Promise<void> {
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers');
  const attestation = decodeAttestationObject(
    new Uint8Array(Buffer.from(response.attestationObject, 'base64url')),
  );
  const format = attestation.get('fmt');
  const isSelfSigned = format === 'packed' && attestation.get('attStmt').get('x5c') === undefined;
  if (format !== 'none' && !isSelfSigned) throw new Error(`attested as ${format}, which nobody asked for`);
}

async function refusing<T>(check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (cause) {
    throw identityError('passkey_not_accepted', {}, cause);
  }
}

const descriptorOf = ({ id, transports }: Owner['passkeys'][number]) => ({
  id,
  type: 'public-key' as const,
  transports,
});
