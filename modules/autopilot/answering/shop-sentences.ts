import type { Order, Ordered, Parcel, ParcelState, Price, Sold } from '../../connections/index.ts';
import { domainsIn, namesAccount } from './support.ts';
import type { FoundThing } from './tools.ts';

/**
 * What stands in a shop, in sentences that an answer may stand on. Amounts, dates, numbers and addresses are where they
 * are expected to be; whatever else a shop has written is a name, on one line, short, and without an address in it.
 */
const nameLengthMax = 120;

function named(text: string | undefined): string {
  const line = (text ?? '')
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .replace(/[<>[\]#]/g, '')
    .trim()
    .slice(0, nameLengthMax);
  return line === '' || domainsIn(line).length > 0 || namesAccount(line) ? '…' : line;
}

const withVariant = (title: string, variant: string | undefined) =>
  variant === undefined ? named(title) : `${named(title)} (${named(variant)})`;
const priceOf = ({ amount, currency }: Price) =>
  /^\d{1,12}(\.\d{1,4})?$/.test(amount) && /^[A-Z]{3}$/.test(currency) ? `${amount} ${currency}` : '…';
const titled = (shop: Sold['shop'], thing: string) =>
  `${shop.platform.replace(/^\p{L}/u, (letter) => letter.toUpperCase())} · ${thing}`;

/** Of an address that is there to be followed, as such alone. */
const addressOf = (url: string | undefined): string | undefined => {
  const parsed = url !== undefined && URL.canParse(url) ? new URL(url) : undefined;
  return parsed?.protocol === 'https:' && parsed.href.length <= 500 ? parsed.href : undefined;
};

type Stock = 'whether' | 'how_many';

export function productShown(sold: Sold, stock: Stock): FoundThing {
  const { title, variants, hasMoreVariants } = sold;
  const url = addressOf(sold.url);
  const lines = variants.map((variant) => {
    const price = `${withVariant(title, variant.title)} costs ${priceOf(variant.price)}`;
    const there = stockOf(variant.available, stock);
    return there === undefined ? `${price}.` : `${price} and ${there}.`;
  });
  return {
    title: titled(sold.shop, named(title)),
    content: [
      ...lines,
      ...(hasMoreVariants ? [`There are other kinds of ${named(title)} that are not named here.`] : []),
      ...(url === undefined ? [] : [`${named(title)} is shown at ${url}`]),
    ].join('\n'),
  };
}

function stockOf(available: number | undefined, stock: Stock): string | undefined {
  if (available === undefined) return undefined;
  if (available <= 0) return 'is sold out';
  return stock === 'whether' ? 'is in stock' : `is in stock: ${available} available`;
}

export function orderShown(order: Ordered): FoundThing {
  const { name, items, total, madeAt, shop } = order;
  const on = dayIn(shop.timezone);
  const number = `${name.startsWith('#') ? '#' : ''}${named(name)}`;
  const called = `Order ${number}`;
  const all = items.map(({ title, variant, count }) => `${count} × ${withVariant(title, variant)}`);
  return {
    title: titled(shop, `order ${number}`),
    content: [
      ...stateOf(order, called, on),
      ...(madeAt ? [`It was placed on ${on(madeAt)}.`] : []),
      ...(all.length > 0 ? [`It is for ${all.join(', ')}${order.hasMoreItems ? ' and more' : ''}.`] : []),
      ...(total ? [`It came to ${priceOf(total)}.`] : []),
      ...paymentOf(order),
    ].join('\n'),
  };
}

/** As the shop's own clock has it. */
const dayIn = (timezone: string | null) => {
  const options = { day: 'numeric', month: 'long', year: 'numeric' } as const;
  const known = timezone !== null && Intl.supportedValuesOf('timeZone').includes(timezone);
  const format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: known ? timezone : 'UTC' });
  return (at: Date) => format.format(at);
};

type Day = ReturnType<typeof dayIn>;

function stateOf({ cancelledAt, delivery, parcels }: Order, called: string, on: Day): string[] {
  if (cancelledAt) return [`${called} was cancelled on ${on(cancelledAt)}.`];
  if (delivery === 'unknown') return [];
  if (delivery === 'not_sent') return [`${called} has not been shipped yet.`];
  const whole = delivery === 'partly_sent' ? `A part of o${called.slice(1)}` : called;
  if (parcels.length === 0)
    return [delivery === 'delivered' ? `${whole} was delivered.` : `${whole} was shipped.`];
  return parcels.flatMap((parcel) => parcelShown(parcel, whole, on));
}

/** What somebody asks for in one sentence: how far it is, and by what it is followed. */
function parcelShown({ sentAt, deliveredAt, state, ...parcel }: Parcel, called: string, on: Day) {
  const written = parcel.number?.replace(/\s/g, '') ?? '';
  const number = /^[A-Za-z\d-]{4,60}$/.test(written) && !isAccount(written) ? written : undefined;
  const url = addressOf(parcel.url);
  const company = parcel.company === undefined ? '' : ` with ${named(parcel.company)}`;
  const followed = number === undefined ? '' : `, tracking number ${number}`;
  const sent = `shipped${sentAt ? ` on ${on(sentAt)}` : ''}${company}${followed}`;
  const said: Readonly<Record<ParcelState, string>> = {
    announced: `is packed, and waits to be fetched by its carrier${company}${followed}`,
    sent: `was ${sent}`,
    on_its_way: `is on its way: it was ${sent}`,
    to_be_fetched: `can be fetched where it was sent to: it was ${sent}`,
    in_trouble: `has met with a problem on its way: it was ${sent}`,
    delivered: `was delivered${deliveredAt ? ` on ${on(deliveredAt)}` : ''}: it was ${sent}`,
  };
  return [`${called} ${said[state]}.`, ...(url === undefined ? [] : [`${called} can be followed at ${url}`])];
}

/** Numbers of parcels look like those of accounts, and are not made to be checked as those are. */
function isAccount(text: string): boolean {
  if (!/^[a-z]{2}\d{2}[a-z\d]{11,30}$/i.test(text)) return false;
  const digits = `${text.slice(4)}${text.slice(0, 4)}`.replace(/[a-z]/gi, (one) => `${parseInt(one, 36)}`);
  return BigInt(digits) % 97n === 1n;
}

const payments: Readonly<Record<Order['payment'], string | undefined>> = {
  open: 'has not been paid yet',
  paid: 'is paid',
  partly_paid: 'is paid in part',
  refunded: 'was refunded',
  partly_refunded: 'was refunded in part',
  unknown: undefined,
};
function paymentOf({ payment }: Order): string[] {
  const said = payments[payment];
  return said === undefined ? [] : [`It ${said}.`];
}
