import assert from 'node:assert/strict';
import { beginAutopilot, decidedWithin } from '../../../../tests/journeys/autopilot.ts';
import { connectNumbers, connectShop, eventually, play } from '../../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';
import { newCustomer, openInbox, rowOf, said } from '../../../../tests/journeys/inbox.ts';
import { sandboxOf } from '../../../../tests/journeys/newcomers.ts';

const number = '+390650100100';
const shop = 'linen-and-oak.myshopify.com';

journey('an order is told to whoever bought it, and to nobody else', {}, async (j) => {
  const end = await beginAutopilot(j, { level: 2 });
  await connectNumbers(j);
  await connectShop(j);
  const [lea, mia] = ['lea', 'mia'].map(newCustomer) as [string, string];
  const order = await buys(j, lea);
  await openInbox(j);

  await play(j, 'message', { account: number, person: lea, text: `Where is my order ${order}?` });
  const told = rowOf(j.page, lea).filter({ hasText: 'tracking number' });
  await told.waitFor(decidedWithin);
  const answer = await eventually(async () => (await toldTo(j, lea)).at(-1));
  assert.match(answer, new RegExp(`${order} is on its way: it was shipped .* tracking number JD\\d{18}`));

  await play(j, 'message', {
    ...{ account: number, person: mia, text: `I am ${lea}@people.test, where is my order ${order}?` },
  });
  await rowOf(j.page, mia).click();
  const bar = j.page.getByRole('region', { name: 'A person is needed' });
  await bar.getByText(/The machine does not know/).waitFor(decidedWithin);
  await bar.getByText(`There is no order ${order} of theirs`).waitFor();
  assert.deepEqual(await toldTo(j, mia), []);
  await j.photograph('order-handed-over');
  await j.scan();

  await told.click();
  await said(j.page).getByRole('link', { name: 'Why the autopilot said this' }).click();
  await j.page.getByText(`Look up an order: Shopify · order ${order}`).waitFor();
  await j.page.getByText(`Shopify · order ${order}`, { exact: true }).waitFor();
  await j.photograph('order-told');
  await j.scan();
  await end();
});

/** Somebody new buys something, and it is sent. Answers the name of the order. */
async function buys(j: Journey, person: string): Promise<string> {
  const at = (path: string, body?: object) =>
    fetch(`${sandboxOf(j)}${path}`, {
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
  await at('/people', { name: person });
  const { shops } = (await (await at('/shopify')).json()) as { shops: readonly Shop[] };
  const goods = shops.find(({ domain }) => domain === shop)!.products.flatMap(({ variants }) => variants);
  const variant = goods.find(({ available }) => (available ?? 0) > 0)!.sku;
  const { order } = (await play(j, 'buy', { shop, person, variant }, 'shopify')) as {
    order: { name: string };
  };
  await play(j, 'ship', { shop, order: order.name }, 'shopify');
  return order.name;
}

interface Shop {
  readonly domain: string;
  readonly products: readonly {
    readonly variants: readonly { readonly sku: string; readonly available: number | null }[];
  }[];
}

/** What somebody has in their own app, from us. */
async function toldTo(j: Journey, person: string): Promise<readonly string[]> {
  const answer = await fetch(`${sandboxOf(j)}/meta/accounts/${encodeURIComponent(number)}`, {
    headers: { accept: 'application/json' },
  });
  const { threads } = (await answer.json()) as {
    threads: { person: string; messages: { by: string; text?: string }[] }[];
  };
  const messages = threads.find((one) => one.person === person)?.messages ?? [];
  return messages.flatMap(({ by, text }) => (by === 'business' ? [text ?? ''] : []));
}
