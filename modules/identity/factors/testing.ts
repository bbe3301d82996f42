import { Secret, TOTP } from 'otpauth';
import type { PersonCtx } from '../../../kit/ctx.ts';
import type { Sample, Samples } from '../../../kit/http/sample.ts';
import type { UserId } from '../../../kit/ids.ts';
import type { Outside } from '../../../kit/outside.ts';
import { type Ground, openCtxOf } from '../../../kit/work.ts';
import { makeTicket } from '../sign-in/tickets.ts';
import type { Walk } from '../walk.ts';
import { begin } from './begun.ts';
import type { Passkey } from './contract.ts';
import { beginPasskeyProof, beginPasskeySignIn } from './passkey-sign-in.ts';
import { findOwner } from './passkeys.sql.ts';
import { addPasskey } from './passkeys.ts';
import { type Device, newDevice } from './testing/authenticator.ts';
import { confirmTotp } from './totp.ts';
import { challengeMs, newChallenge, registrationOptions, siteOf } from './webauthn.ts';

const minuteMs = 60_000;
const stepMs = 30_000;

/** Where a person stands, and what is around it. */
export interface Place {
  readonly ground: Ground;
  readonly outside: Outside;
}

/** What an authenticator app shows, made by the app's own arithmetic. */
export const codeAt = (secret: Uint8Array, at: Date): string =>
  TOTP.generate({ secret: new Secret({ buffer: new Uint8Array(secret).buffer }), timestamp: at.getTime() });

export interface App {
  /** The next code: the one it was set up with is good no more. */
  code(): string;
  readonly recoveryCodes: readonly string[];
}

/** Gives somebody an authenticator app. */
export async function givenApp(place: Place, userId: UserId): Promise<App> {
  const { clock } = place.ground;
  const { secret, ticket } = await givenSetup(place, userId);
  const code = codeAt(secret, clock.now());
  const { codes } = await asPerson(place, userId, (ctx) => confirmTotp(ctx, { ticket, code }, place.outside));
  const next = () => codeAt(secret, new Date(clock.now().getTime() + stepMs));
  return { code: next, recoveryCodes: codes };
}

/** Begun, and not confirmed. */
export async function givenSetup(
  place: Place,
  userId: UserId,
): Promise<{ secret: Uint8Array; ticket: string }> {
  const secret = new Secret({ size: 20 }).bytes;
  const ticket = await asPerson(place, userId, (ctx) =>
    begin(ctx, place.outside.vault, { purpose: 'totp_setup', userId, kept: secret, forMs: 15 * minuteMs }),
  );
  return { secret, ticket };
}

/** What `POST /session` gives for a right password of somebody with an app. */
export const givenSecondFactorTicket = (place: Place, userId: UserId): Promise<string> =>
  asPerson(place, userId, ({ tx, now }) =>
    makeTicket(tx, 'second_factor', { userId, now, lifeMs: 10 * minuteMs }),
  );

/** Gives somebody a passkey, on a device of its own. */
export async function givenPasskey(
  place: Place,
  userId: UserId,
): Promise<{ device: Device; passkey: Passkey }> {
  const device = newDevice(new URL(place.outside.publicUrl).origin);
  const body = await givenRegistration(place, userId, device);
  const passkey = await asPerson(place, userId, (ctx) => addPasskey(ctx, body, place.outside));
  return { device, passkey };
}

/** Made by the device, and not yet sent. */
export async function givenRegistration(place: Place, userId: UserId, device: Device) {
  const site = siteOf(place.outside);
  const challenge = newChallenge();
  return asPerson(place, userId, async (ctx) => ({
    ticket: await begin(ctx, place.outside.vault, {
      purpose: 'passkey_registration',
      userId,
      kept: challenge,
      forMs: challengeMs,
    }),
    response: device.make(registrationOptions(site, challenge, userId, await findOwner(ctx.tx, userId))),
  }));
}

/** A good input for every route of this part. */
export const factorsSamples: Samples<Walk> = {
  'GET /me/factors': async () => ({}),
  'POST /me/totp': async () => ({}),
  'PUT /me/totp': async (walk) => {
    const { secret, ticket } = await givenSetup(walk, walk.ownerId);
    return { body: { ticket, code: codeAt(secret, walk.ground.clock.now()) } };
  },
  'DELETE /me/totp': async (walk) => {
    await givenApp(walk, walk.ownerId);
    return {};
  },
  'POST /me/recovery-codes': async (walk) => {
    await givenApp(walk, walk.ownerId);
    return {};
  },
  'POST /session/second-factor': async (walk) => {
    const app = await givenApp(walk, walk.ownerId);
    return { body: { ticket: await givenSecondFactorTicket(walk, walk.ownerId), code: app.code() } };
  },
  'POST /me/proof/totp': async (walk) => {
    const app = await givenApp(walk, walk.ownerId);
    return { body: { code: app.code() } };
  },
  'POST /me/passkeys/options': async () => ({}),
  'POST /me/passkeys': async (walk) => {
    const device = newDevice(new URL(walk.outside.publicUrl).origin);
    return { body: { ...(await givenRegistration(walk, walk.ownerId, device)), name: 'Phone' } };
  },
  'PATCH /me/passkeys/:passkeyId': async (walk) => ({
    ...(await passkeyParams(walk)),
    body: { name: 'Old phone' },
  }),
  'DELETE /me/passkeys/:passkeyId': async (walk) => {
    await givenPasskey(walk, walk.ownerId);
    return passkeyParams(walk);
  },
  'POST /session/passkey/options': async () => ({}),
  'POST /session/passkey': (walk) => answered(walk, (ctx) => beginPasskeySignIn(ctx, walk.outside)),
  'POST /me/proof/passkey/options': async (walk) => {
    await givenPasskey(walk, walk.ownerId);
    return {};
  },
  'POST /me/proof/passkey': (walk) => answered(walk, (ctx) => beginPasskeyProof(ctx, walk.outside)),
};

async function passkeyParams(walk: Walk): Promise<Sample> {
  const { passkey } = await givenPasskey(walk, walk.ownerId);
  return { params: { passkeyId: passkey.id } };
}

async function answered(
  walk: Walk,
  start: (ctx: PersonCtx) => ReturnType<typeof beginPasskeySignIn>,
): Promise<Sample> {
  const { device } = await givenPasskey(walk, walk.ownerId);
  const { ticket, options } = await asPerson(walk, walk.ownerId, start);
  return { body: { ticket, response: device.answer(options) } };
}

const asPerson = <T>({ ground }: Place, userId: UserId, work: (ctx: PersonCtx) => Promise<T>): Promise<T> =>
  ground.db.transaction({ kind: 'person', userId }, (tx) => {
    const actor = { kind: 'person', userId } as const;
    return work({ ...openCtxOf(ground, tx, { actor }), actor });
  });
