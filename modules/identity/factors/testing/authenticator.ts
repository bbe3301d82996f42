import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type {
  PasskeyAssertion,
  PasskeyAssertionStart,
  PasskeyRegistration,
  PasskeyRegistrationStart,
} from '../contract.ts';

/**
 * A browser and the device in it, as far as passkeys go: the other side of the wire, made by the standard and not by
 * the library that checks it here. What it is told to do differently, a test tries to get away with.
 */
export interface Device {
  /** The passkey's, as the wire spells it. */
  readonly id: string;
  make(options: PasskeyRegistrationStart['options'], odd?: Odd): PasskeyRegistration;
  answer(options: PasskeyAssertionStart['options'], odd?: Odd): PasskeyAssertion;
}

interface Odd {
  readonly origin?: string;
  readonly challenge?: string;
  readonly siteId?: string;
  readonly count?: number;
  readonly isUnlocked?: boolean;
  readonly userHandle?: string | null;
  readonly credentialId?: Buffer;
  readonly key?: KeyObject;
  /** The attestation's format and statement, as CBOR. */
  readonly attestation?: readonly [format: string, statement: Buffer];
}

const flags = { present: 0x01, unlocked: 0x04, mayBeBackedUp: 0x08, isBackedUp: 0x10, hasKey: 0x40 };
const modelId = Buffer.alloc(16);

export function newDevice(origin: string): Device {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credentialId = randomBytes(32);
  let userHandle = '';
  let count = 0;

  const dataOf = (siteId: string, odd: Odd, made?: Buffer) => {
    count += 1;
    const isUnlocked = odd.isUnlocked ?? true;
    const set = flags.present | (isUnlocked ? flags.unlocked : 0) | (made ? flags.hasKey : 0);
    const counted = Buffer.alloc(4);
    counted.writeUInt32BE(odd.count ?? count);
    return Buffer.concat([
      sha256(odd.siteId ?? siteId),
      Buffer.from([set | flags.mayBeBackedUp | flags.isBackedUp]),
      counted,
      made ?? Buffer.alloc(0),
    ]);
  };
  const clientData = (type: string, challenge: string, odd: Odd) =>
    Buffer.from(
      JSON.stringify({
        type,
        challenge: odd.challenge ?? challenge,
        origin: odd.origin ?? origin,
        crossOrigin: false,
      }),
    );

  return {
    id: credentialId.toString('base64url'),

    make(options, odd = {}) {
      userHandle = options.user.id;
      const length = Buffer.from([0, credentialId.length]);
      const data = dataOf(
        options.rp.id,
        odd,
        Buffer.concat([modelId, length, credentialId, coseKeyOf(publicKey)]),
      );
      const [format, statement] = odd.attestation ?? ['none', cbor.map([])];
      const attestation = cbor.map([
        [cbor.text('fmt'), cbor.text(format)],
        [cbor.text('attStmt'), statement],
        [cbor.text('authData'), cbor.bytes(data)],
      ]);
      const id = credentialId.toString('base64url');
      return {
        id,
        rawId: id,
        type: 'public-key',
        response: {
          clientDataJSON: clientData('webauthn.create', options.challenge, odd).toString('base64url'),
          attestationObject: attestation.toString('base64url'),
          transports: ['internal', 'hybrid'],
        },
      };
    },

    answer(options, odd = {}) {
      const data = dataOf(options.rpId, odd);
      const client = clientData('webauthn.get', options.challenge, odd);
      const signature = sign('sha256', Buffer.concat([data, sha256(client)]), odd.key ?? privateKey);
      const id = (odd.credentialId ?? credentialId).toString('base64url');
      return {
        id,
        rawId: id,
        type: 'public-key',
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: signature.toString('base64url'),
          userHandle: odd.userHandle === undefined ? userHandle : odd.userHandle,
        },
      };
    },
  };
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();

/** An elliptic curve key for ES256, by RFC 9053. */
function coseKeyOf(key: KeyObject): Buffer {
  const { x, y } = key.export({ format: 'jwk' });
  const at = (text: string) => cbor.bytes(Buffer.from(text, 'base64url'));
  return cbor.map([
    [cbor.int(1), cbor.int(2)],
    [cbor.int(3), cbor.int(-7)],
    [cbor.int(-1), cbor.int(1)],
    [cbor.int(-2), at(x!)],
    [cbor.int(-3), at(y!)],
  ]);
}

/** As much of RFC 8949 as the above is made of. */
export const cbor = {
  int: (n: number) => (n < 0 ? headOf(1, -1 - n) : headOf(0, n)),
  bytes: (bytes: Buffer) => Buffer.concat([headOf(2, bytes.length), bytes]),
  text: (text: string) => Buffer.concat([headOf(3, Buffer.byteLength(text)), Buffer.from(text)]),
  list: (items: readonly Buffer[]) => Buffer.concat([headOf(4, items.length), ...items]),
  map: (fields: readonly (readonly [Buffer, Buffer])[]) =>
    Buffer.concat([headOf(5, fields.length), ...fields.flat()]),
};

function headOf(kind: number, n: number): Buffer {
  const major = kind << 5;
  if (n < 24) return Buffer.from([major | n]);
  if (n < 256) return Buffer.from([major | 24, n]);
  return Buffer.from([major | 25, n >> 8, n & 255]);
}
