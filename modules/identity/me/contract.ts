import { z } from 'zod';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { UserId } from '../../../kit/ids.ts';

/* Apart from signing in: every screen begins with it, and none of them should fetch all the rest for it. */

/** Oneself, as the screens need to know it. */
export const Me = z.object({
  id: UserId,
  email: z.string(),
  name: z.string(),
  username: z.string().nullable(),
  avatarUrl: z.string().nullable(),
  locale: z.string(),
  timezone: z.string(),
  /** Null: everything works, and the screens ask to look into the mail. */
  emailConfirmedAt: z.coerce.date().nullable(),
  isAdministrator: z.boolean(),
  hasPassword: z.boolean(),
  hasSecondFactor: z.boolean(),
  passkeyCount: z.number().int(),
  /** Gone in some days, unless they change their mind. */
  deletedAt: z.coerce.date().nullable(),
  onboardedAt: z.coerce.date().nullable(),
  /** When they last showed a password, passkey or code in this browser; null after a link alone. */
  provedAt: z.coerce.date().nullable(),
});
export type Me = z.infer<typeof Me>;

export const getMe = endpoint({
  method: 'GET',
  path: '/me',
  audience: 'person',
  summary: 'Who is signed in',
  reply: Me,
  etag: true,
});

export const deleteSession = endpoint({
  method: 'DELETE',
  path: '/session',
  audience: 'person',
  summary: 'Sign out of this browser',
  reply: z.object({}),
});
