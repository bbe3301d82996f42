import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Call } from './call.ts';
import { badParameter, GraphError, missing } from './errors.ts';
import { names, pictureTroubles } from './failures.ts';
import { postOf } from './first-day.ts';
import type { NodeOf, Operation } from './nodes.ts';
import { type Shape, selected } from './select.ts';
import type { Account, Container, Meta, Post } from './state.ts';

const publishScopes = ['instagram_business_content_publish', 'instagram_content_publish'];
const dayMs = 24 * 3_600_000;
const postsPerDayMax = 50;
const containersPerDayMax = 400;
const captionLengthMax = 2_200;
const hashtagsMax = 30;
const mentionsMax = 20;
const childrenMin = 2;
const childrenMax = 10;
const pictureBytesMax = 8 * 1024 * 1024;
const ratioMin = 4 / 5;
const ratioMax = 1.91;
const videoReadyMs = 30_000;
const fetchTimeoutMs = 10_000;
const mediaTypes = ['IMAGE', 'VIDEO', 'REELS', 'STORIES', 'CAROUSEL'];

export const publishOperations: readonly Operation[] = [
  {
    method: 'POST',
    edge: 'media',
    on: ['instagram'],
    takes: [
      'image_url',
      'video_url',
      'media_type',
      'caption',
      'alt_text',
      'is_carousel_item',
      'children',
      'collaborators',
      'cover_url',
      'thumb_offset',
      'share_to_feed',
      'user_tags',
      'product_tags',
      'location_id',
      'trial_params',
      'audio_name',
    ],
    scopes: publishScopes,
    run: prepare,
  },
  {
    method: 'GET',
    edge: '',
    on: ['container'],
    takes: [],
    scopes: publishScopes,
    run: (call: Call, { container }: NodeOf<'container'>) => selected(containerShape, container, call),
  },
  {
    method: 'POST',
    edge: 'media_publish',
    on: ['instagram'],
    takes: ['creation_id'],
    scopes: publishScopes,
    run: publish,
  },
  {
    method: 'GET',
    edge: 'content_publishing_limit',
    on: ['instagram'],
    takes: ['since'],
    scopes: publishScopes,
    run: (call: Call, { account }: NodeOf<'instagram'>) => ({
      data: [
        {
          quota_usage: publishedLately(call.meta, account),
          config: { quota_total: postsPerDayMax, quota_duration: dayMs / 1_000 },
        },
      ],
    }),
  },
];

const mediaError = (subcode: number, text: string, code = 9004) =>
  new GraphError(code, `(#${code}) ${text}`, { subcode, title: text });

async function prepare(call: Call, { account }: NodeOf<'instagram'>): Promise<object> {
  const { meta } = call;
  const caption = captionOf(call);
  const type = call.text('media_type') ?? (call.text('video_url') === undefined ? 'IMAGE' : 'VIDEO');
  if (!mediaTypes.includes(type))
    throw badParameter(`Param media_type must be one of {${mediaTypes.join(', ')}}`);
  if (type === 'VIDEO' && !call.flag('is_carousel_item'))
    throw mediaError(2207026, 'The media type VIDEO is no longer supported: use REELS.', 100);
  const made = Object.values(meta.all().containers).filter(
    (one) => one.accountId === account.id && isLately(meta, one.at),
  );
  if (made.length >= containersPerDayMax)
    throw new GraphError(4, '(#4) Application request limit reached', { subcode: 2207051 });
  const id = meta.newId('container', account.key);
  const isVideo = call.text('video_url') !== undefined;
  const { pictureUrl, trouble } = await (type === 'CAROUSEL'
    ? album(call, account)
    : fileOf(call, id, isVideo));
  const container: Container = {
    id,
    accountId: account.id,
    at: meta.nowText(),
    readyAt: readyAt(call, isVideo),
    trouble,
    draft: {
      accountId: account.id,
      type: type === 'CAROUSEL' ? 'CAROUSEL_ALBUM' : isVideo ? 'VIDEO' : 'IMAGE',
      product: type === 'STORIES' ? 'STORY' : type === 'REELS' ? 'REELS' : 'FEED',
      caption,
      pictureUrl,
      commentsEnabled: true,
      children: type === 'CAROUSEL' ? childrenOf(call) : [],
      isChild: call.flag('is_carousel_item') ?? false,
    },
    publishedAs: null,
    publishedAt: null,
  };
  meta.all().containers[id] = container;
  meta.changed();
  return { id };
}

