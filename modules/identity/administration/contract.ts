import { z } from 'zod';
import { auditCategories } from '../../../kit/audit-words.ts';
import { Bytes, endpoint } from '../../../kit/http/endpoint.ts';
import { UserId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { signUpModes } from '../sign-in/contract.ts';
import { Instant, MailAddress, plainLine, Somebody, wordsOf, ZoneName } from '../texts/contract.ts';

export const alertAddressesMax = 20;
export const signInsShownMax = 10;

// ---- People

export const accountStates = ['active', 'disabled', 'deleted'] as const;

const accountFields = {
  id: UserId,
  email: z.string(),
  name: z.string(),
  isDemo: z.boolean(),
  createdAt: z.coerce.date(),
  emailConfirmedAt: z.coerce.date().nullable(),
  lastSignedInAt: z.coerce.date().nullable(),
  disabledAt: z.coerce.date().nullable(),
  deletedAt: z.coerce.date().nullable(),
  administratorSince: z.coerce.date().nullable(),
};
export const AccountSummary = z.object(accountFields);
export type AccountSummary = z.infer<typeof AccountSummary>;

/** An attempt to sign in or to prove oneself, as whoever watches the door sees it. */
export const ObservedSignIn = z.object({
  id: z.uuid(),
  userId: UserId.nullable(),
  email: z.string().nullable(),
  event: z.string(),
  method: z.string().nullable(),
  succeeded: z.boolean(),
  errorCode: z.string().nullable(),
  address: z.string().nullable(),
  agent: z.string().nullable(),
  countryCode: z.string().nullable(),
  sourceHost: z.string().nullable(),
  returnTo: z.string().nullable(),
  createdAt: z.coerce.date(),
});
export type ObservedSignIn = z.infer<typeof ObservedSignIn>;

export const Account = z.object({
  ...accountFields,
  username: z.string().nullable(),
  locale: z.string(),
  timezone: z.string(),
  disabledBy: Somebody.nullable(),
  disabledReason: z.string().nullable(),
  sessionsCount: z.number().int(),
  /** The newest few. */
  signIns: z.array(ObservedSignIn),
});
export type Account = z.infer<typeof Account>;

const atAccount = { userId: UserId };

export const listAccounts = endpoint({
  method: 'GET',
  path: '/admin/people',
  audience: 'admin',
  summary: 'Everybody with an account, newest first',
  query: {
    ...pageQuery,
    q: wordsOf,
    status: z.enum(accountStates).optional(),
    administrators: z.stringbool().optional().describe('Only those who look after the installation.'),
  },
  reply: pageOf(AccountSummary),
});

export const getAccount = endpoint({
  method: 'GET',
  path: '/admin/people/:userId',
  audience: 'admin',
  summary: 'One person, and how they signed in lately',
  params: atAccount,
  reply: Account,
  errors: ['identity.person_not_found'],
});

export const putAccountDisablement = endpoint({
  method: 'PUT',
  path: '/admin/people/:userId/disablement',
  audience: 'admin',
  summary: 'Let somebody in no more, and end their sessions',
  params: atAccount,
  body: { reason: plainLine(500) },
  reply: AccountSummary,
  errors: [
    'identity.person_not_found',
    'identity.cannot_disable_oneself',
    'identity.last_administrator_stays',
  ],
});

export const deleteAccountDisablement = endpoint({
  method: 'DELETE',
  path: '/admin/people/:userId/disablement',
  audience: 'admin',
  summary: 'Let somebody in again',
  params: atAccount,
  reply: AccountSummary,
  errors: ['identity.person_not_found'],
});

export const putAdministratorship = endpoint({
  method: 'PUT',
  path: '/admin/people/:userId/administratorship',
  audience: 'admin',
  summary: 'Have somebody look after the installation too',
  params: atAccount,
  reply: AccountSummary,
  errors: ['identity.person_not_found', 'identity.person_is_not_active'],
});

export const deleteAdministratorship = endpoint({
  method: 'DELETE',
  path: '/admin/people/:userId/administratorship',
  audience: 'admin',
  summary: 'Have somebody look after the installation no more',
  params: atAccount,
  reply: AccountSummary,
  errors: ['identity.person_not_found', 'identity.last_administrator_stays'],
});

// ---- What happened

export const listObservedSignIns = endpoint({
  method: 'GET',
  path: '/admin/sign-ins',
  audience: 'admin',
  summary: 'Every attempt to sign in, newest first',
  query: {
    ...pageQuery,
    email: MailAddress.optional(),
    address: z.union([z.ipv4(), z.ipv6()]).optional().describe('Where it came from.'),
    failed: z.stringbool().optional().describe('Only what was refused.'),
  },
  reply: pageOf(ObservedSignIn),
});

/** What changed about people and the installation, and who did it. What happens in a workspace is in its own. */
export const TrailEntry = z.object({
  id: z.uuid(),
  createdAt: z.coerce.date(),
  actorKind: z.string(),
  actor: Somebody.nullable(),
  about: Somebody.nullable(),
  category: z.enum(auditCategories),
  action: z.string(),
  subjectType: z.string(),
  subjectId: z.string().nullable(),
  changes: z.record(z.string(), z.unknown()),
  succeeded: z.boolean(),
  errorCode: z.string().nullable(),
  address: z.string().nullable(),
  agent: z.string().nullable(),
  requestId: z.string().nullable(),
});
export type TrailEntry = z.infer<typeof TrailEntry>;

const trailFilter = {
  actor: UserId.optional().describe('Who did it.'),
  about: UserId.optional().describe('Whom it was about.'),
  category: z.enum(auditCategories).optional(),
};
export type TrailFilter = z.infer<z.ZodObject<typeof trailFilter>>;

export const listTrail = endpoint({
  method: 'GET',
  path: '/admin/audit',
  audience: 'admin',
  summary: 'What changed about people and the installation, newest first',
  query: { ...pageQuery, ...trailFilter },
  reply: pageOf(TrailEntry),
});

export const getTrailCsv = endpoint({
  method: 'GET',
  path: '/admin/audit.csv',
  audience: 'admin',
  summary: 'The same as a table for spreadsheets',
  query: trailFilter,
  bytes: 'text/csv',
  reply: Bytes,
});

// ---- The installation

export const InstallationSettings = z.object({
  signUp: z.enum(signUpModes),
  /** The waiting list counts down to it. */
  launchAt: z.coerce.date().nullable(),
  launchTimezone: z.string(),
  updatedAt: z.coerce.date(),
  updatedBy: Somebody.nullable(),
});
export type InstallationSettings = z.infer<typeof InstallationSettings>;

export const getInstallationSettings = endpoint({
  method: 'GET',
  path: '/admin/settings',
  audience: 'admin',
  summary: 'How this installation lets people in',
  reply: InstallationSettings,
});

export const patchInstallationSettings = endpoint({
  method: 'PATCH',
  path: '/admin/settings',
  audience: 'admin',
  summary: 'Change how this installation lets people in',
  body: {
    signUp: z.enum(signUpModes).optional(),
    launchAt: Instant.nullable().optional(),
    launchTimezone: ZoneName.optional(),
  },
  reply: InstallationSettings,
});

export const AlertAddress = z.object({
  email: z.string(),
  creatorApplications: z.boolean(),
  agencyApplications: z.boolean(),
  addedAt: z.coerce.date(),
  addedBy: Somebody.nullable(),
  pausedAt: z.coerce.date().nullable(),
});
export type AlertAddress = z.infer<typeof AlertAddress>;

export const listAlertAddresses = endpoint({
  method: 'GET',
  path: '/admin/alert-addresses',
  audience: 'admin',
  summary: 'Who is told of new applications, and of which',
  query: pageQuery,
  reply: pageOf(AlertAddress),
});

export const putAlertAddress = endpoint({
  method: 'PUT',
  path: '/admin/alert-addresses/:email',
  audience: 'admin',
  summary: 'Tell an address of new applications',
  params: { email: MailAddress },
  body: { creatorApplications: z.boolean(), agencyApplications: z.boolean(), paused: z.boolean() },
  reply: AlertAddress,
  errors: ['identity.too_many_alert_addresses'],
});

export const deleteAlertAddress = endpoint({
  method: 'DELETE',
  path: '/admin/alert-addresses/:email',
  audience: 'admin',
  summary: 'Tell an address no more',
  params: { email: MailAddress },
  reply: z.object({}),
  errors: ['identity.alert_address_not_found'],
});

/** What may be refused here. */
export const administrationErrors = {
  person_not_found: [404, 'There is no such person.'],
  person_is_not_active: [409, 'This account is disabled or deleted. Let the person in again first.'],
  cannot_disable_oneself: [409, 'Somebody else has to do this for you.'],
  last_administrator_stays: [409, 'Somebody has to look after this installation. Name another person first.'],
  alert_address_not_found: [404, 'This address is not told of applications.'],
  too_many_alert_addresses: [409, 'That is as many as can be told. Take one away first.'],
} as const;
