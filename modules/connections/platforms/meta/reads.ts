import { z } from 'zod';
import type { Answer, Graph, Page, PageWish } from '../../../../providers/meta/graph.ts';
import { count, id, maybe, present, text, time } from '../../../../providers/meta/shapes.ts';
import type { Profile } from '../platform.ts';

const instagramFields =
  'id,username,name,biography,profile_picture_url,followers_count,follows_count,media_count';
const pageFields = 'id,name,username,about,link,followers_count,picture{url}';
const numberFields = 'id,display_phone_number,verified_name,quality_rating';

/** An Instagram account, as its Page's token sees it. */
export const readInstagram = (graph: Graph, accountId: string): Promise<Answer<Profile>> =>
  graph.ask(
    { method: 'GET', path: [accountId], name: 'GET /{account}', query: { fields: instagramFields } },
    instagram,
  );

export const readPage = (graph: Graph, pageId: string): Promise<Answer<Profile>> =>
  graph.ask({ method: 'GET', path: [pageId], name: 'GET /{page}', query: { fields: pageFields } }, page);

export const readNumber = (graph: Graph, numberId: string): Promise<Answer<Profile>> =>
  graph.ask(
    { method: 'GET', path: [numberId], name: 'GET /{number}', query: { fields: numberFields } },
    number,
  );

export interface PagePost {
  readonly id: string;
  readonly text?: string;
  readonly at?: Date;
  readonly permalink?: string;
  readonly pictureUrl?: string;
}

/** Newest first. */
export const listPagePosts = (
  graph: Graph,
  pageId: string,
  wish: PageWish,
): Promise<Answer<Page<PagePost>>> =>
  graph.list(
    {
      method: 'GET',
      path: [pageId, 'published_posts'],
      name: 'GET /published_posts',
      query: { fields: 'id,message,created_time,permalink_url,full_picture' },
    },
    pagePost,
    wish,
  );

/** As it comes: it is to be the value of a webhook again. */
export type RawComment = Readonly<Record<string, unknown>>;

const own = {
  instagram: 'id,text,timestamp,username,from,parent_id,hidden,media{id,media_product_type}',
  messenger: 'id,message,created_time,from,parent,is_hidden',
};
const answers = { instagram: 'replies', messenger: 'comments' } as const;
const answersMax = 50;

/** Comments with the answers to them, which would otherwise cost a call for each. */
export async function listRawComments(
  graph: Graph,
  platform: 'instagram' | 'messenger',
  postId: string,
  wish: PageWish,
): Promise<Answer<Page<RawComment>>> {
  const edge = answers[platform];
  const fields = `${own[platform]},${edge}.limit(${answersMax}){${own[platform]}}`;
  const answer = await graph.list(
    { method: 'GET', path: [postId, 'comments'], name: 'GET /comments', query: { fields } },
    record,
    wish,
  );
  const items = answer.data.items.flatMap((comment) => {
    const { [edge]: under, ...top } = comment;
    const parent = platform === 'instagram' ? { parent_id: top.id } : { parent: { id: top.id } };
    return [top, ...listIn(under).map((one) => ({ ...parent, ...one }))];
  });
  return { ...answer, data: { ...answer.data, items } };
}

const record = z.record(z.string(), z.unknown());
const list = z.object({ data: z.array(record) });
const listIn = (value: unknown): RawComment[] => list.safeParse(value).data?.data ?? [];

const instagram = z
  .object({
    id,
    username: maybe(text),
    name: maybe(text),
    biography: maybe(text),
    profile_picture_url: maybe(text),
    followers_count: maybe(count),
    follows_count: maybe(count),
    media_count: maybe(count),
  })
  .transform(
    (one): Profile => ({
      platformAccountId: one.id,
      username: one.username,
      displayName: one.name || one.username || one.id,
      profileUrl: one.username && `https://www.instagram.com/${encodeURIComponent(one.username)}/`,
      pictureUrl: one.profile_picture_url,
      biography: one.biography,
      figures: { followers: one.followers_count, following: one.follows_count, posts: one.media_count },
    }),
  );

const page = z
  .object({
    id,
    name: maybe(text),
    username: maybe(text),
    about: maybe(text),
    link: maybe(text),
    followers_count: maybe(count),
    picture: maybe(z.object({ data: z.object({ url: text }) })),
  })
  .transform(
    (one): Profile => ({
      platformAccountId: one.id,
      accountKind: 'PAGE',
      username: one.username,
      displayName: one.name || one.id,
      profileUrl: one.link,
      pictureUrl: one.picture?.data.url,
      biography: one.about,
      figures: { followers: one.followers_count },
    }),
  );

const number = z
  .object({
    id,
    display_phone_number: maybe(text),
    verified_name: maybe(text),
    quality_rating: maybe(text),
  })
  .transform((one): Profile => {
    const { display_phone_number: phoneNumber, quality_rating: quality } = one;
    return {
      platformAccountId: one.id,
      accountKind: 'PHONE_NUMBER',
      username: phoneNumber,
      displayName: one.verified_name || phoneNumber || one.id,
      profileUrl: phoneNumber && `https://wa.me/${phoneNumber.replace(/\D/g, '')}`,
      details: present({ phoneNumber, quality }),
    };
  });

const pagePost = z
  .object({
    id,
    message: maybe(text),
    created_time: maybe(time),
    permalink_url: maybe(text),
    full_picture: maybe(text),
  })
  .transform(
    (one): PagePost =>
      present({
        id: one.id,
        text: one.message,
        at: one.created_time,
        permalink: one.permalink_url,
        pictureUrl: one.full_picture,
      }),
  );
