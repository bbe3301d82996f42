import { z } from 'zod';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { Me, proofMinutes } from '../sign-in/contract.ts';
import { plainLine } from '../texts/contract.ts';

export const PasskeyId = z.uuid().brand<'PasskeyId'>();
export type PasskeyId = z.infer<typeof PasskeyId>;

export const totpDigits = 6;
export const totpPeriodSeconds = 30;
export const recoveryCodesCount = 10;
export const passkeysMax = 20;
export const passkeyNameLengthMax = 120;
/** Wrong codes until one has to begin again with the password. */
export const wrongCodesPerTicketMax = 5;
/** Wrong codes of one person until they have to wait, however often they began again. */
export const wrongCodesMax = 10;
export const wrongCodesMinutes = 15;

export const Passkey = z.object({
  id: PasskeyId,
  name: z.string(),
  createdAt: z.coerce.date(),
  lastUsedAt: z.coerce.date().nullable(),
  /** Kept by a password manager or a cloud too, so that losing the device does not lose it. */
  backedUp: z.boolean(),
});
export type Passkey = z.infer<typeof Passkey>;

export const SignOnIdentity = z.object({
  /** Its slug. */
  provider: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  createdAt: z.coerce.date(),
});
export type SignOnIdentity = z.infer<typeof SignOnIdentity>;

/** Every way somebody proves who they are, beside a password. */
export const Factors = z.object({
  totpSince: z.coerce.date().nullable(),
  recoveryCodesLeft: z.number().int(),
  passkeys: z.array(Passkey),
  singleSignOn: z.array(SignOnIdentity),
});
export type Factors = z.infer<typeof Factors>;

const ticket = z.string().min(1).max(200).describe('As it was answered when this began.');

/** As an app shows it, in whatever groups it was typed. */
export const TotpCode = z
  .string()
  .max(20)
  .transform((text) => text.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'Six digits, as the app shows them.'));

// Without 0 and o, 1, i and l, and u, which reads like v: a code is copied by hand, often from paper.
export const recoveryCodeAlphabet = 'abcdefghjkmnpqrstvwxyz23456789';
const recoveryCodeShape = new RegExp(`^[${recoveryCodeAlphabet}]{4}(-[${recoveryCodeAlphabet}]{4}){2}$`);

/** `k7mp-2xqa-9wvr`, however it was copied: small or capital, with or without its hyphens. */
export const RecoveryCode = z
  .string()
  .max(40)
  .transform((text) => {
    const plain = text.replace(/[\s-]/g, '').toLowerCase();
    return plain.replace(/^(.{4})(.{4})(.{4})$/, '$1-$2-$3');
  })
  .pipe(z.string().regex(recoveryCodeShape, 'Twelve letters and digits, as they were shown.'));

export const PasskeyName = plainLine(passkeyNameLengthMax);

/** Shown once, when they are made: null when the same request comes again. */
export const RecoveryCodes = z.object({ codes: z.array(z.string()).nullable() });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

export const TotpSetup = z.object({
  ticket: z.string(),
  /** For an app that cannot read the picture: base32. */
  secret: z.string(),
  /** `otpauth://totp/...` */
  uri: z.string(),
  /** The same as a picture, to be shown as it is: black on white, so that every camera reads it. */
  qrSvg: z.string(),
});
export type TotpSetup = z.infer<typeof TotpSetup>;

export const SignedInNow = z.object({ status: z.literal('signed_in'), me: Me });
export type SignedInNow = z.infer<typeof SignedInNow>;

export const Proved = z.object({ provedAt: z.coerce.date() });
export type Proved = z.infer<typeof Proved>;

const base64url = (lengthMax: number) =>
  z
    .string()
    .min(1)
    .max(lengthMax)
    .regex(/^[\w-]+$/, 'Base64url without padding.');
const credentialId = base64url(1364);
const transports = z.array(z.string().max(20)).max(10);

/** What the browser makes of a new passkey: `PublicKeyCredential.toJSON()`. Of what else is in it nothing is kept. */
export const PasskeyRegistration = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url(4_096),
    attestationObject: base64url(16_384),
    transports: transports.optional(),
  }),
});
export type PasskeyRegistration = z.infer<typeof PasskeyRegistration>;

/** What the browser answers with a passkey: `PublicKeyCredential.toJSON()`. */
export const PasskeyAssertion = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url(4_096),
    authenticatorData: base64url(4_096),
    signature: base64url(1_024),
    userHandle: base64url(100).nullish(),
  }),
});
export type PasskeyAssertion = z.infer<typeof PasskeyAssertion>;

const CredentialDescriptor = z.object({
  id: z.string(),
  type: z.literal('public-key'),
  transports: z.array(z.string()).optional(),
});

