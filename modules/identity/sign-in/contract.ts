import { z } from 'zod';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { Me } from '../me/contract.ts';
import { MailAddress, plainLine } from '../texts/contract.ts';

export { deleteSession, getMe, Me } from '../me/contract.ts';

export const SessionId = z.uuid().brand<'SessionId'>();
export type SessionId = z.infer<typeof SessionId>;

const nameLengthMax = 120;
export const passwordLengthMin = 10;
export const passwordLengthMax = 200;
export const sessionDays = 30;
/** How long somebody who has just shown a password, passkey or code is not asked for it again. */
export const proofMinutes = 15;
export const confirmationHours = 72;
/** A link that is newer than this signs in as well. */
export const signInByLinkHours = 24;
export const passwordResetMinutes = 60;
export const secondFactorMinutes = 10;
export const attemptsWindowMinutes = 15;
export const attemptsPerAccountMax = 10;
export const attemptsPerAddressMax = 30;

/** `en`, `de-CH` */
const locale = z
  .string()
  .max(35)
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Write a language like en or de-CH.');

/** Any name the machine's time zone database knows: `Europe/Zurich`. */
const timezone = z
  .string()
  .max(64)
  .refine(isTimezone, 'This is not a time zone. Write it like Europe/Zurich.');

const password = z.string().min(1).max(passwordLengthMax);
/** Long enough, not what everybody takes, not one's own name: that is all that is asked of one. */
const newPassword = z.string().min(passwordLengthMin).max(passwordLengthMax);
const token = z.string().min(20).max(500);

export const secondFactors = ['totp', 'recovery_code', 'passkey'] as const;

export const SignedIn = z.discriminatedUnion('status', [
  z.object({ status: z.literal('signed_in'), me: Me }),
  z.object({
    status: z.literal('second_factor_needed'),
    /** To be shown together with the code, within `secondFactorMinutes`. */
    ticket: z.string(),
    methods: z.array(z.enum(secondFactors)),
  }),
]);
export type SignedIn = z.infer<typeof SignedIn>;

export const signUpModes = ['open', 'application', 'invitation'] as const;

export const SignInOptions = z.object({
  signUp: z.enum(signUpModes),
  providers: z.array(z.object({ slug: z.string(), name: z.string() })),
  launchAt: z.coerce.date().nullable(),
  launchTimezone: z.string(),
});
export type SignInOptions = z.infer<typeof SignInOptions>;

export const sessionMethods = ['password', 'passkey', 'single_sign_on', 'link'] as const;
export const signInMethods = [...sessionMethods, 'totp', 'recovery_code'] as const;
const Device = z.object({ browser: z.string().nullable(), system: z.string().nullable() });

/** Where somebody is signed in. */
export const Session = z.object({
  id: SessionId,
  isCurrent: z.boolean(),
  method: z.enum(sessionMethods),
  /** As far as the browser says so. */
  device: Device,
  address: z.string().nullable(),
  countryCode: z.string().nullable(),
  createdAt: z.coerce.date(),
  lastUsedAt: z.coerce.date(),
});
export type Session = z.infer<typeof Session>;

export const signInEvents = [
  'sign_up',
  'sign_in',
  'second_factor',
  'sign_out',
  'sign_out_everywhere',
  'session_ended',
  'email_confirmed',
  'password_reset_asked',
  'password_reset',
  'reauthentication',
] as const;

/** Something that happened at one's door. */
export const SignInEvent = z.object({
  id: z.uuid(),
  event: z.enum(signInEvents),
  method: z.enum(signInMethods).nullable(),
  succeeded: z.boolean(),
  errorCode: z.string().nullable(),
  device: Device,
  address: z.string().nullable(),
  countryCode: z.string().nullable(),
  createdAt: z.coerce.date(),
});
export type SignInEvent = z.infer<typeof SignInEvent>;

const LookIntoYourMail = z.object({ status: z.literal('look_into_your_mail') });
/** The same whoever asked: what happened is in the mail. */
export const lookIntoYourMail: z.infer<typeof LookIntoYourMail> = { status: 'look_into_your_mail' };

export const SignedUp = z.discriminatedUnion('status', [
  LookIntoYourMail,
  z.object({ status: z.literal('signed_in'), me: Me }),
]);
export type SignedUp = z.infer<typeof SignedUp>;

export const getSignInOptions = endpoint({
  method: 'GET',
  path: '/sign-in-options',
  audience: 'anybody',
  summary: 'How one comes in here',
  reply: SignInOptions,
  etag: true,
});

export const postPerson = endpoint({
  method: 'POST',
  path: '/people',
  audience: 'anybody',
  summary: 'Sign up',
  description:
    'The answer is the same for an address that is known already; its owner is told by mail. Whoever comes with a ' +
    '`ticket` out of a mail has shown that the address is theirs, and is signed in at once.',
  body: {
    email: MailAddress,
    name: plainLine(nameLengthMax),
    password: newPassword,
    locale: locale.optional(),
    timezone: timezone.optional(),
    invitation: token.optional().describe('Out of an invitation. It lets in where sign-up is not open.'),
    ticket: token.optional().describe('Out of a mail that let this address in.'),
    marketing: z.boolean().optional().describe('Would like to hear from us now and then.'),
  },
  reply: SignedUp,
  status: 202,
  errors: ['identity.sign_up_is_closed'],
  limit: { count: 10, seconds: 60 },
});

