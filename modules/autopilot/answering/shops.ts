import { z } from 'zod';
import { hasShopAt, lookUpOrder, lookUpProducts, type Reach } from '../../connections/index.ts';
import { addressesOf } from '../../inbox/index.ts';
import type { AutopilotOutside } from '../outside.ts';
import { orderShown, productShown } from './shop-sentences.ts';
import { LookedUp, type Tool, type ToolCaller, tool } from './tools.ts';

const shape = z.object({ about: z.string().trim().min(1).max(200) });
const productsMax = 3;
const ordersMax = 3;
const addressesMax = 50;

/** What can be looked up in the shops that are connected for a place. Nothing of it changes anything there. */
export function shopTools(outside: AutopilotOutside): readonly Tool[] {
  const spec = { shape, readsOnly: true, isThere: hasShop(outside) };
  return [
    tool({
      ...spec,
      name: 'look_up_order',
      description: 'How far an order is, by its number. Only of orders of whoever asks.',
      run: ({ about }, caller) => orderOf(about, caller, outside),
    }),
    tool({
      ...spec,
      name: 'look_up_product',
      description: 'What a thing costs, by its name, and whether it is in stock.',
      run: ({ about }, caller) => productsOf(about, caller, outside, 'whether'),
    }),
    tool({
      ...spec,
      name: 'look_up_availability',
      description: 'How many of a thing are in stock, by its name.',
      run: ({ about }, caller) => productsOf(about, caller, outside, 'how_many'),
    }),
  ];
}

const hasShop =
  (outside: AutopilotOutside): NonNullable<Tool['isThere']> =>
  (ctx, place) =>
    hasShopAt(ctx, outside, place);

async function productsOf(
  about: string,
  caller: ToolCaller,
  outside: AutopilotOutside,
  stock: Parameters<typeof productShown>[1],
): Promise<LookedUp | null> {
  const asked = { words: about, limit: productsMax };
  const { found } = await lookUpProducts(caller, outside, caller, asked);
  return found.length === 0 ? null : new LookedUp(found.map((one) => productShown(one, stock)));
}

/**
 * Whoever asks is told of their own orders. Which are theirs is known by the mail address or the number they are known
 * by on a platform; whatever they write of themselves, or of a number they have heard of, is a person's to look into,
 * and is told apart by nothing from what there is not.
 */
async function orderOf(
  about: string,
  caller: ToolCaller,
  outside: AutopilotOutside,
): Promise<LookedUp | null> {
  const { conversationId } = caller;
  const names = orderNamesIn(about).length > 0 ? orderNamesIn(about) : orderNamesIn(caller.asked);
  if (names.length === 0) return null;
  if (!conversationId) return forPeople('It is about an order, and everybody can read the answer.');
  if (names.length > ordersMax) return forPeople(`It is about ${names.length} orders at once.`);
  const who = reachFrom(await caller.work((ctx) => addressesOf(ctx.tx, conversationId, addressesMax)));
  if (who.emails.length + who.phones.length === 0)
    return forPeople(
      'It is about an order, and neither a mail address nor a number of theirs is known for certain.',
    );
  const orders = [];
  for (const name of names) {
    const { found, isWhole } = await lookUpOrder(caller, outside, caller, { name, who });
    if (found.length === 0)
      return forPeople(
        isWhole ? `There is no order ${name} of theirs.` : 'The shop cannot be asked at the moment.',
      );
    orders.push(...found);
  }
  return new LookedUp(orders.map(orderShown));
}

const forPeople = (why: string) => new LookedUp([], why);

function reachFrom(addresses: Awaited<ReturnType<typeof addressesOf>>): Reach {
  const on = (platform: string) =>
    addresses.flatMap((one) => (one.platform === platform ? [one.address] : []));
  return { emails: on('email'), phones: on('whatsapp') };
}

/** With the sign, or like one: letters in front or behind, as some shops have them. */
const signed = /#\s?([\p{L}\d]{0,8}-?\d{3,12}(?:-[\p{L}\d]{1,8})?)/gu;
const bare = /(?<![\p{L}\d.,+@/-])(\p{Lu}{1,6}-?\d{3,10}|\d{4,10})(?![\p{L}\d@]|[.,]\d)/gu;

const telephone = /\+\d[\d\s().-]{5,}/g;

/** Every order that is named in a text, each once; where one has the sign, what has none is none. */
export function orderNamesIn(text: string): string[] {
  const named = [...text.matchAll(signed)].map(([, name]) => `#${name}`);
  const found =
    named.length > 0 ? named : [...text.replace(telephone, ' ').matchAll(bare)].map(([, name]) => name!);
  return [...new Set(found)];
}
