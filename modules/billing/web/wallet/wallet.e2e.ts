import assert from 'node:assert/strict';
import { uuidv7 } from '../../../../kit/ids.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';

const main = ({ page }: Journey) => page.getByRole('main');

/** Credits for no end, by which the wallet has moved at least once. */
const gift = (j: Journey, reason: string) =>
  j.api('PUT', `/admin/wallets/${j.workspaceId}/gifts/${uuidv7()}`, { micro: 250_000, reason });
const lowAt = (j: Journey, lowAtMicro: number | null) =>
  j.api('PUT', `/w/${j.workspaceId}/billing/wallet/low-balance`, { lowAtMicro });

async function sayWhenLow(j: Journey): Promise<void> {
  const form = j.page.getByRole('region', { name: 'When little is left' });
  await form.getByLabel('Tell me below, in dollars').fill('much');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText('Write an amount in dollars').waitFor();
  await form.getByLabel('Tell me below, in dollars').fill('100000');
  await form.getByRole('button', { name: 'Save' }).click();
  await j.page.getByText('You are told below $100,000.00').waitFor();
  await j.page.getByRole('status').getByText('Little is left.').waitFor();
}

for (const variation of [{ theme: 'light' }, { theme: 'dark', size: 'phone' }] as const)
  journey('a wallet: what there is, where it came from, and when little is left', variation, async (j) => {
    const { page } = j;
    const reason = `For the trouble ${uuidv7().slice(-6)}`;
    await lowAt(j, null);
    await gift(j, reason);
    try {
      await j.signIn();
      await j.visit(`/w/${j.workspaceId}/wallet`);
      await page.getByText('This month’s allowance').waitFor();
      await page.getByText('Given to you', { exact: true }).first().waitFor();
      await page.getByRole('row', { name: reason }).waitFor();
      await j.photograph('wallet', main(j));
      await j.scan();

      // Somebody else gives more meanwhile.
      const another = `And once more ${uuidv7().slice(-6)}`;
      await gift(j, another);
      await page.getByRole('row', { name: another }).waitFor();

      await page.getByRole('row', { name: reason }).click();
      const movement = page.getByRole('dialog', { name: reason });
      await movement.getByText('Grants to Given to you').or(movement.getByText('Grants')).first().waitFor();
      await j.photograph('wallet-movement');
      await j.scan();
      await page.keyboard.press('Escape');
      await movement.waitFor({ state: 'detached' });

      await page.getByRole('combobox', { name: 'Only' }).click();
      await page.getByRole('option', { name: 'Payment returned' }).click();
      await page.getByRole('heading', { name: 'No such movement' }).waitFor();
      await page.getByRole('button', { name: 'Show every movement' }).click();
      await page.getByRole('row', { name: reason }).waitFor();

      const download = page.waitForEvent('download');
      await page.getByRole('link', { name: 'Save as a table' }).click();
      assert.match((await download).suggestedFilename(), /^ledger-[-\d]+\.csv$/);
      await sayWhenLow(j);
      await j.photograph('wallet-low', main(j));
      await j.scan();
    } finally {
      await lowAt(j, null);
    }
  });

journey('a wallet is told of to whoever may not see it', { size: 'phone' }, async (j) => {
  await j.signIn('viewer');
  await j.visit(`/w/${j.workspaceId}/wallet`);
  await j.page.getByText('An owner, an admin or a manager can.').waitFor();
  await j.photograph('wallet-refused', main(j));
  await j.scan();
});

/** One that is nobody else's, put away at the end. */
async function changePlans(j: Journey, name: string, slug: string): Promise<void> {
  const { page } = j;
  await page.getByRole('button', { name: 'Add plan' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a plan' });
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByLabel('Short name').fill('No Short Name');
  await dialog.getByLabel('What it allows at most').fill('a lot');
  await dialog.getByRole('button', { name: 'Add plan' }).click();
  await dialog.getByText('Use small letters, digits, - and _').waitFor();
  await j.photograph('admin-plan-refused');
  await j.scan();
  await dialog.getByLabel('Short name').fill(slug);
  await dialog.getByLabel('What it allows at most').fill('80 generation month\n9 generation day');
  await dialog.getByLabel('Price of a month, in dollars').fill('29');
  await dialog.getByLabel('Gives each month, in dollars').fill('29');
  await dialog.getByLabel('Place in the list').fill('9000');
  await dialog.getByRole('button', { name: 'Add plan' }).click();
  await page.getByText(`${name} is on offer`).waitFor();
  await page.getByRole('button', { name: `Put ${name} away` }).click();
  await page.getByText(`${name} is put away`).waitFor();
}

for (const variation of [{ theme: 'light' }, { theme: 'dark', size: 'phone' }] as const)
  journey('plans and wallets, by whoever looks after the installation', variation, async (j) => {
    const { page } = j;
    const name = `Studio ${uuidv7().slice(-6)}`;
    await j.signIn();
    await j.visit('/admin/plans');
    await page.getByRole('heading', { name: 'Plans', level: 1 }).waitFor();
    await changePlans(j, name, name.toLowerCase().replace(' ', '-'));
    await j.photograph('admin-plans', main(j));
    await j.scan();

    await j.visit('/admin/wallets');
    await page.getByRole('row').nth(1).waitFor();
    await j.photograph('admin-wallets', main(j));
    await j.scan();
    await j.visit(`/admin/wallets/${j.workspaceId}`);
    try {
      await page.getByRole('button', { name: 'Give a plan' }).click();
      const choice = page.getByRole('dialog', { name: /^Give a plan to/ });
      await choice.getByRole('combobox', { name: 'Plan' }).fill(name);
      await page.getByRole('option', { name }).click();
      await choice.getByRole('button', { name: 'Give plan' }).click();
      await page.getByText(`has ${name} now`).waitFor();
      await page.getByText(/, given by hand/).waitFor();

      await page.getByRole('button', { name: 'Give credits' }).click();
      const gift = page.getByRole('dialog', { name: /^Give credits to/ });
      await gift.getByLabel('Amount, in dollars').fill('12.5');
      await gift.getByRole('button', { name: 'Give credits' }).click();
      await gift.getByText('Write what it is for.').waitFor();
      await gift.getByLabel('Reason').fill('For the trouble');
      await gift.getByRole('button', { name: 'Give credits' }).click();
      await page.getByText('has $12.50 more').waitFor();

      await page.getByRole('button', { name: 'Lift the limit' }).click();
      await page.getByText(/^Nothing is refused to/).waitFor();
      await j.photograph('admin-wallet', main(j));
      await j.scan();
      await page.getByRole('button', { name: 'Have it spend what it has' }).click();
      await page.getByText('It spends what it has, and no more.').waitFor();
    } finally {
      await j.api('DELETE', `/admin/wallets/${j.workspaceId}/unlimited`);
      await j.api('DELETE', `/admin/wallets/${j.workspaceId}/plan`);
    }
  });