/** For `PublicKeyCredential.parseCreationOptionsFromJSON`. */
export const PasskeyRegistrationStart = z.object({
  ticket: z.string(),
  options: z.object({
    challenge: z.string(),
    rp: z.object({ id: z.string(), name: z.string() }),
    user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
    pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.number().int() })),
    timeout: z.number().int(),
    attestation: z.literal('none'),
    /** Passkeys there are already, so that a device does not make a second one. */
    excludeCredentials: z.array(CredentialDescriptor),
    authenticatorSelection: z.object({
      residentKey: z.literal('required'),
      requireResidentKey: z.literal(true),
      userVerification: z.literal('required'),
    }),
  }),
});
export type PasskeyRegistrationStart = z.infer<typeof PasskeyRegistrationStart>;

/** For `PublicKeyCredential.parseRequestOptionsFromJSON`, in a dialog or as a suggestion in the address field. */
export const PasskeyAssertionStart = z.object({
  ticket: z.string(),
  options: z.object({
    challenge: z.string(),
    rpId: z.string(),
    timeout: z.number().int(),
    userVerification: z.literal('required'),
    /** Empty where any passkey of this place will do. */
    allowCredentials: z.array(CredentialDescriptor),
  }),
});
export type PasskeyAssertionStart = z.infer<typeof PasskeyAssertionStart>;

export const getFactors = endpoint({
  method: 'GET',
  path: '/me/factors',
  audience: 'person',
  summary: 'How you can prove who you are',
  reply: Factors,
  etag: true,
});

/**
 * Some of what follows looks for the session itself, in steps: where a ticket is given out, since an Idempotency-Key
 * would keep it with the answer; and where something may be guessed, so that a wrong try leaves its mark.
 */
const asksForSession = 'Asks for a session.';
const asksForProof = `${asksForSession} For ${proofMinutes} minutes, dangerous changes do not ask again.`;

export const postTotp = endpoint({
  method: 'POST',
  path: '/me/totp',
  audience: 'anybody',
  summary: 'Begin to set up an authenticator app',
  description: `${asksForSession} Nothing changes until a code of the app is sent back with the ticket, in time.`,
  reply: TotpSetup,
  errors: ['stoa.not_signed_in', 'identity.proof_needed', 'identity.totp_is_on'],
  limit: { count: 20, seconds: 60 },
});

export const putTotp = endpoint({
  method: 'PUT',
  path: '/me/totp',
  audience: 'person',
  summary: 'Confirm the authenticator app, and get recovery codes',
  description: 'From now on signing in with the password asks for a code as well.',
  body: { ticket, code: TotpCode },
  reply: RecoveryCodes,
  shownOnce: ['codes'],
  errors: ['identity.factor_ticket_is_over', 'identity.code_does_not_fit', 'identity.totp_is_on'],
  limit: { count: 20, seconds: 60 },
});

export const deleteTotp = endpoint({
  method: 'DELETE',
  path: '/me/totp',
  audience: 'person',
  summary: 'Stop asking for a code of the authenticator app',
  description: 'The recovery codes go with it.',
  reply: z.object({}),
  errors: ['identity.proof_needed', 'identity.totp_is_off'],
});

export const postRecoveryCodes = endpoint({
  method: 'POST',
  path: '/me/recovery-codes',
  audience: 'person',
  summary: 'Get new recovery codes; the ones before open nothing any more',
  reply: RecoveryCodes,
  shownOnce: ['codes'],
  errors: ['identity.proof_needed', 'identity.totp_is_off'],
});

export const postSecondFactor = endpoint({
  method: 'POST',
  path: '/session/second-factor',
  audience: 'anybody',
  summary: 'Finish signing in with a code',
  description: 'Either a code of the authenticator app or a recovery code.',
  body: { ticket, code: TotpCode.optional(), recoveryCode: RecoveryCode.optional() },
  reply: SignedInNow,
  errors: [
    'identity.factor_ticket_is_over',
    'identity.code_does_not_fit',
    'identity.too_many_wrong_codes',
    'identity.account_is_disabled',
  ],
  limit: { count: 20, seconds: 60 },
});

export const postTotpProof = endpoint({
  method: 'POST',
  path: '/me/proof/totp',
  audience: 'anybody',
  summary: 'Prove again that it is you, with a code of the authenticator app',
  description: asksForProof,
  body: { code: TotpCode },
  reply: Proved,
  errors: [
    'stoa.not_signed_in',
    'identity.code_does_not_fit',
    'identity.too_many_wrong_codes',
    'identity.totp_is_off',
  ],
  limit: { count: 20, seconds: 60 },
});

