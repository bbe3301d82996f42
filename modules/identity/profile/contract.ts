import { z } from 'zod';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { UserId } from '../../../kit/ids.ts';
import { plainLine } from '../texts/contract.ts';

export const ExportId = z.uuid().brand<'ExportId'>();
export type ExportId = z.infer<typeof ExportId>;

export const personNameLengthMax = 120;
export const avatarPx = 512;
export const avatarUploadBytesMax = 8 * 1024 ** 2;
export const avatarTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const;
/** To change one's mind in; then everything of the person goes. */
export const deletionGraceDays = 30;
export const exportKeptDays = 7;
/** Of those that are kept at one time. */
export const exportsMax = 10;

const usernameShape = /^[a-z0-9](?:[a-z0-9]|[_.-](?=[a-z0-9])){1,28}[a-z0-9]$/;

/** Names that would speak for the installation, or that an address of ours may need. */
const reservedUsernames = new Set(
  `about account accounts admin administrator administrators api app assets billing blog bot cdn contact dashboard
   demo docs download downloads everyone feedback files ftp guest help home hooks host info invitations invite
   legal login logout mail marketing me member members moderator news nobody noreply null office official oauth
   owner payments people postmaster press pricing privacy profile public register root sales search security
   server service session sessions settings signin signout signup somebody sso staff static status stoa stoic
   store stream support sysadmin system team teams terms test undefined user username users verify web webhook
   webhooks webmaster workspace workspaces www you`.split(/\s+/),
);

/** Whether somebody with this name could be taken for the installation itself, however it is set apart. */
export const isReservedUsername = (name: string): boolean =>
  reservedUsernames.has(name.replace(/[_.-]/g, ''));

/**
 * What looks like another letter is folded where Unicode says it is the same one (`ａ` is `a`), and refused where it
 * is not (a Cyrillic `а`): two names that look alike are then one name.
 */
export const Username = z
  .string()
  .max(120)
  .normalize('NFKC')
  .trim()
  .toLowerCase()
  .regex(
    usernameShape,
    'Use 3 to 30 letters from a to z, digits, and single dots, dashes or underscores between.',
  )
  .refine((name) => !isReservedUsername(name), 'This name is kept for the installation.');

const Website = z
  .string()
  .trim()
  .max(300)
  .refine(isWebAddress, 'Write an address that begins with https:// or http://.');

function isWebAddress(text: string): boolean {
  if (!plainLine(300).safeParse(text).success || !URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && hostname.includes('.') && username === '' && password === '';
}

/** A language as browsers name it: `en`, `de-AT`. */
const Locale = z
  .string()
  .trim()
  .max(35)
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Write the language like en or de-AT.')
  .refine(isLocale, 'This is no language.');

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** Any name of the time zone database: `Europe/Zurich`. */
const Timezone = z
  .string()
  .trim()
  .max(64)
  .refine(isTimezone, 'This is not a time zone. Write it like Europe/Zurich.');

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

const LocalTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'Write the time like 21:30.');
const channels = z.strictObject({ mail: z.boolean().optional(), screen: z.boolean().optional() });
const hintsMax = 100;

/** How somebody likes it. What is not there is as the installation has it. */
export const Preferences = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']).optional(),
  density: z.enum(['comfortable', 'compact']).optional(),
  reducedMotion: z.enum(['system', 'always', 'never']).optional(),
  keyboardShortcuts: z.boolean().optional(),
  weekStartsOn: z.enum(['monday', 'saturday', 'sunday']).optional(),
  clock: z.enum(['12h', '24h']).optional(),
  /** What to be told of, and where. */
  notifications: z
    .strictObject({
      mentions: channels.optional(),
      assignments: channels.optional(),
      escalations: channels.optional(),
      failures: channels.optional(),
      digest: z.enum(['never', 'daily', 'weekly']).optional(),
      sound: z.boolean().optional(),
      quietHours: z.strictObject({ from: LocalTime, to: LocalTime }).optional(),
    })
    .optional(),
  /** Explanations somebody has seen and does not want again. */
  dismissedHints: z
    .array(z.string().regex(/^[a-z][a-z0-9_.-]{0,59}$/))
    .max(hintsMax)
    .optional(),
});
export type Preferences = z.infer<typeof Preferences>;

