import { changed } from '../../../kit/audit.ts';
import type { PersonCtx } from '../../../kit/ctx.ts';
import { codeOf } from '../../../kit/db/failure.ts';
import { AppError, kitError } from '../../../kit/errors.ts';
import type { Outside } from '../../../kit/outside.ts';
import { identityError } from '../contract.ts';
import { type Preferences, type Profile, type PublicPerson, Username } from './contract.ts';
import * as db from './profiles.sql.ts';

type Files = Pick<Outside, 'fileUrl'>;
type Nullable<T> = { readonly [K in keyof T]?: T[K] | null };

/** What is not there stays as it is. */
export type ProfileChange = Partial<
  Pick<Profile, 'name' | 'locale' | 'timezone'> &
    Record<'username' | 'phone' | 'website' | 'place' | 'organizationName' | 'industry', string | null>
> & { readonly preferences?: Nullable<Preferences> | undefined };

/** What somebody likes is no fact about them: it is changed all day, and the trail is not told. */
const told = [
  'name',
  'username',
  'phone',
  'website',
  'place',
  'organizationName',
  'industry',
  'locale',
  'timezone',
] as const;

export async function getProfile(ctx: PersonCtx, files: Files): Promise<Profile> {
  const profile = await db.findProfile(ctx.tx, ctx.actor.userId);
  if (!profile) throw kitError('not_signed_in');
  return shownTo(profile, files, ctx.now);
}

export async function changeProfile(ctx: PersonCtx, change: ProfileChange, files: Files): Promise<Profile> {
  const before = await db.holdProfile(ctx.tx, ctx.actor.userId);
  if (!before) throw kitError('not_signed_in');
  const { preferences, ...fields } = change;
  const after = { ...before, ...fields, preferences: preferred(before.preferences, preferences) };
  if (JSON.stringify(after) === JSON.stringify(before)) return shownTo(before, files, ctx.now);

  await db.writeProfile(ctx.tx, after, ctx.now).catch((error) => {
    throw isUsernameTaken(error) ? usernameIsTaken(error) : error;
  });
  const changes = changed(before, after, told);
  if (Object.keys(changes).length > 0) await ctx.record({ ...ofProfile(ctx), changes });
  return shownTo({ ...after, updatedAt: ctx.now }, files, ctx.now);
}

export async function finishOnboarding(ctx: PersonCtx, files: Files): Promise<Profile> {
  await db.markOnboarded(ctx.tx, ctx.actor.userId, ctx.now);
  return getProfile(ctx, files);
}

/** Whoever is leaving is not found any more, and a name nobody can have is looked for in vain. */
export async function getPerson(
  ctx: PersonCtx,
  input: { username: string },
  files: Files,
): Promise<PublicPerson> {
  const username = Username.safeParse(input.username).data;
  const found = username === undefined ? undefined : await db.findPublicPerson(ctx.tx, username);
  if (!found) throw identityError('person_not_found');
  return shownTo(found, files, ctx.now);
}

/** The key of a picture is ours; what people get is where to look at it. */
export function shownTo<T extends { readonly avatarKey: string | null }>(
  { avatarKey, ...rest }: T,
  files: Files,
  now: Date,
): Omit<T, 'avatarKey'> & { avatarUrl: string | null } {
  return { ...rest, avatarUrl: avatarKey === null ? null : files.fileUrl(avatarKey, now) };
}

export const ofProfile = (ctx: PersonCtx) =>
  ({
    category: 'identity',
    action: 'identity.profile_changed',
    subject: { type: 'person', id: ctx.actor.userId },
  }) as const;

function preferred(before: Preferences, change: Nullable<Preferences> = {}): Preferences {
  const all = Object.entries({ ...before, ...change });
  return Object.fromEntries(all.filter(([, value]) => value !== null && value !== undefined));
}

const isUsernameTaken = (error: unknown) =>
  codeOf(error) === '23505' && (error as { constraint?: unknown }).constraint === 'profiles_by_username';

function usernameIsTaken(cause: unknown): AppError {
  const { code, status, message } = identityError('username_is_taken');
  const fields = [{ path: 'body.username', code: 'taken', message }];
  return new AppError({ code, status, message, fields, cause });
}
