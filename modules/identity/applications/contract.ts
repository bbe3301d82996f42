import { z } from 'zod';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { UserId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { Instant, MailAddress, plainLine, plainText, Somebody, wordsOf } from '../texts/contract.ts';

export const ApplicationId = z.uuid().brand<'ApplicationId'>();
export type ApplicationId = z.infer<typeof ApplicationId>;
export const DemoId = z.uuid().brand<'DemoId'>();
export type DemoId = z.infer<typeof DemoId>;
export const DemoReminderId = z.uuid().brand<'DemoReminderId'>();
export type DemoReminderId = z.infer<typeof DemoReminderId>;

export const decidedAtOnceMax = 200;
export const remindersPerDemoMax = 50;
/** How long the link in an invitation to sign up is good. */
export const signUpLinkDays = 14;

const WebAddress = z.url({ protocol: /^https?$/, hostname: z.regexes.domain }).max(300);

/** Nobody sees this field, so whoever fills it in is a program. It is answered as if it had been taken. */
const trap = { website_url: z.string().max(500).optional().describe('Leave this empty.') };
const personFields = { email: MailAddress, name: plainLine(120) };

/** The answer is the same whoever asks, and whatever is known of the address. */
export const Taken = z.object({});
const forStrangers = { audience: 'anybody', status: 202, limit: { count: 20, seconds: 3600 } } as const;

// ---- Applications

export const applicationTypes = ['creator', 'agency'] as const;
export const applicationStatuses = ['pending', 'approved', 'rejected'] as const;
export const ApplicationStatus = z.enum(applicationStatuses);
export type ApplicationStatus = z.infer<typeof ApplicationStatus>;

const applicationForm = {
  ...personFields,
  accountType: z.enum(applicationTypes),
  companyName: plainLine(120).optional(),
  companySize: plainLine(60).optional(),
  website: WebAddress.optional(),
  audienceSize: plainLine(60).optional(),
  platforms: z.array(plainLine(40)).max(20).optional(),
  niche: plainLine(120).optional(),
  country: plainLine(60).optional(),
  heardFrom: plainLine(120).optional(),
  message: plainText(2000).optional(),
};
export type ApplicationForm = z.infer<z.ZodObject<typeof applicationForm>>;

const applicationFields = {
  id: ApplicationId,
  email: z.string(),
  name: z.string(),
  /** `legacy` came along from a system before this one. */
  accountType: z.enum([...applicationTypes, 'legacy']),
  status: ApplicationStatus,
  submittedAt: z.coerce.date(),
  decidedAt: z.coerce.date().nullable(),
  decidedBy: Somebody.nullable(),
  rejectionReason: z.string().nullable(),
};
export const ApplicationSummary = z.object({
  ...applicationFields,
  companyName: z.string().nullable(),
  audienceSize: z.string().nullable(),
});
export type ApplicationSummary = z.infer<typeof ApplicationSummary>;

export const Application = z.object({
  ...applicationFields,
  /** Their account, where they have one. */
  userId: UserId.nullable(),
  /** Every field of the form, as it was filled in. */
  details: z.record(z.string(), z.unknown()),
  notes: z.string().nullable(),
});
export type Application = z.infer<typeof Application>;

export const Decisions = z.object({
  decided: z.array(ApplicationId),
  /** Somebody was faster. They stay as they were decided. */
  alreadyDecided: z.array(z.object({ id: ApplicationId, status: ApplicationStatus })),
  unknown: z.array(ApplicationId),
});
export type Decisions = z.infer<typeof Decisions>;

const atApplication = { applicationId: ApplicationId };

export const putApplication = endpoint({
  ...forStrangers,
  method: 'PUT',
  path: '/applications/:applicationId',
  summary: 'Apply to be let in',
  description:
    'The id is made by whoever applies: sent twice, it is one application. While one of the same address waits for a decision, that one stays as it is.',
  params: atApplication,
  body: { ...applicationForm, ...trap },
  reply: Taken,
});

export const listApplications = endpoint({
  method: 'GET',
  path: '/admin/applications',
  audience: 'admin',
  summary: 'Applications, newest first',
  query: {
    ...pageQuery,
    status: ApplicationStatus.optional(),
    accountType: applicationFields.accountType.optional(),
    q: wordsOf,
  },
  reply: pageOf(ApplicationSummary),
});

export const getApplication = endpoint({
  method: 'GET',
  path: '/admin/applications/:applicationId',
  audience: 'admin',
  summary: 'One application with everything in it',
  params: atApplication,
  reply: Application,
  errors: ['identity.application_not_found'],
});

export const patchApplication = endpoint({
  method: 'PATCH',
  path: '/admin/applications/:applicationId',
  audience: 'admin',
  summary: "Keep the administrators' notes on an application",
  params: atApplication,
  body: { notes: plainText(10_000).nullable() },
  reply: Application,
  errors: ['identity.application_not_found'],
});

export const postApplicationDecisions = endpoint({
  method: 'POST',
  path: '/admin/applications/decisions',
  audience: 'admin',
  summary: 'Let applicants in, or refuse them',
  description:
    'Each application is decided once. Those decided before are named in the answer and stay as they are.',
  body: {
    ids: z.array(ApplicationId).min(1).max(decidedAtOnceMax),
    decision: z.enum(['approved', 'rejected']),
    reason: plainText(2000).optional().describe('Told to whom it concerns. For a rejection only.'),
  },
  reply: Decisions,
});

// ---- The waiting list

export const WaitingPerson = z.object({
  email: z.string(),
  name: z.string().nullable(),
  source: z.string().nullable(),
  joinedAt: z.coerce.date(),
  earlyAccessGrantedAt: z.coerce.date().nullable(),
  earlyAccessGrantedBy: Somebody.nullable(),
  hasAccount: z.boolean(),
});
export type WaitingPerson = z.infer<typeof WaitingPerson>;

export const EarlyAccess = z.object({
  granted: z.array(z.string()),
  /** Had it before. */
  alreadyGranted: z.array(z.string()),
  /** Not on the waiting list. */
  unknown: z.array(z.string()),
});
export type EarlyAccess = z.infer<typeof EarlyAccess>;

export const putWaitingListEntry = endpoint({
  ...forStrangers,
  method: 'PUT',
  path: '/waiting-list',
  summary: 'Wait for the launch',
  body: {
    email: MailAddress,
    name: plainLine(120).optional(),
    source: plainLine(120).optional(),
    marketing: z.boolean().describe('Whether they want to hear from us meanwhile.'),
    ...trap,
  },
  reply: Taken,
});

export const listWaitingList = endpoint({
  method: 'GET',
  path: '/admin/waiting-list',
  audience: 'admin',
  summary: 'Who waits for the launch, newest first',
  query: { ...pageQuery, q: wordsOf },
  reply: pageOf(WaitingPerson),
});

export const postEarlyAccess = endpoint({
  method: 'POST',
  path: '/admin/waiting-list/early-access',
  audience: 'admin',
  summary: 'Let people of the waiting list in before the launch',
  body: { emails: z.array(MailAddress).min(1).max(decidedAtOnceMax) },
  reply: EarlyAccess,
});

// ---- Demos

export const demoStatuses = ['requested', 'scheduled', 'completed', 'cancelled'] as const;
export const DemoStatus = z.enum(demoStatuses);
export type DemoStatus = z.infer<typeof DemoStatus>;

/** What may become of a demo. Scheduled again, it was moved. */
export const demoTransitions: Readonly<Record<DemoStatus, readonly DemoStatus[]>> = {
  requested: ['scheduled', 'cancelled'],
  scheduled: ['scheduled', 'completed', 'cancelled'],
  completed: [],
  cancelled: ['scheduled'],
};

export const DemoRequest = z.object({
  id: DemoId,
  email: z.string(),
  name: z.string(),
  companyName: z.string().nullable(),
  companySize: z.string().nullable(),
  currentSolution: z.string().nullable(),
  message: z.string().nullable(),
  status: DemoStatus,
  requestedAt: z.coerce.date(),
  scheduledFor: z.coerce.date().nullable(),
  completedAt: z.coerce.date().nullable(),
  cancelledAt: z.coerce.date().nullable(),
  preparationNotes: z.string().nullable(),
  qualificationNotes: z.string().nullable(),
});
export type DemoRequest = z.infer<typeof DemoRequest>;

export const DemoReminder = z.object({
  id: DemoReminderId,
  note: z.string(),
  dueAt: z.coerce.date(),
  createdBy: Somebody.nullable(),
  /** When the administrators were reminded. */
  toldAt: z.coerce.date().nullable(),
  doneAt: z.coerce.date().nullable(),
});
export type DemoReminder = z.infer<typeof DemoReminder>;

const atDemo = { demoId: DemoId };
const atReminder = { ...atDemo, reminderId: DemoReminderId };
/** What every address under /admin/demo-requests/:demoId has in common. */
const ofDemo = { audience: 'admin', errors: ['identity.demo_not_found'] } as const;
const ofReminder = { audience: 'admin', errors: ['identity.reminder_not_found'] } as const;

export const putDemoRequest = endpoint({
  ...forStrangers,
  method: 'PUT',
  path: '/demo-requests/:demoId',
  summary: 'Ask to be shown around',
  params: atDemo,
  body: {
    ...personFields,
    companyName: plainLine(120).optional(),
    companySize: plainLine(60).optional(),
    currentSolution: plainLine(500).optional(),
    message: plainText(1400).optional(),
    preferredTimes: plainLine(500).optional().describe('In their own words; kept with the message.'),
    ...trap,
  },
  reply: Taken,
});

export const listDemoRequests = endpoint({
  method: 'GET',
  path: '/admin/demo-requests',
  audience: 'admin',
  summary: 'Who asked to be shown around, newest first',
  query: { ...pageQuery, status: DemoStatus.optional() },
  reply: pageOf(DemoRequest),
});

export const getDemoRequest = endpoint({
  ...ofDemo,
  method: 'GET',
  path: '/admin/demo-requests/:demoId',
  summary: 'One demo request',
  params: atDemo,
  reply: DemoRequest,
});

export const patchDemoRequest = endpoint({
  method: 'PATCH',
  path: '/admin/demo-requests/:demoId',
  audience: 'admin',
  summary: 'Schedule, move, complete or cancel a demo, or keep notes on it',
  description: 'Whoever asked for it is told by mail of a time, of another time, and when it is called off.',
  params: atDemo,
  body: {
    status: z.enum(['scheduled', 'completed', 'cancelled']).optional(),
    scheduledFor: Instant.optional().describe('Where the status becomes `scheduled`, or to move it.'),
    preparationNotes: plainText(10_000).nullable().optional(),
    qualificationNotes: plainText(10_000).nullable().optional(),
  },
  reply: DemoRequest,
  errors: ['identity.demo_not_found', 'identity.demo_cannot_become_this'],
});

export const listDemoReminders = endpoint({
  ...ofDemo,
  method: 'GET',
  path: '/admin/demo-requests/:demoId/reminders',
  summary: 'What to follow up on, soonest first',
  params: atDemo,
  query: pageQuery,
  reply: pageOf(DemoReminder),
});

export const putDemoReminder = endpoint({
  method: 'PUT',
  path: '/admin/demo-requests/:demoId/reminders/:reminderId',
  audience: 'admin',
  summary: 'Be reminded of something, or change of what and when',
  params: atReminder,
  body: { note: plainLine(500), dueAt: Instant },
  reply: DemoReminder,
  errors: ['identity.demo_not_found', 'identity.too_many_reminders'],
});

export const putDemoReminderDone = endpoint({
  ...ofReminder,
  method: 'PUT',
  path: '/admin/demo-requests/:demoId/reminders/:reminderId/done',
  summary: 'This was followed up on',
  params: atReminder,
  reply: DemoReminder,
});

export const deleteDemoReminder = endpoint({
  ...ofReminder,
  method: 'DELETE',
  path: '/admin/demo-requests/:demoId/reminders/:reminderId',
  summary: 'Take a reminder away',
  params: atReminder,
  reply: z.object({}),
});

/** What may be refused here. */
export const applicationsErrors = {
  application_not_found: [404, 'This application does not exist.'],
  demo_not_found: [404, 'This demo request does not exist.'],
  demo_cannot_become_this: [409, 'A demo in this state cannot become that. Look at it again.'],
  reminder_not_found: [404, 'This reminder does not exist.'],
  too_many_reminders: [409, 'There are enough reminders here. Take one away first.'],
} as const;