function captionOf(call: Call): string {
  const caption = call.text('caption') ?? '';
  if (caption.length > captionLengthMax) throw mediaError(2207010, 'The caption was too long.', 36004);
  const count = (pattern: RegExp) => caption.match(pattern)?.length ?? 0;
  if (count(/(?<!\w)#\p{L}/gu) > hashtagsMax || count(/(?<!\w)@\w/g) > mentionsMax)
    throw mediaError(2207040, 'The caption has too many tags.', 36004);
  return caption;
}

function readyAt(call: Call, isVideo: boolean): string | null {
  const url = call.text('video_url') ?? call.text('image_url') ?? '';
  if (names(url, 'never-ready')) return null;
  return new Date(call.meta.now().getTime() + (isVideo ? videoReadyMs : 0)).toISOString();
}

const childrenOf = (call: Call) =>
  (Array.isArray(call.params.children)
    ? call.params.children.map(String)
    : call.need('children').split(',')
  ).map((id) => id.trim());

function album(call: Call, account: Account) {
  const ids = childrenOf(call);
  if (ids.length < childrenMin || ids.length > childrenMax)
    throw badParameter(`A carousel has ${childrenMin} to ${childrenMax} children`);
  const children = ids.map((id) => call.meta.all().containers[id]);
  const wrong = children.findIndex((one) => one?.accountId !== account.id || !one.draft.isChild);
  if (wrong !== -1) throw mediaError(2207006, `The media with id ${ids[wrong]} was not found.`, 24);
  const trouble = children.find((one) => one!.trouble)?.trouble ?? null;
  return { pictureUrl: children[0]!.draft.pictureUrl, trouble };
}

/** Meta looks at a picture at once, and at a video when it works on it. */
async function fileOf(call: Call, id: string, isVideo: boolean) {
  const url = isVideo ? call.need('video_url') : call.need('image_url');
  const name = Object.keys(pictureTroubles).find((one) => names(url, one));
  const known = name === undefined ? undefined : pictureTroubles[name]!;
  if (known && !known.late)
    throw mediaError(known.subcode, known.text, known.subcode === 2207009 ? 36003 : 9004);
  if (!URL.canParse(url) || !/^[\x20-\x7e]+$/.test(url))
    throw mediaError(2207052, 'The media could not be fetched from this uri.');
  const trouble = known ? { subcode: known.subcode, text: known.text } : null;
  if (new URL(url).hostname === 'cdn.sandbox') return { pictureUrl: url, trouble };
  const file = await fetched(url);
  if (!file) throw mediaError(2207052, 'The media could not be fetched from this uri.');
  if (isVideo) return { pictureUrl: `https://cdn.sandbox/picture/${id}.jpg`, trouble };
  await checkPicture(file);
  const folder = await call.meta.world.folder('meta');
  await writeFile(join(folder, `${id}.jpg`), file);
  return { pictureUrl: `https://cdn.sandbox/published/${id}.jpg`, trouble };
}

async function fetched(url: string): Promise<Buffer | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(fetchTimeoutMs) });
    return answer.ok ? Buffer.from(await answer.arrayBuffer()) : undefined;
  } catch {
    // Whatever the reason, it is the same to Meta: there was no file.
    return undefined;
  }
}

