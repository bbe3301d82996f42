import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import type { Written } from '../../../kit/mail/letter.ts';
import { mailError } from '../../../kit/mail/mail.ts';
import type { IdentityOutside } from '../outside.ts';
import { confirmationHours, passwordResetMinutes } from './contract.ts';
import { countSignUps } from './events.sql.ts';
import type { MailLink, MailNotice } from './jobs.ts';
import { linkLetter, noticeLetter } from './letters.ts';
import { findPerson, findPersonByEmail } from './people.sql.ts';
import { countTicketsOf } from './tickets.sql.ts';
import { makeTicket } from './tickets.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const lifeMs: Record<MailLink['purpose'], number> = {
  confirm_email: confirmationHours * hourMs,
  change_email: confirmationHours * hourMs,
  reset_password: passwordResetMinutes * minuteMs,
};
/** Whoever asks in somebody else's name does not fill their mailbox. */
const sameLetterPerHourMax = 5;

/**
 * The ticket is written before the mail goes: a mail that was sent twice has two links, either of which is good. One
 * that nobody got just expires.
 */
export async function sendLink(unit: Unit, payload: MailLink, outside: IdentityOutside): Promise<void> {
  const made = await unit.work((ctx) => ticketFor(ctx, payload));
  if (made === undefined) return;
  const invitation = payload.invitationSealed && openInvitation(payload, outside);
  const letter = linkLetter(
    payload.purpose,
    { ...outside, name: made.name },
    { token: made.token, invitation },
  );
  await deliver(unit, outside, payload.email, letter);
}

async function ticketFor(
  ctx: Ctx,
  { purpose, email, userId }: MailLink,
): Promise<{ name: string; token: string } | undefined> {
  const { tx, now } = ctx;
  const ofAddress = await findPersonByEmail(tx, email);
  const person =
    purpose === 'change_email' ? await whoMoves(ctx, userId, ofAddress !== undefined) : ofAddress;
  if (!person || (purpose === 'confirm_email' && ofAddress?.emailConfirmedAt)) return undefined;
  const { count } = await countTicketsOf(tx, person.id, purpose, new Date(now.getTime() - hourMs));
  if (count >= sameLetterPerHourMax) return undefined;
  const token = await makeTicket(tx, purpose, { userId: person.id, email, now, lifeMs: lifeMs[purpose] });
  return { name: person.name, token };
}

/** Nobody, when the address they want became somebody's meanwhile. */
const whoMoves = async ({ tx }: Ctx, userId: MailLink['userId'], isTaken: boolean) =>
  userId === undefined || isTaken ? undefined : await findPerson(tx, userId);

export async function sendNotice(unit: Unit, payload: MailNotice, outside: IdentityOutside): Promise<void> {
  const person = await unit.work(async ({ tx, now }) => {
    const found = await findPerson(tx, payload.userId);
    if (!found || payload.notice !== 'account_exists') return found;
    const since = new Date(now.getTime() - hourMs);
    const { count } = await countSignUps(tx, found.email, since, sameLetterPerHourMax + 1);
    return count > sameLetterPerHourMax ? undefined : found;
  });
  if (!person) return;
  const letter = noticeLetter(payload, { ...outside, name: person.name });
  await deliver(unit, outside, payload.to ?? person.email, letter);
}

/** An address that takes no mail is not tried again: nothing about it gets better by waiting. */
export async function deliver(
  unit: Unit,
  { mail }: Pick<IdentityOutside, 'mail'>,
  to: string,
  letter: Written,
): Promise<void> {
  try {
    await mail.send({ ...letter, to, messageId: unit.jobId, signal: unit.signal });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== mailError('rejected').code) throw error;
    unit.log.warn({ err: error }, 'a letter was not taken');
  }
}

/** To the address it was shown with, and to no other. */
const invitationFor = (email: string) => `identity.invitation ${email}`;
export const sealInvitation = (
  invitation: string,
  email: string,
  { vault }: Pick<IdentityOutside, 'vault'>,
) => vault.seal(invitation, invitationFor(email)).toString('base64');
const openInvitation = ({ invitationSealed, email }: MailLink, { vault }: Pick<IdentityOutside, 'vault'>) =>
  vault.open(Buffer.from(invitationSealed!, 'base64'), invitationFor(email)).toString();
