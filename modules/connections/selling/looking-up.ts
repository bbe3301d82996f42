import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { isTrouble } from '../../../providers/trouble.ts';
import type { ConnectionsOutside } from '../outside.ts';
import type { Access } from '../platforms/platform.ts';
import type { Order, Selling, SoldProduct } from '../platforms/selling.ts';
import { noteUsage, takeRead } from '../sync/budget.ts';
import { withAccess } from '../tokens/access.ts';
import { type Shop, shopsAt } from './shops.sql.ts';
import { isOf, type Reach } from './whose.ts';

type Worker = Pick<Unit, 'work' | 'workspaceId' | 'signal' | 'log'>;

/** Where somebody asks. A shop of another place is none of theirs; one without a place is everybody's. */
export interface ShopPlace {
  readonly locationId: string | null;
}

export type Sold = SoldProduct & { readonly shop: Pick<Shop, 'platform' | 'name' | 'timezone'> };
export type Ordered = Order & { readonly shop: Pick<Shop, 'platform' | 'name' | 'timezone'> };

export interface LookedUp<T> {
  readonly found: readonly T[];
  /** Every shop there has answered: what was not found is not there. */
  readonly isWhole: boolean;
}

const shopsMax = 5;
/** Of all shops together: somebody waits for it. */
const answeredWithinMs = 10_000;
const wordsMax = 8;
const wordLengthMin = 3;
const orderNamePattern = /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$/u;

const sellers = ({ platforms }: Pick<ConnectionsOutside, 'platforms'>) =>
  platforms.all.filter(({ selling }) => selling !== undefined).map(({ name }) => name);

export const hasShopAt = async (
  ctx: Ctx,
  outside: Pick<ConnectionsOutside, 'platforms'>,
  { locationId }: ShopPlace,
): Promise<boolean> => (await shopsAt(ctx.tx, sellers(outside), locationId, 1)).length > 0;

/** What is sold under these words, as it stands in the shop now: what fits best, and nothing that fits less. */
export async function lookUpProducts(
  unit: Worker,
  outside: ConnectionsOutside,
  place: ShopPlace,
  { words, limit }: { readonly words: string; readonly limit: number },
): Promise<LookedUp<Sold>> {
  const sought = wordsIn(words);
  if (sought.length === 0) return { found: [], isWhole: true };
  const { found, isWhole } = await inEach(unit, outside, place, ({ products }, access, signal) =>
    products(access, sought.slice(0, wordsMax).map(beginningOf), signal),
  );
  const fits = found.map((one) => ({ one, fit: fitOf(one, sought) }));
  const best = Math.max(0, ...fits.map(({ fit }) => fit));
  const fitting = fits.filter(({ fit }) => fit > 0 && fit === best);
  return { found: fitting.slice(0, limit).map(({ one }) => one), isWhole };
}

/**
 * An order of theirs. Whose it is, is asked here, so that nobody above ever has one of somebody else in hand: it is
 * theirs where their own mail or number stands in it.
 */
export async function lookUpOrder(
  unit: Worker,
  outside: ConnectionsOutside,
  place: ShopPlace,
  { name, who }: { readonly name: string; readonly who: Reach },
): Promise<LookedUp<Ordered>> {
  const bare = name.replace(/^#\s*/, '').trim();
  const isAnybody = who.emails.length + who.phones.length > 0;
  if (!isAnybody || !orderNamePattern.test(bare)) return { found: [], isWhole: true };
  const { found, isWhole } = await inEach(unit, outside, place, ({ orders }, access, signal) =>
    orders(access, bare, signal),
  );
  const isNamed = (one: Order) => folded(one.name) === folded(bare);
  const theirs = found.filter((one) => isNamed(one) && isOf(one, who));
  return { found: theirs.map(({ email: _, phone: __, ...order }) => order), isWhole };
}

const folded = (name: string) => name.replace(/^#/, '').normalize('NFKC').toLowerCase();

type Look<T> = (selling: Selling, access: Access, signal: AbortSignal) => Promise<readonly T[]>;

/** One after the other, and what one of them does not answer keeps nobody from what another does. */
async function inEach<T>(unit: Worker, outside: ConnectionsOutside, place: ShopPlace, look: Look<T>) {
  const shops = await unit.work((ctx) => shopsAt(ctx.tx, sellers(outside), place.locationId, shopsMax));
  const signal = AbortSignal.any([unit.signal, AbortSignal.timeout(answeredWithinMs)]);
  const found: (T & { readonly shop: Sold['shop'] })[] = [];
  let isWhole = true;
  for (const { platform, name, timezone, ...account } of shops) {
    const answer = await inOne({ ...unit, signal }, unit.signal, outside, { platform, ...account }, look);
    if (answer === undefined) isWhole = false;
    else found.push(...answer.map((one) => ({ ...one, shop: { platform, name, timezone } })));
  }
  return { found, isWhole };
}

/** Undefined where the shop could not be asked, or did not answer. Nothing is written of a call that only reads. */
async function inOne<T>(
  unit: Worker,
  stopped: AbortSignal,
  outside: ConnectionsOutside,
  shop: Pick<Shop, 'id' | 'platform' | 'platformAccountId'>,
  look: Look<T>,
): Promise<readonly T[] | undefined> {
  const { id: accountId, platform: platformName, platformAccountId } = shop;
  const platform = outside.platforms.get(platformName);
  if (!platform?.selling || unit.signal.aborted) return undefined;
  const { selling } = platform;
  if (!(await unit.work((ctx) => takeRead(ctx, { accountId }, platform)))) return undefined;
  try {
    return await withAccess(unit, outside, accountId, (access) => look(selling, access, unit.signal));
  } catch (error) {
    stopped.throwIfAborted();
    if (!isTrouble(error) && !(error instanceof AppError) && !unit.signal.aborted) throw error;
    unit.log.info({ err: error, accountId }, 'a shop could not be looked into');
    const heldUntil = isTrouble(error, 'rate_limited') ? error.facts.until : undefined;
    const held = { platform: platformName, platformAccountId };
    if (heldUntil) await unit.work((ctx) => noteUsage(ctx, { accountId }, held, { heldUntil }));
    return undefined;
  }
}

/** Those that may be in a name, each once. */
const wordsIn = (text: string): string[] => [
  ...new Set((plain(text).match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length >= wordLengthMin)),
];
const plain = (text: string) => text.normalize('NFC').toLowerCase();

/** Without an ending: what is called a dress is asked for as dresses. */
const beginningOf = (word: string) => (word.length < 6 ? word : word.slice(0, -2));
const isSame = (one: string, other: string) =>
  one === other || (beginningOf(one).length >= 4 && other.startsWith(beginningOf(one)));

/** How many of the words stand in its name. */
function fitOf({ title }: SoldProduct, sought: readonly string[]): number {
  const words = wordsIn(title);
  return sought.filter((one) => words.some((word) => isSame(one, word) || isSame(word, one))).length;
}
