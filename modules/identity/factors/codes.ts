import { createHash, randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { renderSVG } from 'uqr';
import type { UserId } from '../../../kit/ids.ts';
import { recoveryCodeAlphabet, recoveryCodesCount, totpDigits, totpPeriodSeconds } from './contract.ts';

// SHA-1 and 20 bytes: whatever the standard allows beside, several widely used apps silently do this.
const totp = { algorithm: 'SHA1', digits: totpDigits, period: totpPeriodSeconds };
const secretBytes = 20;
/** A code of the step before or after is good too: clocks differ, and typing takes time. */
const stepsAside = 1;
const qrBorder = 2;

/** What an app has to know, in the three ways it may be told. */
export function newTotp(issuer: string, label: string): { secret: Uint8Array; uri: string; qrSvg: string } {
  const secret = new Secret({ size: secretBytes });
  const uri = new TOTP({ ...totp, secret, issuer, label }).toString();
  return { secret: secret.bytes, uri, qrSvg: renderSVG(uri, { border: qrBorder }) };
}

export const base32Of = (secret: Uint8Array): string => secretOf(secret).base32;

/** Which step of time the code belongs to; undefined when it fits none that is near enough. */
export function stepOf(secret: Uint8Array, code: string, now: Date): bigint | undefined {
  const timestamp = now.getTime();
  const aside = TOTP.validate({
    ...totp,
    secret: secretOf(secret),
    token: code,
    timestamp,
    window: stepsAside,
  });
  if (aside === null) return undefined;
  return BigInt(Math.floor(timestamp / 1000 / totpPeriodSeconds) + aside);
}

export const newRecoveryCodes = (): string[] => Array.from({ length: recoveryCodesCount }, newRecoveryCode);

/** With the person in it, so that one guess is a guess at one person. 58 bits of chance need no slow hash. */
export const recoveryCodeHash = (userId: UserId, code: string): Buffer =>
  createHash('sha256').update(`recovery code\n${userId}\n${code}`).digest();

function newRecoveryCode(): string {
  const letters = Array.from(
    { length: 12 },
    () => recoveryCodeAlphabet[randomInt(recoveryCodeAlphabet.length)],
  );
  return [letters.slice(0, 4), letters.slice(4, 8), letters.slice(8)].map((part) => part.join('')).join('-');
}

/** Copied: the library wants a buffer of its own, and what the vault opens is a slice of a shared one. */
const secretOf = (bytes: Uint8Array) => new Secret({ buffer: new Uint8Array(bytes).buffer });
