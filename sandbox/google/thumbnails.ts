import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { pictureOf } from '../common/picture.ts';
import type { Answer } from '../http.ts';
import { refused, tagged } from './answers.ts';
import { type Method, missing, scopesTo } from './gate.ts';
import { type Google, videoOf } from './state.ts';

const domain = 'youtube.thumbnail';
const pictureBytesMax = 2 * 1024 * 1024;
const host = 'https://i.ytimg.com';
const sizes = { default: [120, 90], medium: [320, 180], high: [480, 360] } as const;
const squares = { default: [88, 88], medium: [240, 240], high: [800, 800] } as const;
type Sizes = Readonly<Record<string, readonly [number, number]>>;

/** `vi/<video>` or `channel/<channel>`. */
export const thumbnailsOf = (of: string, isSquare = false) =>
  Object.fromEntries(
    Object.entries(isSquare ? squares : sizes).map(([name, [width, height]]) => [
      name,
      { url: `${host}/${of}/${name}.jpg`, width, height },
    ]),
  );

/** What was set for it; otherwise a picture for every id, always the same. */
export async function thumbnail(google: Google, of: string, file: string, isSquare = false): Promise<Answer> {
  const known: Sizes = isSquare ? squares : sizes;
  const size = known[file.replace(/\.jpg$/, '')];
  if (!size) return { status: 404 };
  const [width, height] = size;
  const given = videoOf(google, of) && (await readFile(fileOf(google, of)).catch(() => undefined));
  const picture = sharp(given ?? (await pictureOf(of, { width, height })));
  const body = await picture.resize(width, height, { fit: 'cover' }).jpeg({ quality: 84 }).toBuffer();
  return { headers: { 'content-type': 'image/jpeg', 'cache-control': 'max-age=60' }, body };
}

/** The picture is the whole body. */
export const thumbnailsSet: Method = {
  name: 'thumbnails.set',
  http: 'POST',
  path: '/upload/youtube/v3/thumbnails/set',
  scopes: scopesTo.upload,
  units: 50,
  params: ['videoId', 'onBehalfOfContentOwner'],
  handle: async ({ google, request, query, channel }) => {
    if (!query.has('videoId')) throw missing('videoId');
    const video = videoOf(google, query.get('videoId')!);
    if (!video)
      throw refused(
        404,
        domain,
        'videoNotFound',
        'The video that you are trying to insert a thumbnail image for cannot be found.',
        'videoId',
      );
    if (video.channelId !== channel?.id)
      throw refused(
        403,
        domain,
        'forbidden',
        'The thumbnail can not be set for the specified video: forbidden.',
      );
    const picture = await request.body(pictureBytesMax);
    if (picture.length === 0)
      throw refused(400, domain, 'mediaBodyRequired', 'The request does not include the image content.');
    if (!(await isPicture(picture)))
      throw refused(400, domain, 'invalidImage', 'The provided image content is invalid.');
    await writeFile(fileOf(google, video.id), picture);
    return tagged(request, { kind: 'youtube#thumbnailSetResponse', items: [thumbnailsOf(`vi/${video.id}`)] });
  },
};

const isPicture = (bytes: Buffer) =>
  sharp(bytes)
    .metadata()
    .then(
      ({ format }) => format === 'jpeg' || format === 'png',
      () => false,
    );

const fileOf = ({ folder }: Google, videoId: string) => join(folder, `thumbnail-${videoId}`);
