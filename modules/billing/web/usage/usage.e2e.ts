import assert from 'node:assert/strict';
import { uuidv7 } from '../../../../kit/ids.ts';
import { eventually } from '../../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';

interface Uses {
  readonly items: readonly { readonly id: string }[];
}

/** Written down, and read by the model that finds by meaning: a use that costs something. */
async function aUse(j: Journey): Promise<void> {
  const uses = () => j.api<Uses>('GET', `/w/${j.workspaceId}/billing/usage/events?meter=external_api_call`);
  const before = (await uses()).items[0]?.id;
  await j.api('PUT', `/w/${j.workspaceId}/knowledge/documents/${uuidv7()}`, {
    ...{ title: 'Returns', language: 'en' },
    body: 'What does not fit may be sent back within thirty days. We pay the way back.',
  });
  await eventually(async () => (await uses()).items[0]?.id !== before);
}

async function begin(j: Journey): Promise<void> {
  const { items } = await j.api<Uses>('GET', `/w/${j.workspaceId}/billing/caps`);
  for (const { id } of items) await j.api('DELETE', `/w/${j.workspaceId}/billing/caps/${id}`);
  await aUse(j);
}

async function setLimit({ page }: Journey): Promise<void> {
  await page.getByText('No limit is set').waitFor();
  await page.getByRole('button', { name: 'Set a limit' }).click();
  const dialog = page.getByRole('dialog', { name: 'Set a limit' });
  await dialog.getByRole('combobox', { name: 'In each' }).click();
  await page.getByRole('option', { name: 'Week' }).click();
  await dialog.getByLabel('At most, in dollars a week').fill('12.5');
  await dialog.getByRole('button', { name: 'Set limit' }).click();
  const limits = page.getByRole('list', { name: 'Limits of spending' });
  await limits.getByText('$12.50 a week').waitFor();
  await page.getByRole('button', { name: 'Take the limit of Everybody together away' }).click();
  await page.getByText('No limit is set').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await limits.getByText('$12.50 a week').waitFor();
}

for (const variation of [{ theme: 'light' }, { theme: 'dark', size: 'phone' }] as const)
  journey('what is used, what it costs, and how much more may be', variation, async (j) => {
    const { page } = j;
    await begin(j);
    await j.signIn();
    await j.visit(`/w/${j.workspaceId}/usage`);
    await page.getByRole('heading', { name: 'Usage', level: 1 }).waitFor();
    const uses = page.getByRole('table', { name: 'Uses' });
    await uses.getByText('Call of another system').first().waitFor();
    await page
      .getByRole('region', { name: /^What your plan allows/ })
      .getByText('of 2')
      .waitFor();
    await setLimit(j);
    await j.photograph('usage', page.getByRole('main'));
    await j.scan();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Save as a table' }).click();
    assert.match((await download).suggestedFilename(), /^usage-[-\d]+\.csv$/);
    await page.getByRole('combobox', { name: 'Only' }).click();
    await page.getByRole('option', { name: 'Call of another system' }).click();
    await uses.getByText('Call of another system').first().waitFor();
    await j.signIn('viewer');
    await j.visit(`/w/${j.workspaceId}/usage`);
    await page.getByText(/you cannot see what is used/).waitFor();
  });

for (const variation of [{ theme: 'light' }, { theme: 'dark', size: 'phone' }] as const)
  journey('an administrator prices what can be used', variation, async (j) => {
    const { page } = j;
    const name = `Tried ${uuidv7().slice(-6)}`;
    await j.signIn();
    await j.visit('/admin/meters');
    await page.getByRole('heading', { name: 'Meters', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Add meter' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a meter' });
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    await dialog.getByLabel('Short name').fill(`aa_tried_${uuidv7().slice(-6)}`);
    await dialog.getByLabel('One of it is called').fill('try');
    await dialog.getByLabel('Counted under').fill('studio');
    await dialog.getByRole('button', { name: 'Add meter' }).click();
    await page.getByRole('button', { name: `Prices of ${name}` }).click();
    const prices = page.getByRole('dialog', { name: `What ${name} costs` });
    await prices.getByText('It has no price yet').waitFor();
    await prices.getByLabel('A try, in dollars').fill('0.17');
    await j.photograph('meter-prices');
    await j.scan();
    await prices.getByRole('button', { name: 'Set price' }).click();
    await page.getByRole('table', { name: 'Meters' }).getByText('$0.17').first().waitFor();
    await j.photograph('meters', page.getByRole('main'));
    await j.scan();
    await page.getByRole('button', { name: `Change ${name}` }).click();
    await page.getByRole('button', { name: 'Have it used no more' }).click();
    await page.getByText('Retired').first().waitFor();
  });
