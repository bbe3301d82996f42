import { deedsOf } from '../deeds.ts';
import type { Access, Platform } from '../platform.ts';
import { pullProfile } from '../pulls.ts';
import type { MetaClient } from './client.ts';
import { findLiked, likeComment } from './comments.ts';
import { pullComments, pullMessages, pullPagePosts } from './pulls.ts';
import { readPage } from './reads.ts';
import { askedForPages } from './scopes.ts';
import { personOf, sentFile } from './senders.ts';
import { pageFields, subscribingTo } from './subscribing.ts';
import { talkingDeeds } from './talking.ts';
import { deedAt } from './where.ts';

const name = 'messenger';

/** Facebook Pages: what is written to them, and under their posts. */
export function messenger(client: MetaClient): Platform {
  const profile = async (access: Access, signal: AbortSignal) =>
    (await readPage(client.graph(access, signal), access.platformAccountId)).data;
  return {
    name,
    login: 'facebook',
    scopes: askedForPages,
    profile,
    hooks: subscribingTo(client, pageFields),
    pull: {
      profile: pullProfile(name, profile),
      posts: pullPagePosts(client),
      comments: pullComments(client, name),
      messages: pullMessages(client, name),
    },
    ...deedsOf(name, {
      ...talkingDeeds(client, name),
      like_comment: deedAt(client, name)(likeComment, findLiked),
    }),
    person: personOf(client, name),
    file: sentFile(client, name),
    limits: {
      // The platform asks for more from whom many write to: 200 an hour is its least, for a Page nobody knows.
      messages: { hourly: 200, daily: 4_800 },
      private_replies: { hourly: 750, daily: 18_000 },
      comments: { hourly: 300, daily: 2_000 },
      // A Page that nobody sees may be asked 4,800 times a day, as an account of Instagram may.
      reads: { hourly: 200, daily: 2_400 },
    },
  };
}
