import { z } from 'zod';
import type { OpenCtx, Unit } from '../../../kit/ctx.ts';
import { UserId } from '../../../kit/ids.ts';
import { job } from '../../../kit/jobs/job.ts';
import { type Written, written } from '../../../kit/mail/letter.ts';
import type { IdentityOutside } from '../outside.ts';
import { deliver } from '../sign-in/mails.ts';
import { findPerson } from '../sign-in/people.sql.ts';

/** What somebody should hear of by mail, in case it was not them: what happened, and what it means. */
const notices = {
  totp_turned_on: [
    'An authenticator app was added',
    'Signing in with your password now asks for a code of the app as well.',
  ],
  totp_turned_off: [
    'The authenticator app was removed',
    'Signing in asks for your password only. Your recovery codes open nothing any more.',
  ],
  recovery_codes_renewed: ['There are new recovery codes', 'The ones before open nothing any more.'],
  recovery_code_used: [
    'A recovery code was used to sign in',
    'It is good only once. If you lost your device, set up another one and make new codes.',
  ],
  codes_tried: [
    'Somebody tried codes to get into your account',
    'They knew your password, but not the code, and were turned away. If it was not you, change the password now.',
  ],
  passkey_added: ['A passkey was added', 'Whoever has the device and can unlock it can sign in as you.'],
  passkey_removed: ['A passkey was removed', 'It opens nothing here any more.'],
  passkey_copied: [
    'A passkey was turned away',
    'Its device has counted backwards, so there may be a copy of it. Remove it unless you know why.',
  ],
} as const;
export type Notice = keyof typeof notices;

export const Told = z.object({
  userId: UserId,
  notice: z.enum(Object.keys(notices) as [Notice, ...Notice[]]),
  happenedAt: z.iso.datetime(),
});
export type Told = z.infer<typeof Told>;

export const tellOfFactorChange = job({
  name: 'identity.tell_of_factor_change',
  payload: Told,
  retryLimit: 8,
  retryDelaySeconds: 15,
  timeoutSeconds: 60,
  priority: 10,
});

/** In the transaction of the change, so that there is no change they do not hear of. */
export async function tell(ctx: OpenCtx, userId: UserId, notice: Notice): Promise<void> {
  await ctx.enqueue(tellOfFactorChange, { userId, notice, happenedAt: ctx.now.toISOString() });
}

export async function sendNotice(unit: Unit, told: Told, outside: IdentityOutside): Promise<void> {
  const person = await unit.work((ctx) => findPerson(ctx.tx, told.userId));
  if (!person) return;
  const letter = noticeLetter(told, person.name, outside);
  await deliver(unit, outside, person.email, letter);
}

function noticeLetter(
  { notice, happenedAt }: Told,
  name: string,
  { brand, publicUrl }: IdentityOutside,
): Written {
  const [subject, meaning] = notices[notice];
  return written(
    {
      subject,
      preheader: meaning,
      title: subject,
      parts: [
        { kind: 'text', text: `${name}, this concerns your account at ${brand.name}. ${meaning}` },
        { kind: 'facts', facts: [['When', `${happenedAt.slice(0, 16).replace('T', ' ')} UTC`]] },
        { kind: 'action', label: 'Look at your account', href: `${publicUrl}/you/security` },
      ],
      footnote:
        'You get this because it is about the safety of your account. There is nothing to do if it was you.',
    },
    brand,
  );
}
