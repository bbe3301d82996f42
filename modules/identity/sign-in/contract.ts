import { z } from 'zod';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { UserId } from '../../../kit/ids.ts';

export const passwordLengthMax = 200;
export const sessionDays = 30;

export const Me = z.object({
  id: UserId,
  email: z.string(),
  name: z.string(),
});
export type Me = z.infer<typeof Me>;

/** A retry after a lost answer makes another session: harmless, and the first one just expires. */
export const postSession = endpoint({
  method: 'POST',
  path: '/session',
  audience: 'anybody',
  summary: 'Sign in',
  body: { email: z.string().trim().min(3).max(320), password: z.string().min(1).max(passwordLengthMax) },
  reply: Me,
  errors: ['identity.credentials_do_not_match'],
  limit: { count: 10, seconds: 60 },
});

export const deleteSession = endpoint({
  method: 'DELETE',
  path: '/session',
  audience: 'person',
  summary: 'Sign out of this browser',
  reply: z.object({}),
});

export const getMe = endpoint({
  method: 'GET',
  path: '/me',
  audience: 'person',
  summary: 'Who is signed in',
  reply: Me,
  etag: true,
});

/** What may be refused here. */
export const signInErrors = {
  credentials_do_not_match: [401, 'This e-mail address and password do not belong together.'],
} as const;
