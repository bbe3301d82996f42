import { createHash } from 'node:crypto';
import sharp from 'sharp';

const side = 1_080;
const keptMax = 60;
const kept = new Map<string, Promise<Buffer>>();

/** A picture for these words, always the same: a still life of cloth and light, as a JPEG. */
export function pictureOf(words: string): Promise<Buffer> {
  const known = kept.get(words);
  if (known) return known;
  if (kept.size >= keptMax) kept.delete(kept.keys().next().value!);
  const made = sharp(Buffer.from(drawing(words)))
    .jpeg({ quality: 78 })
    .toBuffer();
  kept.set(words, made);
  return made;
}

/** Of a person or an account: their letters on their colour. */
export function portraitOf(name: string): Promise<Buffer> {
  const [a = 0] = createHash('sha256').update(name).digest();
  const letters = name
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => word[0]!.toUpperCase())
    .join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="320">
<rect width="320" height="320" fill="hsl(${(a / 255) * 360} 38% 46%)"/>
<text x="160" y="204" font-family="sans-serif" font-size="130" font-weight="600" text-anchor="middle"
 fill="#fff">${letters.replace(/[<&]/g, '')}</text></svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 82 }).toBuffer();
}

function drawing(words: string): string {
  const bytes = createHash('sha256').update(words).digest();
  const part = (i: number, of: number) => (bytes[i]! / 255) * of;
  const hue = part(0, 360);
  const folds = Array.from({ length: 7 }, (_, i) => {
    const x = (i * side) / 6 + part(i + 1, 90) - 45;
    const bend = part(i + 9, 260) - 130;
    return `<path d="M${x} -40 C ${x + bend} 320, ${x - bend} 760, ${x + bend / 2} 1120" fill="none"
 stroke="hsl(${hue + part(i + 2, 24)} 30% ${48 + part(i + 3, 26)}%)" stroke-width="${70 + part(i + 4, 120)}"
 stroke-opacity="0.5" stroke-linecap="round"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 ${side} ${side}">
<defs><linearGradient id="ground" x1="0" y1="0" x2="1" y2="1">
<stop offset="0" stop-color="hsl(${hue} 34% 80%)"/><stop offset="1" stop-color="hsl(${hue + 40} 32% 52%)"/>
</linearGradient></defs>
<rect width="${side}" height="${side}" fill="url(#ground)"/>${folds.join('')}
<circle cx="${200 + part(20, 680)}" cy="${200 + part(21, 500)}" r="${90 + part(22, 120)}"
 fill="hsl(${hue + 180} 46% 66%)" fill-opacity="0.75"/></svg>`;
}