export const postPasskeyOptions = endpoint({
  method: 'POST',
  path: '/me/passkeys/options',
  audience: 'anybody',
  summary: 'Begin to add a passkey',
  description: asksForSession,
  reply: PasskeyRegistrationStart,
  errors: [
    'stoa.not_signed_in',
    'identity.proof_needed',
    'identity.passkeys_need_a_name',
    'identity.too_many_passkeys',
  ],
  limit: { count: 20, seconds: 60 },
});

export const postPasskey = endpoint({
  method: 'POST',
  path: '/me/passkeys',
  audience: 'person',
  summary: 'Add the passkey the device has made',
  body: { ticket, response: PasskeyRegistration, name: PasskeyName.optional() },
  reply: Passkey,
  status: 201,
  errors: [
    'identity.factor_ticket_is_over',
    'identity.passkey_not_accepted',
    'identity.passkey_is_known',
    'identity.passkeys_need_a_name',
    'identity.too_many_passkeys',
  ],
  limit: { count: 20, seconds: 60 },
});

export const patchPasskey = endpoint({
  method: 'PATCH',
  path: '/me/passkeys/:passkeyId',
  audience: 'person',
  summary: 'Rename a passkey',
  params: { passkeyId: PasskeyId },
  body: { name: PasskeyName },
  reply: Passkey,
  errors: ['identity.passkey_not_found'],
});

export const deletePasskey = endpoint({
  method: 'DELETE',
  path: '/me/passkeys/:passkeyId',
  audience: 'person',
  summary: 'Remove a passkey',
  params: { passkeyId: PasskeyId },
  reply: z.object({}),
  errors: ['identity.proof_needed', 'identity.passkey_not_found', 'identity.last_way_to_sign_in'],
});

export const postPasskeySignInOptions = endpoint({
  method: 'POST',
  path: '/session/passkey/options',
  audience: 'anybody',
  summary: 'Begin to sign in with a passkey',
  reply: PasskeyAssertionStart,
  errors: ['identity.passkeys_need_a_name'],
  limit: { count: 30, seconds: 60 },
});

export const postPasskeySignIn = endpoint({
  method: 'POST',
  path: '/session/passkey',
  audience: 'anybody',
  summary: 'Sign in with a passkey',
  description: 'A passkey is both factors: something one has, unlocked by something one is or knows.',
  body: { ticket, response: PasskeyAssertion },
  reply: SignedInNow,
  errors: ['identity.passkey_does_not_fit', 'identity.passkeys_need_a_name', 'identity.account_is_disabled'],
  limit: { count: 20, seconds: 60 },
});

export const postPasskeyProofOptions = endpoint({
  method: 'POST',
  path: '/me/proof/passkey/options',
  audience: 'anybody',
  summary: 'Begin to prove again that it is you, with a passkey',
  description: asksForSession,
  reply: PasskeyAssertionStart,
  errors: ['stoa.not_signed_in', 'identity.passkeys_need_a_name', 'identity.no_passkey'],
  limit: { count: 20, seconds: 60 },
});

export const postPasskeyProof = endpoint({
  method: 'POST',
  path: '/me/proof/passkey',
  audience: 'anybody',
  summary: 'Prove again that it is you, with a passkey',
  description: asksForProof,
  body: { ticket, response: PasskeyAssertion },
  reply: Proved,
  errors: ['stoa.not_signed_in', 'identity.passkey_does_not_fit', 'identity.passkeys_need_a_name'],
  limit: { count: 20, seconds: 60 },
});

/** What may be refused here. */
export const factorsErrors = {
  factor_ticket_is_over: [410, 'This took too long or was used already. Begin again.'],
  code_does_not_fit: [403, 'This code does not fit. Codes of an app change every 30 seconds.'],
  too_many_wrong_codes: [429, 'Too many wrong codes. Wait a quarter of an hour, or use a passkey.'],
  totp_is_on: [409, 'An authenticator app is set up already. Remove it first to use another.'],
  totp_is_off: [409, 'No authenticator app is set up.'],
  passkeys_need_a_name: [
    409,
    'A passkey belongs to the name of a site, and this one is reached by a bare address. Open it by its name, or as localhost.',
  ],
  passkey_not_accepted: [422, 'This passkey could not be checked. Try once more.'],
  passkey_is_known: [409, 'This passkey is here already.'],
  passkey_not_found: [404, 'This passkey does not exist, or is not yours.'],
  passkey_does_not_fit: [403, 'This passkey does not open anything here.'],
  too_many_passkeys: [
    409,
    'That is as many passkeys as one person can have here. Remove one you no longer use.',
  ],
  no_passkey: [409, 'You have no passkey yet.'],
  last_way_to_sign_in: [
    409,
    'Without this you could not sign in any more. Set a password or add a passkey first.',
  ],
} as const;
