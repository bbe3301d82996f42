import assert from 'node:assert/strict';
import { accountsOf, begin, play } from '../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../tests/journeys/harness.ts';
import { sandboxOf } from '../../../tests/journeys/newcomers.ts';

journey('a shop installed from its own side is linked to the workspace that is chosen', {}, async (j) => {
  await begin(j);
  const entry = await installFromTheShop(j, 'tiny-atelier.myshopify.com');
  await j.visit(`/connect/shopify${entry}`);
  await j.page
    .getByRole('button', { name: /Install|Allow/ })
    .first()
    .click();
  await j.page.getByRole('heading', { name: 'Link tiny-atelier.myshopify.com' }).waitFor({ timeout: 20_000 });
  await j.photograph('connect-claim');
  await j.scan();
  // Other journeys leave workspaces behind, so there may be several.
  await j.page.getByRole('combobox', { name: 'Workspace' }).click();
  await j.page.getByRole('option', { name: 'Stoa demo', exact: true }).click();
  await j.page.getByRole('button', { name: 'Link the shop' }).click();
  await j.page.getByText('tiny-atelier.myshopify.com is connected').waitFor({ timeout: 20_000 });
  assert.deepEqual(
    (await accountsOf(j)).map(({ platform }) => platform),
    ['shopify'],
  );
});

/** What Shopify sends a browser with that installs from the shop: signed, and without a state of ours. */
async function installFromTheShop(j: Journey, shop: string): Promise<string> {
  const settings = await fetch(`${sandboxOf(j)}/shopify/app`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: `${j.stoa.url}/connect/shopify` }),
  });
  assert.equal(settings.status, 200);
  const { leadsTo } = (await play(j, 'install', { shop }, 'shopify')) as { leadsTo: string };
  return new URL(leadsTo).search;
}
