import { createHash } from 'node:crypto';
import { digitsOf } from '../people.ts';
import type { Account, Comment, Platform, Post, State, Template } from './state.ts';

const dayMs = 86_400_000;
export const businessId = digitsOf('meta-business:ada', 15);

/** What there is before anybody did anything: accounts with posts and a few comments, and nobody connected. */
export function firstDay(now: Date): State {
  const pages = [
    accountOf('messenger', 'linen-and-oak', 'Linen & Oak', 'Clothes of linen, tables of oak.'),
    accountOf('messenger', 'tiny-atelier', 'Tiny Atelier', 'Made to measure, one at a time.'),
    accountOf('messenger', 'atelier-vintage', 'Atelier Vintage', 'What others wore, and still good.'),
  ] as const;
  const waba = { id: digitsOf('waba:linen-and-oak', 15), name: 'Linen & Oak', businessId };
  const accounts = [
    accountOf('instagram', 'linen.and.oak', 'Linen & Oak', 'Clothes of linen, tables of oak.'),
    accountOf('instagram', 'tiny.atelier', 'Tiny Atelier', 'Made to measure.', { pageId: pages[1].id }),
    accountOf('instagram', 'atelier.vintage', 'Atelier Vintage', 'Worn before.', { pageId: pages[2].id }),
    ...pages,
    accountOf('whatsapp', '+390650100100', 'Linen & Oak, the shop', 'The shop.', { wabaId: waba.id }),
    accountOf('whatsapp', '+390650100200', 'Linen & Oak, after sale', 'After sale.', { wabaId: waba.id }),
  ];
  const posts = accounts.flatMap((account) => postsOn(account, now));
  const comments = posts.flatMap((post) => commentsOn(post));
  const byId = <T extends { readonly id: string }>(list: readonly T[]) =>
    Object.fromEntries(list.map((one) => [one.id, one]));
  return {
    lastNumber: 0,
    accounts: byId(accounts),
    wabas: { [waba.id]: waba },
    subscriptions: [],
    tokens: {},
    codes: {},
    threads: {},
    posts: byId(posts),
    comments: byId(comments),
    containers: {},
    templates: byId(templatesOf(waba.id)),
    uploads: {},
    appCalls: {},
    appSettings: {},
  };
}

export function accountOf(
  platform: Platform,
  key: string,
  name: string,
  about: string,
  more: { pageId?: string; wabaId?: string } = {},
): Account {
  return {
    id: digitsOf(`${platform}-account:${key}`, platform === 'instagram' ? 17 : 15),
    platform,
    key,
    name,
    about,
    ...more,
    followers: 1_000 + (createHash('sha256').update(key).digest().readUInt16BE(0) % 40_000),
    shape: 'usual',
    standby: false,
    subscribed: {},
    calls: {},
  };
}

const captions = [
  ['The linen dress is back, in oat and in sage. Sizes XS to XL.', 'IMAGE', 'FEED'],
  ['How a seam is finished by hand ✨', 'VIDEO', 'REELS'],
  ['Three ways to wear the wrap coat.', 'CAROUSEL_ALBUM', 'FEED'],
  ['Open until eight tonight.', 'IMAGE', 'STORY'],
] as const;

function postsOn(account: Account, now: Date): Post[] {
  if (account.platform === 'whatsapp') return [];
  const shown = account.platform === 'instagram' ? captions : captions.slice(0, 1);
  return shown.flatMap(([caption, type, product], i) => {
    const hoursAgo = product === 'STORY' ? 5 : 20 + i * 70;
    const at = new Date(now.getTime() - (hoursAgo / 24) * dayMs).toISOString();
    const one = postOf(account, { caption, type, product, at, words: `first:${i}` });
    if (type !== 'CAROUSEL_ALBUM') return [one];
    const children = [1, 2, 3].map((child) => ({
      ...postOf(account, { caption: '', type: 'IMAGE', product, at, words: `first:${i}:${child}` }),
      isChild: true,
    }));
    return [{ ...one, children: children.map(({ id }) => id) }, ...children];
  });
}

/** A post, with what follows from its words: the same id, picture and counters for the same ones. */
export function postOf(
  account: Account,
  facts: Pick<Post, 'caption' | 'type' | 'product' | 'at'> & { words: string; pictureUrl?: string },
): Post {
  const digits = digitsOf(`post:${account.key}:${facts.words}`, 17);
  const id = account.platform === 'messenger' ? `${account.id}_${digits.slice(0, 15)}` : digits;
  return {
    id,
    accountId: account.id,
    type: facts.type,
    product: facts.product,
    caption: facts.caption,
    pictureUrl: facts.pictureUrl ?? `https://cdn.sandbox/picture/${digits}.jpg`,
    at: facts.at,
    shortcode: Buffer.from(digits.slice(-8)).toString('base64url').slice(0, 11),
    likes: Number(digits.slice(-3)),
    commentsEnabled: true,
    children: [],
    isChild: false,
  };
}

function commentsOn(post: Post): Comment[] {
  if (post.isChild || post.product !== 'FEED' || post.type !== 'IMAGE') return [];
  const at = (minutes: number) => new Date(Date.parse(post.at) + minutes * 60_000).toISOString();
  const make = (person: string | null, text: string, minutes: number, parentId: string | null): Comment => ({
    id: digitsOf(`comment:${post.id}:${minutes}`, 17),
    postId: post.id,
    parentId,
    person,
    text,
    at: at(minutes),
    hidden: false,
    likes: minutes % 7,
  });
  const question = make('nora', 'Does the oat one come in S?', 12, null);
  return [
    question,
    make(null, 'It does, from Friday on.', 30, question.id),
    make('yuki', '🤍🤍🤍', 55, null),
  ];
}

function templatesOf(wabaId: string): Template[] {
  const make = (name: string, category: string, status: string, text: string): Template => ({
    id: digitsOf(`template:${wabaId}:${name}`, 15),
    wabaId,
    name,
    language: 'en_US',
    category,
    status,
    components: [{ type: 'BODY', text }],
  });
  return [
    make('order_is_on_its_way', 'UTILITY', 'APPROVED', 'Hello {{1}}, your order {{2}} is on its way.'),
    make('we_are_back', 'MARKETING', 'APPROVED', 'We are back from the holidays. Come and see.'),
    make('spring_sale', 'MARKETING', 'PENDING', 'Everything of linen at {{1}} percent less.'),
    make('free_money', 'MARKETING', 'REJECTED', 'You have won!'),
  ];
}
