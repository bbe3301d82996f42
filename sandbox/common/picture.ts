import { createHash } from 'node:crypto';
import sharp from 'sharp';

export interface Size {
  readonly width: number;
  readonly height: number;
}

const sideMin = 16;
const sideMax = 1024;

/** A small picture that is always the same for the same words: hills under a sky, in colours of their own. */
export async function pictureOf(words: string, size: Size = { width: 512, height: 512 }): Promise<Buffer> {
  const bytes = createHash('sha256').update(words).digest();
  const at = (i: number, range: number) => (bytes[i % bytes.length]! / 255) * range;
  const within = (side: number) => Math.min(sideMax, Math.max(sideMin, side));
  const [width, height] = [within(size.width), within(size.height)];
  const sun = 5 + at(29, 6);
  const hue = at(0, 360);
  const hill = (i: number) => {
    const points = [0, 25, 50, 75, 100].map((x, k) => `${x},${38 + i * 14 + at(i * 5 + k, 22)}`);
    const shade = `hsl(${(hue + 25 + i * 22) % 360} 38% ${58 - i * 12}%)`;
    return `<polygon points="0,100 ${points.join(' ')} 100,100" fill="${shade}"/>`;
  };
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" preserveAspectRatio="none"
  width="${width}" height="${height}"><defs><linearGradient id="g" x1="0" y1="0" x2="0" y2="1">
  <stop offset="0" stop-color="hsl(${hue} 62% 72%)"/>
  <stop offset="1" stop-color="hsl(${(hue + 45) % 360} 70% 90%)"/></linearGradient></defs>
  <rect width="100" height="100" fill="url(#g)"/>
  <ellipse cx="${15 + at(30, 70)}" cy="${12 + at(31, 22)}" rx="${(sun * height) / width}" ry="${sun}"
  fill="hsl(${hue} 90% 96%)"/>
  ${[0, 1, 2].map(hill).join('')}</svg>`;
  return sharp(Buffer.from(svg)).png({ compressionLevel: 3 }).toBuffer();
}
