import { deedsOf } from '../deeds.ts';
import type { GoogleClient } from '../google/client.ts';
import { deedWith, nothingLost } from '../google/deeds.ts';
import type { Access, Platform, Profile } from '../platform.ts';
import { pullProfile } from '../pulls.ts';
import { rejected } from '../refusal.ts';
import { deleteComment, findReply, hideComment, replyToComment } from './comments.ts';
import { subscribingToFeed } from './hub.ts';
import { profileOf } from './profile.ts';
import { pullComments, pullMetrics, pullVideos } from './pulls.ts';
import { youtubeScopes } from './scopes.ts';

const name = 'youtube';

export function youtube(client: GoogleClient, keys: readonly [string, ...string[]]): Platform {
  const profile = (access: Access, signal: AbortSignal) => readProfile(client, access, signal);
  const deed = deedWith(client);
  return {
    name,
    login: 'google',
    scopes: youtubeScopes,
    profile,
    hooks: subscribingToFeed(client, keys),
    pull: {
      profile: pullProfile(name, profile),
      posts: pullVideos(client),
      comments: pullComments(client),
      metrics: pullMetrics(client),
    },
    ...deedsOf(name, {
      comment_reply: deed(replyToComment, findReply),
      hide_comment: deed(hideComment, nothingLost),
      delete_comment: deed(deleteComment, nothingLost),
    }),
    limits: {
      // All accounts of an installation share 10,000 units a day. Writing costs 50, reading 1: a tenth of it each.
      comments: { hourly: 10, daily: 20 },
      reads: { hourly: 100, daily: 1_000 },
    },
  };
}

async function readProfile(client: GoogleClient, access: Access, signal: AbortSignal): Promise<Profile> {
  const { items } = await client.channel(access.token, signal).ownChannels();
  const own = items.find(({ id }) => id === access.platformAccountId) ?? items[0];
  if (own) return profileOf(own);
  throw rejected(name, 'GET /channels', 'no_channel', 'the account has no channel any more');
}
