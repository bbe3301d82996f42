import type { Ctx } from '../../../kit/ctx.ts';
import { type AccountId, accountChanged } from '../accounts/contract.ts';
import type { Profile } from '../platforms/platform.ts';
import { markProfile } from './profile.sql.ts';

const detailsLengthMax = 8_000;

/** How an account calls itself now. Said upwards only when something of it is another. */
export async function writeProfile(ctx: Ctx, accountId: AccountId, profile: Profile): Promise<void> {
  const { figures = {}, details = {} } = profile;
  const row = await markProfile(
    ctx.tx,
    accountId,
    {
      accountKind: short(profile.accountKind, 40),
      username: short(profile.username, 255),
      displayName: short(profile.displayName, 255) ?? profile.platformAccountId,
      profileUrl: whole(profile.profileUrl, 2_000),
      pictureUrl: whole(profile.pictureUrl, 4_000),
      biography: short(profile.biography, 4_000),
      followers: count(figures.followers),
      following: count(figures.following),
      posts: count(figures.posts),
      views: count(figures.views),
      details: JSON.stringify(details).length <= detailsLengthMax ? details : {},
    },
    ctx.now,
  );
  if (row?.isChanged) await ctx.publish(accountChanged, { accountId });
}

/** Texts of others in the length of their columns, without what PostgreSQL cannot store. */
function short(text: string | undefined, lengthMax: number): string | null {
  const plain = text?.replaceAll('\0', '').slice(0, lengthMax).toWellFormed();
  return plain === undefined || plain === '' ? null : plain;
}

/** Half an address leads somewhere else. */
const whole = (text: string | undefined, lengthMax: number) =>
  text !== undefined && text.length > lengthMax ? null : short(text, lengthMax);

const count = (value: number | undefined) =>
  value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : null;
