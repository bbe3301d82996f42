import { z } from 'zod';
import type { Candidate } from './candidates.ts';
import type { Graph } from './graph.ts';
import { count, id, listOf, maybe, present, text } from './shapes.ts';

const pageSizeMax = 100;
/** Whoever has more than a thousand Pages picks among the first thousand. */
const pagesReadMax = 10;

/** The Pages somebody may act for, each followed by the Instagram account linked to it. */
export async function listPages(graph: Graph): Promise<Candidate[]> {
  const found: Candidate[] = [];
  let after: string | undefined;
  for (let read = 0; read < pagesReadMax; read++) {
    const { data } = await graph.list(
      { method: 'GET', path: ['me', 'accounts'], name: 'GET /me/accounts', query: { fields } },
      page,
      { after, limit: pageSizeMax },
    );
    found.push(...data.items.flat());
    after = data.after;
    if (after === undefined) break;
  }
  return found;
}

const linkedFields = 'id,username,name,profile_picture_url,followers_count,media_count,biography';
const fields = [
  'id,name,access_token,tasks,followers_count,picture{url}',
  `instagram_business_account{${linkedFields}}`,
].join(',');

const linked = z.object({
  id,
  username: maybe(text),
  name: maybe(text),
  profile_picture_url: maybe(text),
  followers_count: maybe(count),
  media_count: maybe(count),
  biography: maybe(text),
});

const page = z
  .object({
    id,
    name: maybe(text),
    // Without it nothing can be done for the Page, so it is not offered.
    access_token: text.min(1),
    tasks: maybe(listOf(text)),
    followers_count: maybe(count),
    picture: maybe(z.object({ data: z.object({ url: text }) })),
    instagram_business_account: maybe(linked),
  })
  .transform(({ instagram_business_account: instagram, ...one }): Candidate[] => [
    present({
      platform: 'facebook' as const,
      accountId: one.id,
      senderId: one.id,
      token: one.access_token,
      name: one.name || one.id,
      pictureUrl: one.picture?.data.url,
      followersCount: one.followers_count,
      tasks: one.tasks,
    }),
    ...(instagram ? [instagramOf(instagram, one)] : []),
  ]);

interface PageFacts {
  readonly id: string;
  readonly access_token: string;
  readonly tasks?: readonly string[] | undefined;
}

const instagramOf = (account: z.output<typeof linked>, one: PageFacts): Candidate =>
  present({
    platform: 'instagram' as const,
    accountId: account.id,
    senderId: one.id,
    token: one.access_token,
    name: account.name || account.username || account.id,
    username: account.username,
    pictureUrl: account.profile_picture_url,
    followersCount: account.followers_count,
    mediaCount: account.media_count,
    biography: account.biography,
    pageId: one.id,
    tasks: one.tasks,
  });
