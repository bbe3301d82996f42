import assert from 'node:assert/strict';
import { uuidv7 } from '../../../../kit/ids.ts';
import { eventually } from '../../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';
import { sandboxOf } from '../../../../tests/journeys/newcomers.ts';

const main = ({ page }: Journey) => page.getByRole('main');
const heading = ({ page }: Journey, name: string | RegExp) => page.getByRole('heading', { name });

/** On the sandbox's own page, and back again. */
async function payThere(j: Journey, amount: string): Promise<void> {
  const { page } = j;
  await page.getByRole('heading', { name: amount, level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Pay' }).click();
  await page.getByText('It is paid').waitFor();
}

async function openPlans(j: Journey): Promise<void> {
  await j.visit(`/w/${j.workspaceId}/plans`);
  await j.page.getByRole('heading', { name: 'Plans', level: 1 }).waitFor();
  await heading(j, 'All plans').waitFor();
}

interface Charge {
  readonly id: string;
  readonly object: string;
  readonly amount: number;
  readonly refunded: boolean;
}

/** The shop gives it back: the newest of that amount. */
async function giveBack(j: Journey, amount: number): Promise<void> {
  const answer = await fetch(`${sandboxOf(j)}/stripe`, { headers: { accept: 'application/json' } });
  const { things } = (await answer.json()) as { things: Record<string, Charge> };
  const charge = Object.values(things).findLast(
    (one) => one.object === 'charge' && one.amount === amount && !one.refunded,
  );
  const done = await fetch(`${sandboxOf(j)}/stripe/play/refund`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: charge!.id }),
  });
  assert.equal(done.status, 200);
}

async function buyPlanAndCredits(j: Journey): Promise<void> {
  const { page } = j;
  await openPlans(j);
  await j.photograph('plans-free', main(j));
  await j.scan();
  await page.getByRole('button', { name: 'Subscribe to Pro' }).click();
  await payThere(j, '49.00 USD');
  await j.photograph('checkout-paid', main(j));
  await j.scan();
  await page.getByRole('link', { name: 'Plans and credits' }).click();
  await heading(j, 'Your plan is Pro').waitFor();
  await page.getByRole('button', { name: 'Buy 1,200 credits' }).click();
  await payThere(j, '100.00 USD');
  await page.getByText('$120.00 are yours to spend.').waitFor();
}

async function seeItGivenBack(j: Journey): Promise<void> {
  const { page } = j;
  await page.getByRole('link', { name: 'Invoices and payments' }).click();
  await page.getByRole('heading', { name: 'Invoices', level: 1 }).waitFor();
  await page.getByText('Gave $120.00').first().waitFor();
  await giveBack(j, 10_000);
  await page.getByText('of which $120.00 were taken back').first().waitFor();
  await page.getByText('A plan begun').first().waitFor();
  await j.photograph('invoices', main(j));
  await j.scan();
}

async function changeDown(j: Journey): Promise<void> {
  const { page } = j;
  await openPlans(j);
  await page.getByRole('button', { name: 'Change to Starter' }).click();
  await page.getByText(/^Starter, from/).waitFor();
  await j.photograph('plans-later', main(j));
  await j.scan();
  await page.getByRole('button', { name: 'Stay on Pro' }).click();
  await page.getByText(/^Starter, from/).waitFor({ state: 'detached' });
}

async function cancel(j: Journey, moment: RegExp): Promise<void> {
  const { page } = j;
  await page.getByRole('button', { name: 'Cancel the plan' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel the plan' });
  await dialog.getByRole('radio', { name: moment }).click();
  await dialog.getByLabel('Why').fill('We close for the winter.');
  await j.photograph('plan-cancel');
  await j.scan();
  await dialog.getByRole('button', { name: 'Cancel the plan' }).click();
}

/** Whatever is left of an attempt before: the demo's workspace is everybody's. */
async function endAll(j: Journey): Promise<void> {
  const { subscriptions } = await j.api<{ subscriptions: { id: string; provider: string }[] }>(
    'GET',
    `/w/${j.workspaceId}/billing/plans`,
  );
  const open = subscriptions.filter(({ provider }) => provider !== 'house');
  assert.deepEqual(open, []);
}

journey('a plan is bought, changed and cancelled, and credits are bought and given back', {}, async (j) => {
  const { page } = j;
  await j.signIn();
  await buyPlanAndCredits(j);
  await seeItGivenBack(j);
  await changeDown(j);
  await cancel(j, /^When what is paid for is over/);
  await page.getByText('Cancelled, good until').waitFor();
  await page.getByRole('button', { name: 'Keep the plan after all' }).click();
  await page.getByText('Renews').waitFor();
  await cancel(j, /^Now/);
  await heading(j, 'Your plan is Free').waitFor();
  await eventually(() => endAll(j).then(() => true));
});

/** One that is nobody else's, and offered to nobody in the end. */
async function offerByTheMonth(j: Journey, name: string): Promise<string> {
  const path = `/admin/plans/${name.toLowerCase().replace(' ', '-')}`;
  await j.api('PUT', path, {
    ...{ name, description: null, features: [], monthPriceMicro: 900_000, yearPriceMicro: 0 },
    ...{ monthGrantMicro: 0, weekGrantMicro: 0, trialDays: 0, trialGrantMicro: 0, limits: [] },
    ...{ isFree: false, isFeatured: false, displayOrder: 1 },
  });
  return path;
}

async function seeNoYear(j: Journey): Promise<void> {
  const name = `Monthly ${uuidv7().slice(-6)}`;
  const path = await offerByTheMonth(j, name);
  try {
    await openPlans(j);
    await j.page.getByRole('button', { name: 'By the year' }).click();
    const card = j.page.getByRole('listitem').filter({ has: heading(j, name) });
    await card.getByText('$9.00').waitFor();
    await card.getByText('this one is paid by the month only').waitFor();
    await j.photograph('plans', main(j));
    await j.scan();
  } finally {
    await j.api('PUT', `${path}/retirement`);
  }
}

journey('plans and invoices on a phone, after dark', { theme: 'dark', size: 'phone' }, async (j) => {
  await j.signIn();
  await seeNoYear(j);
  await j.visit(`/w/${j.workspaceId}/invoices`);
  await j.page.getByRole('heading', { name: 'Payments' }).waitFor();
  await j.photograph('invoices', main(j));
  await j.scan();
});

journey('plans are shown to nobody who may not see them', { size: 'phone' }, async (j) => {
  await j.signIn('viewer');
  await j.visit(`/w/${j.workspaceId}/plans`);
  await j.page.getByText('An owner, an admin or a manager can.').waitFor();
  await j.photograph('plans-refused', main(j));
  await j.scan();
});
