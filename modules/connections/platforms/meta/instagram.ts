import { openInstagramLogin } from '../../../../providers/meta/instagram-login.ts';
import { deedsOf } from '../deeds.ts';
import type { Access, Platform, Profile } from '../platform.ts';
import { pullProfile } from '../pulls.ts';
import { rejected } from '../refusal.ts';
import { profileOf } from './candidates.ts';
import type { MetaClient } from './client.ts';
import { findPublished, publishOnInstagram } from './publishing.ts';
import { pullComments, pullInstagramMetrics, pullInstagramPosts, pullMessages } from './pulls.ts';
import { readInstagram } from './reads.ts';
import { askedForPages, neededScopes } from './scopes.ts';
import { personOf, sentFile } from './senders.ts';
import { instagramFields, subscribingTo } from './subscribing.ts';
import { talkingDeeds } from './talking.ts';
import { deedAt } from './where.ts';

const name = 'instagram';

/** Professional accounts. They come by either login; which one says `Access`, and with it which host and which ids. */
export function instagram(client: MetaClient): Platform {
  // Without an application for Instagram Login they are connected through their Pages alone.
  const login = client.instagramApp ? 'instagram' : 'facebook';
  const profile = (access: Access, signal: AbortSignal) => readProfile(client, access, signal);
  return {
    name,
    login,
    scopes: login === 'instagram' ? neededScopes(name, login) : askedForPages,
    ...(client.app && login === 'instagram' && { otherLogins: { facebook: askedForPages } }),
    profile,
    hooks: subscribingTo(client, instagramFields),
    pull: {
      profile: pullProfile(name, profile),
      posts: pullInstagramPosts(client),
      comments: pullComments(client, name),
      messages: pullMessages(client, name),
      metrics: pullInstagramMetrics(client),
    },
    ...deedsOf(name, {
      ...talkingDeeds(client, name),
      publish: deedAt(client, name)(publishOnInstagram, findPublished),
    }),
    person: personOf(client, name),
    file: sentFile(client, name),
    limits: {
      messages: { hourly: 200, daily: 1_000 },
      // The platform takes 750 an hour, of which a day may be as full as any.
      private_replies: { hourly: 750, daily: 18_000 },
      // The platform names no number, and blocks for days whoever answers and hides faster than people do.
      comments: { hourly: 300, daily: 2_000 },
      // Of its two numbers the smaller one, until `content_publishing_limit` is asked.
      publishing: { hourly: 50, daily: 50 },
      // An account that nobody sees may be asked 4,800 times a day. Half of that is for what somebody waits for.
      reads: { hourly: 200, daily: 2_400 },
    },
  };
}

async function readProfile(client: MetaClient, access: Access, signal: AbortSignal): Promise<Profile> {
  if (access.login !== 'instagram')
    return (await readInstagram(client.graph(access, signal), access.platformAccountId)).data;
  const login = openInstagramLogin({ ...client.way(signal), app: client.instagramApp ?? client.nobody });
  const [account] = (await login.listAccounts(access.token)).data;
  if (account) return profileOf(account);
  throw rejected(name, 'GET /me', 'no_account', 'the token is for no account');
}
