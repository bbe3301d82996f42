import { deedsOf } from '../deeds.ts';
import type { Access, Platform, Profile } from '../platform.ts';
import { pullProfile } from '../pulls.ts';
import { answerReview, findAnswer, takeAnswerBack } from './answers.ts';
import type { GoogleClient } from './client.ts';
import { deedWith, nothingLost } from './deeds.ts';
import { profileOf } from './profile.ts';
import { pullReviews, pullStanding } from './pulls.ts';
import { businessScope } from './scopes.ts';

const name = 'google';

/** Places on the map, with what people think of them. They are asked, and tell nothing by themselves. */
export function google(client: GoogleClient): Platform {
  const profile = (access: Access, signal: AbortSignal) => readProfile(client, access, signal);
  const silent = async () => ({ fields: [] });
  const deed = deedWith(client);
  return {
    name,
    login: 'google',
    scopes: [businessScope],
    profile,
    hooks: { fields: [], subscribe: silent, subscribed: silent, async unsubscribe() {} },
    pull: {
      profile: pullProfile(name, profile),
      comments: pullReviews(client),
      metrics: pullStanding(client),
    },
    ...deedsOf(name, {
      comment_reply: deed(answerReview, findAnswer),
      delete_comment: deed(takeAnswerBack, nothingLost),
    }),
    // All places of an installation share 300 calls a minute, and ten changes a minute of one place.
    limits: { comments: { hourly: 120, daily: 1_000 }, reads: { hourly: 120, daily: 1_500 } },
  };
}

async function readProfile(client: GoogleClient, access: Access, signal: AbortSignal): Promise<Profile> {
  const { platformAccountId, parentPlatformId } = access;
  const location = await client.business(access.token, signal).location(platformAccountId);
  return profileOf(location, parentPlatformId);
}
