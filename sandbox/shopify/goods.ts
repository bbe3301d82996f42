import type { Product } from './state.ts';

export type Goods = 'linen' | 'jewels';

interface Ware {
  readonly title: string;
  readonly description: string;
  readonly kind: string;
  readonly tags: readonly string[];
  readonly cents: number;
  readonly option: string;
  readonly choices: readonly string[];
}

const sizes = ['XS', 'S', 'M', 'L', 'XL'];
const wares: Readonly<Record<Goods, readonly Ware[]>> = {
  linen: [
    ware('Linen dress', 'Washed linen, cut wide, with pockets. Made in small runs.', 'Dresses', 12900, sizes),
    ware('Linen shirt', 'A shirt that softens with every wash. 100% European flax.', 'Shirts', 8900, sizes),
    ware('Wide trousers', 'High waist, wide leg, a drawstring that holds.', 'Trousers', 9900, sizes),
    ware(
      'Tea towel',
      'Heavy half-linen, woven in stripes. Dries without lint.',
      'Kitchen',
      1600,
      ['Sand', 'Indigo'],
      'Colour',
    ),
    ware(
      'Oak stool',
      'Solid oak, oiled. Three legs, so that it never wobbles.',
      'Furniture',
      18500,
      ['45 cm', '65 cm'],
      'Height',
    ),
    ware(
      'Oak tray',
      'Turned from one piece. Every grain is another.',
      'Kitchen',
      5400,
      ['Small', 'Large'],
      'Size',
    ),
    ware(
      'Crème brûlée bowl',
      'Stoneware in a warm white; oven and dishwasher do no harm.',
      'Kitchen',
      2200,
      ['One size'],
      'Size',
    ),
    ware(
      'Bed linen',
      'Cool in summer, warm in winter. Duvet cover and two pillow cases.',
      'Bedroom',
      21900,
      ['140 × 200', '200 × 200'],
      'Size',
    ),
    ware('Beeswax candle', 'Burns for forty hours and smells of honey.', 'Home', 1900, ['One size'], 'Size'),
    ware('Gift card', 'For whoever cannot decide.', 'Gift cards', 5000, ['50', '100'], 'Worth'),
  ],
  jewels: [
    ware(
      'Moon earrings',
      'Recycled silver, hammered by hand.',
      'Earrings',
      6800,
      ['Silver', 'Gold'],
      'Metal',
    ),
    ware(
      'Thread bracelet',
      'Silk thread and one bead of lapis.',
      'Bracelets',
      3400,
      ['Blue', 'Red', 'Ivory'],
      'Colour',
    ),
    ware(
      'Signet ring',
      'Engraved with two letters of yours.',
      'Rings',
      14500,
      ['48', '52', '56', '60'],
      'Size',
    ),
    ware(
      'Pearl pendant',
      'A freshwater pearl, no two alike.',
      'Necklaces',
      9200,
      ['40 cm', '45 cm'],
      'Length',
    ),
  ],
};

function ware(
  title: string,
  description: string,
  kind: string,
  cents: number,
  choices: readonly string[],
  option = 'Size',
): Ware {
  return { title, description, kind, tags: [kind.toLowerCase(), 'small-run'], cents, option, choices };
}

const dayMs = 86_400_000;

export function firstProducts(goods: Goods, id: (what: string) => string, now: Date): Product[] {
  return wares[goods].map(({ title, description, kind, tags, cents, option, choices }, i) => {
    const handle = title
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-');
    const at = new Date(now.getTime() - (i + 3) * dayMs).toISOString();
    return {
      id: id(`product:${handle}`),
      title,
      handle,
      description,
      vendor: goods === 'linen' ? 'Linen & Oak' : 'Tiny Atelier',
      kind,
      tags,
      status: 'ACTIVE',
      option,
      createdAt: at,
      updatedAt: at,
      variants: choices.map((choice, k) => ({
        id: id(`variant:${handle}:${choice}`),
        inventoryItemId: id(`item:${handle}:${choice}`),
        title: choice,
        sku: `${handle.slice(0, 3).toUpperCase()}-${i + 1}${k}`,
        priceCents: cents + (option === 'Size' ? 0 : k * Math.round(cents / 4)),
        available: (i * 7 + k * 3) % 12,
      })),
    };
  });
}