export const postEmailConfirmation = endpoint({
  method: 'POST',
  path: '/email-confirmation',
  audience: 'anybody',
  summary: 'Confirm an address with the link out of the mail',
  body: { token },
  /** Null: confirmed, and to be signed in to as ever. */
  reply: z.object({ me: Me.nullable() }),
  errors: ['identity.link_is_over'],
  limit: { count: 20, seconds: 60 },
});

export const postEmailConfirmationAgain = endpoint({
  method: 'POST',
  path: '/email-confirmation/again',
  audience: 'anybody',
  summary: 'Send the confirmation once more',
  description: 'To the address given, or to that of whoever is signed in. The answer is always the same.',
  body: { email: MailAddress.optional() },
  reply: LookIntoYourMail,
  status: 202,
  limit: { count: 5, seconds: 60 },
});

/** A retry after a lost answer makes another session: harmless, and the first one just expires. */
export const postSession = endpoint({
  method: 'POST',
  path: '/session',
  audience: 'anybody',
  summary: 'Sign in',
  body: { email: MailAddress, password },
  reply: SignedIn,
  errors: ['identity.credentials_do_not_match', 'identity.too_many_attempts', 'identity.account_is_disabled'],
  limit: { count: 10, seconds: 60 },
});

export const listSessions = endpoint({
  method: 'GET',
  path: '/me/sessions',
  audience: 'person',
  summary: 'Where you are signed in, newest first',
  query: pageQuery,
  reply: pageOf(Session),
});

export const deleteSessions = endpoint({
  method: 'DELETE',
  path: '/me/sessions',
  audience: 'person',
  summary: 'Sign out everywhere but here',
  query: { everywhere: z.stringbool().optional().describe('Here as well.') },
  reply: z.object({ ended: z.number().int() }),
});

export const deleteOtherSession = endpoint({
  method: 'DELETE',
  path: '/me/sessions/:sessionId',
  audience: 'person',
  summary: 'Sign out of another browser',
  params: { sessionId: SessionId },
  reply: z.object({}),
});

export const listSignIns = endpoint({
  method: 'GET',
  path: '/me/sign-ins',
  audience: 'person',
  summary: 'What happened at your door, newest first',
  query: pageQuery,
  reply: pageOf(SignInEvent),
});

const asksForSession = 'Asks for a session.';

export const putPassword = endpoint({
  method: 'PUT',
  path: '/me/password',
  audience: 'anybody',
  summary: 'Change the password, or set the first one',
  description: `${asksForSession} Ends all other sessions. Without a password yet, it asks for a recent proof.`,
  body: { current: password.optional(), next: newPassword },
  reply: z.object({}),
  errors: [
    'stoa.not_signed_in',
    'identity.password_is_wrong',
    'identity.proof_needed',
    'identity.too_many_attempts',
  ],
  limit: { count: 10, seconds: 60 },
});

export const putEmail = endpoint({
  method: 'PUT',
  path: '/me/email',
  audience: 'person',
  summary: 'Change the address: it counts once the link in the mail to it was followed',
  body: { email: MailAddress },
  reply: LookIntoYourMail,
  status: 202,
  errors: ['identity.proof_needed'],
  limit: { count: 5, seconds: 60 },
});

export const postEmailChange = endpoint({
  method: 'POST',
  path: '/email-change',
  audience: 'anybody',
  summary: 'Take over the new address with the link out of the mail',
  body: { token },
  reply: z.object({ email: z.string() }),
  errors: ['identity.link_is_over', 'identity.email_is_taken'],
  limit: { count: 20, seconds: 60 },
});

export const postPasswordReset = endpoint({
  method: 'POST',
  path: '/password-reset',
  audience: 'anybody',
  summary: 'Ask for a link to set another password',
  body: { email: MailAddress },
  reply: LookIntoYourMail,
  status: 202,
  limit: { count: 5, seconds: 60 },
});

export const putPasswordReset = endpoint({
  method: 'PUT',
  path: '/password-reset',
  audience: 'anybody',
  summary: 'Set another password with the link out of the mail',
  description: 'Ends all sessions: one signs in with it afterwards.',
  body: { token, password: newPassword },
  reply: z.object({ email: z.string() }),
  errors: ['identity.link_is_over'],
  limit: { count: 10, seconds: 60 },
});

export const postProof = endpoint({
  method: 'POST',
  path: '/me/proof',
  audience: 'anybody',
  summary: 'Show once more that it is you',
  description: `${asksForSession} For ${proofMinutes} minutes, dangerous changes do not ask again.`,
  body: { password },
  reply: z.object({ provedAt: z.coerce.date() }),
  errors: ['stoa.not_signed_in', 'identity.password_is_wrong', 'identity.too_many_attempts'],
  limit: { count: 10, seconds: 60 },
});

/** What may be refused here. */
export const signInErrors = {
  credentials_do_not_match: [401, 'This e-mail address and password do not belong together.'],
  too_many_attempts: [429, 'Too many attempts. Wait a quarter of an hour, or set another password by mail.'],
  account_is_disabled: [403, 'This account was switched off by an administrator.'],
  sign_up_is_closed: [403, 'Nobody can sign up here right now without having been let in.'],
  link_is_over: [410, 'This link was used already, or is too old. Ask for another one.'],
  password_is_wrong: [403, 'This is not your password.'],
  proof_needed: [403, 'Show once more that it is you, then try again.'],
  email_is_taken: [409, 'Somebody else has this address here by now.'],
} as const;

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