async function checkPicture(bytes: Buffer): Promise<void> {
  if (bytes.length > pictureBytesMax) throw mediaError(2207004, 'The image is too large to download.', 36000);
  const facts = await sharp(bytes)
    .metadata()
    .catch(() => undefined);
  if (facts?.format !== 'jpeg')
    throw mediaError(2207005, 'The image format is not supported: only JPEG is.', 36001);
  const ratio = facts.width / facts.height;
  if (ratio < ratioMin - 0.01 || ratio > ratioMax + 0.01)
    throw mediaError(2207009, 'The submitted image has an aspect ratio that is not supported.', 36003);
}

export function stateOf(meta: Meta, { at, readyAt, trouble, publishedAs }: Container): string {
  const now = meta.now().getTime();
  if (publishedAs !== null) return 'PUBLISHED';
  if (now - Date.parse(at) > dayMs) return 'EXPIRED';
  if (readyAt === null || Date.parse(readyAt) > now) return 'IN_PROGRESS';
  return trouble ? 'ERROR' : 'FINISHED';
}

const words: Readonly<Record<string, string>> = {
  PUBLISHED: 'Published: Media has been published.',
  EXPIRED: 'Expired: Media was not published within 24 hours.',
  IN_PROGRESS: 'In Progress: Media is still being processed.',
  FINISHED: 'Finished: Media has been uploaded and it is ready to be published.',
};

const containerShape: Shape<Container> = {
  name: 'IGContainer',
  usual: ['id'],
  fields: {
    id: ({ id }) => id,
    status_code: (one, { meta }) => stateOf(meta, one),
    status: (one, { meta }) =>
      words[stateOf(meta, one)] ?? `Error: Media upload has failed with error code ${one.trouble!.subcode}`,
    copyright_check_status: () => undefined,
  },
};

const isLately = (meta: Meta, at: string) => meta.now().getTime() - Date.parse(at) < dayMs;

const publishedLately = (meta: Meta, { id }: Account) =>
  Object.values(meta.all().containers).filter(
    ({ accountId, publishedAt }) => accountId === id && publishedAt !== null && isLately(meta, publishedAt),
  ).length;

function publish(call: Call, { account }: NodeOf<'instagram'>): object {
  const { meta } = call;
  const id = call.need('creation_id');
  const container = meta.all().containers[id];
  if (!container || container.accountId !== account.id)
    throw mediaError(2207006, 'The media was not found.', 24);
  if (container.draft.isChild) throw missing('creation_id');
  const state = stateOf(meta, container);
  if (state === 'EXPIRED') throw mediaError(2207008, 'The media container has expired.', 24);
  if (state === 'PUBLISHED') throw mediaError(2207006, 'The media was published already.', 24);
  if (state === 'IN_PROGRESS')
    throw mediaError(2207027, 'The media is not ready for publishing, please wait for a moment', 9007);
  if (state === 'ERROR') throw mediaError(container.trouble!.subcode, container.trouble!.text, -1);
  if (publishedLately(meta, account) >= postsPerDayMax)
    throw mediaError(2207042, 'You reached the maximum number of posts that can be published by API.', 9);
  const post = published(meta, account, container);
  return { id: post.id };
}

function published(meta: Meta, account: Account, container: Container): Post {
  const { draft } = container;
  const at = meta.nowText();
  const post = {
    ...postOf(account, { ...draft, at, words: `container:${container.id}` }),
    ...draft,
    likes: 0,
  };
  const children = draft.children.flatMap((id) => meta.all().containers[id] ?? []);
  const parts = children.map((one) => ({
    ...postOf(account, { ...one.draft, at, words: `container:${one.id}` }),
    isChild: true,
  }));
  const whole: Post = { ...post, children: parts.map(({ id }) => id) };
  for (const one of [whole, ...parts]) meta.all().posts[one.id] = one;
  Object.assign(container, { publishedAs: whole.id, publishedAt: at });
  meta.changed();
  return whole;
}