/** Each preference that is named is replaced, one that is null goes back to the installation's; the rest stays. */
const PreferencesChange = z.strictObject(
  Object.fromEntries(Object.entries(Preferences.shape).map(([name, shape]) => [name, shape.nullable()])) as {
    [K in keyof typeof Preferences.shape]: z.ZodNullable<(typeof Preferences.shape)[K]>;
  },
);

export const Profile = z.object({
  id: UserId,
  email: z.string(),
  name: z.string(),
  username: z.string().nullable(),
  /** Good for a while, and without a session. */
  avatarUrl: z.string().nullable(),
  phone: z.string().nullable(),
  website: z.string().nullable(),
  place: z.string().nullable(),
  organizationName: z.string().nullable(),
  industry: z.string().nullable(),
  locale: z.string(),
  timezone: z.string(),
  preferences: Preferences,
  emailConfirmedAt: z.coerce.date().nullable(),
  invitedAt: z.coerce.date().nullable(),
  onboardedAt: z.coerce.date().nullable(),
  deletedAt: z.coerce.date().nullable(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
});
export type Profile = z.infer<typeof Profile>;

export const getProfile = endpoint({
  method: 'GET',
  path: '/me/profile',
  audience: 'person',
  summary: 'What you say about yourself, and how you like it',
  reply: Profile,
  etag: true,
});

/** What somebody may change about themselves. All else about a person is not theirs to write. */
export const patchMe = endpoint({
  method: 'PATCH',
  path: '/me',
  audience: 'person',
  summary: 'Change what you say about yourself',
  description: 'What is not named stays as it is. Null takes away what may be empty.',
  body: {
    name: plainLine(personNameLengthMax).optional(),
    username: Username.nullable().optional(),
    phone: plainLine(40)
      .regex(/^\+?[0-9][0-9 ()./-]{2,}$/, 'Write the number with digits, like +41 44 123 45 67.')
      .nullable()
      .optional(),
    website: Website.nullable().optional(),
    place: plainLine(120).nullable().optional(),
    organizationName: plainLine(120).nullable().optional(),
    industry: plainLine(120).nullable().optional(),
    locale: Locale.optional(),
    timezone: Timezone.optional(),
    preferences: PreferencesChange.optional(),
  },
  reply: Profile,
  errors: ['identity.username_is_taken'],
  limit: { count: 60, seconds: 60 },
});

/** First steps are over, whether they were taken or left. The same again keeps the first time. */
export const postOnboarding = endpoint({
  method: 'POST',
  path: '/me/onboarding',
  audience: 'person',
  summary: 'Say that the first steps are done',
  reply: Profile,
});

export const putAvatar = endpoint({
  method: 'PUT',
  path: '/me/avatar',
  audience: 'person',
  summary: 'Change your picture',
  description:
    'Whatever is sent becomes a square picture of its middle, upright, without what the camera wrote into it.',
  upload: { bytesMax: avatarUploadBytesMax, types: avatarTypes },
  reply: Profile,
  errors: ['identity.picture_is_unreadable', 'identity.picture_is_too_large'],
  limit: { count: 20, seconds: 300 },
});

export const deleteAvatar = endpoint({
  method: 'DELETE',
  path: '/me/avatar',
  audience: 'person',
  summary: 'Take your picture away',
  reply: Profile,
});

/** All that others may know of somebody. */
export const PublicPerson = z.object({
  id: UserId,
  name: z.string(),
  username: z.string(),
  avatarUrl: z.string().nullable(),
});
export type PublicPerson = z.infer<typeof PublicPerson>;

export const getPerson = endpoint({
  method: 'GET',
  path: '/people/:username',
  audience: 'person',
  summary: 'What others may know of somebody',
  params: { username: z.string().min(1).max(120) },
  reply: PublicPerson,
  errors: ['identity.person_not_found'],
  etag: true,
});

/** How it stands with somebody's leaving. */
export const Deletion = z.object({
  /** When they asked for it; null when they stay. */
  deletedAt: z.coerce.date().nullable(),
  /** Until then they can change their mind; after it nothing of theirs is left. */
  removedAt: z.coerce.date().nullable(),
});
export type Deletion = z.infer<typeof Deletion>;

export const getDeletion = endpoint({
  method: 'GET',
  path: '/me/deletion',
  audience: 'person',
  summary: 'Whether you are leaving, and until when you can stay',
  reply: Deletion,
});

/** Needs a recent proof. Ends every session but this one. The same again keeps the first time. */
export const postDeletion = endpoint({
  method: 'POST',
  path: '/me/deletion',
  audience: 'person',
  summary: 'Delete your account',
  description:
    `It can be restored for ${deletionGraceDays} days. After that everything of yours is gone. Refused while others ` +
    'work in workspaces that only you own: the fields of the refusal are `workspaces.<id>`, with their names.',
  reply: Deletion,
  errors: ['identity.proof_needed', 'identity.workspaces_are_owned_alone'],
  limit: { count: 10, seconds: 300 },
});

export const deleteDeletion = endpoint({
  method: 'DELETE',
  path: '/me/deletion',
  audience: 'person',
  summary: 'Keep your account after all',
  reply: Deletion,
  errors: ['identity.deletion_is_final'],
});

export const exportStatuses = ['being_made', 'ready', 'failed'] as const;
export const Export = z.object({
  id: ExportId,
  status: z.enum(exportStatuses),
  askedAt: z.coerce.date(),
  madeAt: z.coerce.date().nullable(),
  /** When it is removed. */
  expiresAt: z.coerce.date(),
  bytes: z.number().int().nullable(),
  /** Where it is while it is ready; good for a while, so ask again for another. */
  url: z.string().nullable(),
});
export type Export = z.infer<typeof Export>;

/** The caller makes the id: the same request twice is one export. Needs a recent proof. */
export const putExport = endpoint({
  method: 'PUT',
  path: '/me/exports/:exportId',
  audience: 'person',
  summary: 'Ask for everything that is kept about you, in one file',
  description: `It is made in the background; a mail tells you when it is ready. It is kept for ${exportKeptDays} days.`,
  params: { exportId: ExportId },
  reply: Export,
  errors: ['identity.proof_needed', 'identity.export_is_being_made', 'identity.exports_are_many'],
  limit: { count: 20, seconds: 3600 },
});

/** All there are: never more than a few, so they come at once. */
export const listExports = endpoint({
  method: 'GET',
  path: '/me/exports',
  audience: 'person',
  summary: 'The exports you asked for lately, newest first',
  reply: z.object({ items: z.array(Export) }),
});

/** What may be refused here. */
export const profileErrors = {
  username_is_taken: [409, 'Somebody else has this username.'],
  person_not_found: [404, 'Nobody here has this username.'],
  picture_is_unreadable: [422, 'This is no picture that can be read. Send a PNG, JPEG, WebP or GIF.'],
  picture_is_too_large: [422, 'This picture has more pixels than can be taken. Send a smaller one.'],
  workspaces_are_owned_alone: [
    409,
    'Others work in workspaces that only you own. Hand them over or delete them first.',
  ],
  deletion_is_final: [409, 'The time to change your mind is over.'],
  export_is_being_made: [409, 'An export is being made already. It will be there in a moment.'],
  exports_are_many: [409, 'Use one of your exports, or ask again when the oldest is gone.'],
} as const;
