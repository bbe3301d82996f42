import sharp, { type Sharp } from 'sharp';

/** Runs in a child: what is in an image file has been the end of many a decoder. */
export interface Drawing {
  readonly path: string;
  /** The side of the square, or the longest side. */
  readonly px: number;
  readonly shape: 'square' | 'whole';
  readonly pixelsMax: number;
  readonly as: PictureFormat;
}

/** What we keep is WebP; others are for whoever takes no other. */
export type PictureFormat = 'webp' | 'jpeg' | 'png';

export const loaders = {
  jpeg: 'VipsForeignLoadJpeg',
  png: 'VipsForeignLoadPng',
  webp: 'VipsForeignLoadWebp',
  gif: 'VipsForeignLoadNsgif',
} as const;
const quality = 82;
const encoded: Readonly<Record<PictureFormat, (picture: Sharp) => Sharp>> = {
  webp: (picture) => picture.webp({ quality }),
  // It knows no transparency: what is seen through is white, as a page is.
  jpeg: (picture) => picture.flatten({ background: '#ffffff' }).jpeg({ quality }),
  png: (picture) => picture.png({ compressionLevel: 9 }),
};

/**
 * Only the first frame, upright, in sRGB, and nothing of what the file says about itself: where it was taken, by
 * whom, with what. By its bytes it must be one of the kinds above; a drawing with a script in it is none of them.
 */
export default async function draw({
  path,
  px,
  shape,
  pixelsMax,
  as,
}: Drawing): Promise<AsyncIterable<Buffer>> {
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: Object.values(loaders) });
  sharp.cache(false);
  sharp.concurrency(1);
  const picture = sharp(path, { limitInputPixels: pixelsMax, failOn: 'error', pages: 1 })
    .autoOrient()
    .resize({
      width: px,
      height: px,
      fit: shape === 'square' ? 'cover' : 'inside',
      withoutEnlargement: shape === 'whole',
    });
  const bytes = await encoded[as](picture).toBuffer();
  return (async function* () {
    yield bytes;
  })();
}
