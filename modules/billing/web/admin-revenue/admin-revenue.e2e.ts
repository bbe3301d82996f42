import assert from 'node:assert/strict';
import { uuidv7 } from '../../../../kit/ids.ts';
import { eventually } from '../../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';

const main = ({ page }: Journey) => page.getByRole('main');
const heading = ({ page }: Journey, name: string | RegExp) => page.getByRole('heading', { name, level: 1 });

const heading2 = ({ page }: Journey, name: string) => page.getByRole('heading', { name, level: 2 });

/** Where a provider is told or asked by a job. */
const toldWithinMs = 20_000;

/** Credits for $29.00, by the sandbox's card. */
async function pay(j: Journey): Promise<void> {
  const path = `/w/${j.workspaceId}/billing/checkouts/${uuidv7()}`;
  await j.api('PUT', path, { item: { kind: 'credits', pack: 'medium' } });
  const url = await eventually(async () => (await j.api<{ url: string | null }>('GET', path)).url);
  await j.page.goto(url!);
  await heading(j, '29.00 USD').waitFor();
  await j.page.getByRole('button', { name: 'Pay' }).click();
  await j.page.getByText('It is paid').waitFor();
}

async function openPayments(j: Journey): Promise<void> {
  await j.visit(`/admin/wallets/${j.workspaceId}`);
  await j.page.getByRole('link', { name: 'Payments' }).click();
  await heading(j, /^Payments of/).waitFor();
}

/** By the keyboard as far as the drawer, and by what is asked before money leaves. */
async function refundAPart(j: Journey): Promise<void> {
  const { page } = j;
  await openPayments(j);
  await page.getByRole('row', { name: 'Credits' }).first().press('Enter');
  await page
    .getByRole('dialog', { name: 'Credits' })
    .getByRole('button', { name: 'Give money back' })
    .click();
  const dialog = page.getByRole('dialog', { name: 'Give money back' });
  await dialog.getByRole('radio', { name: 'A part of it' }).click();
  await dialog.getByLabel('Amount, in USD').fill('30');
  await dialog.getByRole('button', { name: /^Give/ }).click();
  await dialog.getByText('$29.00 at most').waitFor();
  await dialog.getByText('Write what it is for.').waitFor();
  await dialog.getByLabel('Amount, in USD').fill('12.50');
  await dialog.getByLabel('Reason').fill('Half of it was not needed');
  await j.photograph('admin-refund');
  await j.scan();
  await dialog.getByRole('button', { name: 'Give $12.50 back' }).click();
  const sure = page.getByRole('alertdialog', { name: 'Give $12.50 back?' });
  await sure.getByText('This cannot be undone.').waitFor();
  await j.photograph('admin-refund-sure');
  await j.scan();
  await sure.getByRole('button', { name: 'Give it back' }).click();
  const drawer = page.getByRole('dialog', { name: 'Credits' });
  await drawer.getByText('Stripe has taken it').waitFor({ timeout: toldWithinMs });
  // What went back is here once the provider was asked.
  await drawer.getByText('Credits taken back').waitFor({ timeout: toldWithinMs });
  await j.photograph('admin-payment');
  await j.scan();
  await page.keyboard.press('Escape');
  await page.getByText('Given back in part').first().waitFor();
  await j.photograph('admin-payments', main(j));
  await j.scan();
}

interface Line {
  readonly plan: string | null;
  readonly currency: string;
  readonly paidMicro: number;
  readonly returnedMicro: number;
}
const dollars = (micro: number) =>
  new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' }).format(micro / 100_000);

/** The demo's workspace is everybody's, so what it should say is asked for. */
async function seeRevenue(j: Journey): Promise<void> {
  const { page } = j;
  await j.visit('/admin/revenue');
  const [until, from] = [0, 300].map((days) =>
    new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10),
  );
  const { lines } = await j.api<{ lines: Line[] }>('GET', `/admin/revenue?from=${from}&until=${until}`);
  const credits = lines.find(({ plan, currency }) => plan === null && currency === 'usd')!;
  assert.ok(credits.returnedMicro >= 1_250_000);
  const row = page.getByRole('table', { name: 'By plan' }).getByRole('row', { name: 'Credits' });
  await row.getByText(dollars(credits.paidMicro), { exact: true }).waitFor();
  await row.getByText(dollars(credits.returnedMicro), { exact: true }).waitFor();
  await row.getByText(dollars(credits.paidMicro - credits.returnedMicro), { exact: true }).waitFor();
  await page.getByRole('figure', { name: 'What stayed, by month' }).waitFor();
  await j.photograph('admin-revenue', main(j));
  await j.scan();
  await page.getByRole('combobox', { name: 'Time' }).click();
  await page.getByRole('option', { name: 'The month before' }).click();
  await heading2(j, 'Nobody paid in this time').waitFor();
}

async function compare(j: Journey): Promise<void> {
  const { page } = j;
  await page.getByRole('link', { name: 'Comparisons' }).click();
  await heading(j, 'Comparisons').waitFor();
  await page.getByRole('button', { name: 'Compare with Stripe' }).click();
  await heading(j, 'Comparison with Stripe').waitFor();
  await heading2(j, 'Nothing differs').waitFor({ timeout: toldWithinMs });
  await page.getByText(/customers?, \d+ payments?: all of it is here/).waitFor();
  await j.photograph('admin-comparison', main(j));
  await j.scan();
  await main(j).getByRole('link', { name: 'Comparisons' }).click();
  await page.getByRole('row', { name: 'Nothing differs' }).first().waitFor();
  await j.photograph('admin-comparisons', main(j));
  await j.scan();
}

journey('a payment is given back in part, counted, and held against what the provider has', {}, async (j) => {
  await j.signIn();
  await pay(j);
  await refundAPart(j);
  await seeRevenue(j);
  await compare(j);
});

journey(
  'the money of the installation on a phone, after dark',
  { theme: 'dark', size: 'phone' },
  async (j) => {
    await j.signIn();
    j.expectTrouble(/admin\/revenue/);
    await j.page.route('**/api/admin/revenue*', (route) => route.abort('connectionrefused'));
    await j.visit('/admin/revenue');
    await heading2(j, 'This could not be loaded').waitFor();
    await j.page.unroute('**/api/admin/revenue*');
    await j.page.getByRole('button', { name: 'Try again' }).click();
    await heading2(j, 'Subscribed now').waitFor();
    await j.photograph('admin-revenue', main(j));
    await j.scan();
    await openPayments(j);
    await j.page.getByRole('table', { name: 'Payments' }).or(heading2(j, 'Nothing was paid yet')).waitFor();
    await j.photograph('admin-payments', main(j));
    await j.scan();
  },
);

journey('who does not look after the installation sees none of its money', {}, async (j) => {
  await j.signIn('viewer');
  for (const path of [
    '/admin/revenue',
    '/admin/revenue/comparisons',
    `/admin/wallets/${j.workspaceId}/payments`,
  ]) {
    await j.visit(path);
    await heading2(j, 'For administrators').waitFor();
  }
  await j.scan();
});
