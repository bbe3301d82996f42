import assert from 'node:assert/strict';
import { uuidv7 } from '../../../kit/ids.ts';
import { eventually } from '../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../tests/journeys/harness.ts';
import { moveTimeThere, payThere } from '../../../tests/journeys/money.ts';
import { mailTo, type Newcomer, type Own, ownOf, settle } from '../../../tests/journeys/newcomers.ts';

/** Somebody new, in the browser, and in the workspace they came with: nobody else's money is in it. */
interface Payer extends Journey {
  readonly person: Newcomer;
  readonly own: Own;
}

async function payer(j: Journey): Promise<Payer> {
  const person = await settle(j);
  return { ...j, person, own: await ownOf(j) };
}

const main = ({ page }: Payer) => page.getByRole('main');
const heading = ({ page }: Payer, name: string | RegExp, level?: number) =>
  page.getByRole('heading', { name, ...(level && { level }) });
const visit = ({ own, visit: go }: Payer, screen: string) => go(`/w/${own.workspaceId}/${screen}`);

async function openPlans(p: Payer): Promise<void> {
  await visit(p, 'plans');
  await heading(p, 'Plans', 1).waitFor();
  await heading(p, 'All plans').waitFor();
}

interface Wallet {
  readonly spendableMicro: number;
  readonly buckets: readonly { readonly bucket: string; readonly micro: number }[];
}
const walletOf = ({ own }: Payer) => own.api<Wallet>('GET', `/w/${own.workspaceId}/billing/wallet`);
/** In dollars, of what was paid for and is left. */
const bought = async (p: Payer) => {
  const { buckets } = await walletOf(p);
  return buckets.find(({ bucket }) => bucket === 'payg')!.micro / 100_000;
};

async function buyPlanAndCredits(p: Payer): Promise<void> {
  const { page } = p;
  await openPlans(p);
  await p.photograph('plans-free', main(p));
  await p.scan();
  await page.getByRole('button', { name: 'Subscribe to Pro' }).click();
  await payThere(p, '49.00 USD');
  await p.photograph('checkout-paid', main(p));
  await p.scan();
  await page.getByRole('link', { name: 'Plans and credits' }).click();
  await heading(p, 'Your plan is Pro').waitFor();
  await page.getByRole('button', { name: 'Buy 1,200 credits' }).click();
  await payThere(p, '100.00 USD');
  await page.getByText('$120.00 is yours to spend.').waitFor();
}

/** Little is left of what there is as soon as any of it is used: here by the model that reads what is written down. */
async function runLow(p: Payer): Promise<void> {
  const { page, own, person } = p;
  const before = await walletOf(p);
  await visit(p, 'wallet');
  const told = page.getByRole('region', { name: 'When little is left' });
  await told.getByLabel('Tell me below, in dollars').fill(String(before.spendableMicro / 100_000));
  await told.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/^You are told below \$/).waitFor();
  assert.equal(await page.getByText('Little is left.').count(), 0);
  await own.api('PUT', `/w/${own.workspaceId}/knowledge/documents/${uuidv7()}`, {
    ...{ title: 'Returns', language: 'en' },
    body: 'What does not fit may be sent back within thirty days. We pay the way back.',
  });
  await page.getByRole('status').getByText('Little is left.').waitFor();
  assert.ok((await walletOf(p)).spendableMicro < before.spendableMicro);
  await mailTo(p, person.email, /is left to spend$/);
}

const form = ({ page }: Payer) => page.getByRole('region', { name: 'When, and how much' });
const reloads = ({ page }: Payer) => page.getByRole('table', { name: 'Reloads' });
async function fill(p: Payer, threshold: string, amount: string, dayMax: string): Promise<void> {
  await form(p).getByLabel('When below, in dollars').fill(threshold);
  await form(p).getByLabel('Buy for, in dollars').fill(amount);
  await form(p).getByLabel('A day at most, in dollars').fill(dayMax);
}

/** The card that is kept from buying the plan is charged at once, since there is less already. */
async function reload(p: Payer): Promise<void> {
  await visit(p, 'auto-reload');
  await heading(p, 'Auto-reload', 1).waitFor();
  await fill(p, '4', '15', '15');
  await form(p).getByRole('button', { name: 'Switch on' }).click();
  await form(p).getByText('Write an amount from $5.00').waitFor();
  const before = await bought(p);
  await fill(p, String(before + 10), '15', '30');
  await form(p).getByRole('button', { name: 'Switch on' }).click();
  await reloads(p).getByText('Bought', { exact: true }).waitFor();
  assert.equal(await bought(p), before + 15);
}

/** Another card for all that is paid from now on, chosen where cards are looked after. */
async function keepBadCard(p: Payer): Promise<void> {
  const { page } = p;
  await openPlans(p);
  await page.getByRole('button', { name: 'Look after cards' }).click();
  await heading(p, 'Billing', 1).waitFor();
  await page.getByRole('radio', { name: /works now, and never again/ }).check();
  await page.getByRole('button', { name: 'Pay with this card from now on' }).click();
  await page.getByText('Paid with the card that ends in 0341').waitFor();
  await page.getByRole('link', { name: 'Back' }).click();
  await heading(p, 'Invoices', 1).waitFor();
}

async function beRefused(p: Payer): Promise<void> {
  const { page, person } = p;
  await keepBadCard(p);
  await visit(p, 'auto-reload');
  const before = await bought(p);
  await fill(p, String(before + 10), '15', '30');
  await form(p).getByRole('button', { name: 'Save' }).click();
  await reloads(p).getByText('Declined', { exact: true }).waitFor();
  await page.getByText('The last attempt was refused.').waitFor();
  assert.equal(await bought(p), before);
  await p.photograph('auto-reload-refused', main(p));
  await p.scan();
  await mailTo(p, person.email, /^A card was declined/);

  // A month later the plan cannot be collected either.
  await openPlans(p);
  await moveTimeThere(p, '32d');
  const note = page.getByRole('region', { name: 'Not paid' });
  await note.getByText('$49.00 could not be collected').waitFor();
  await note.getByText('Until then your plan stays.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Look after cards' }).count(), 1);
  await heading(p, 'Your plan is Pro').waitFor();
  await p.photograph('plans-past-due', main(p));
  await p.scan();
}

/** The invoice is paid with a card that works, which from then on is the one that is kept. */
async function mend(p: Payer): Promise<void> {
  const { page } = p;
  await page.getByRole('link', { name: 'Pay it' }).click();
  await page.getByText('49.00 USD, open.').waitFor();
  await page.getByRole('radio', { name: '4242 4242 4242 4242' }).check();
  await page.getByRole('button', { name: 'Pay it' }).click();
  await page.getByText('49.00 USD, paid.').waitFor();
  await openPlans(p);
  await page.getByRole('region', { name: 'Not paid' }).waitFor({ state: 'detached' });

  await visit(p, 'auto-reload');
  const before = await bought(p);
  await page.getByRole('button', { name: 'Try again now' }).click();
  await reloads(p).getByText('Bought', { exact: true }).nth(1).waitFor();
  assert.equal(await bought(p), before + 15);
  await p.photograph('auto-reload', main(p));
  await page.getByRole('button', { name: 'Switch off' }).click();
  await page.getByText('Nothing more is bought by itself.').waitFor();
}

interface Payment {
  readonly id: string;
  readonly amountMicro: number;
}

/** Whoever looks after the installation gives the credits back that were bought first. */
async function beGivenBack(p: Payer): Promise<void> {
  const { page, own } = p;
  const at = `/admin/wallets/${own.workspaceId}`;
  const { items } = await p.api<{ items: Payment[] }>('GET', `${at}/payments`);
  const { id: paymentId } = items.find(({ amountMicro }) => amountMicro === 10_000_000)!;
  const before = await bought(p);
  await visit(p, 'invoices');
  await heading(p, 'Invoices', 1).waitFor();
  await page.getByText('Gave $120.00').first().waitFor();
  await p.api('PUT', `${at}/refunds/${uuidv7()}`, { paymentId, reason: 'Bought by mistake' });
  await page.getByText('of which $120.00 was taken back').first().waitFor();
  await page.getByText('A plan begun').first().waitFor();
  await page.getByText('A plan renewed').first().waitFor();
  await p.photograph('invoices', main(p));
  await p.scan();
  await lookAfterDark(p);
  await visit(p, 'wallet');
  const movement = page.getByRole('row', { name: 'A payment was taken back' });
  await movement.getByText('\u2212$120.00').waitFor();
  assert.equal(await bought(p), before - 120);
}

/** Nobody else has so many lines there. */
async function lookAfterDark(p: Payer): Promise<void> {
  const { page } = p;
  const before = page.viewportSize()!;
  await page.setViewportSize({ width: 412, height: 839 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await p.photograph('invoices-phone-dark', main(p));
  await p.scan();
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: 'light' });
}

async function changeDown(p: Payer): Promise<void> {
  const { page } = p;
  await openPlans(p);
  await page.getByRole('button', { name: 'Change to Starter' }).click();
  await page.getByText(/^Starter, from/).waitFor();
  await p.photograph('plans-later', main(p));
  await p.scan();
  await page.getByRole('button', { name: 'Stay on Pro' }).press('Enter');
  await page.getByText(/^Starter, from/).waitFor({ state: 'detached' });
  // The button is gone, and whoever goes on by keys goes on from beside it.
  assert.equal(await page.locator(':focus').textContent(), 'Cancel the plan');
  await page.getByRole('button', { name: 'Change to Starter' }).click();
  await page.getByText(/^Starter, from/).waitFor();
  await moveTimeThere(p, '31d');
  await heading(p, 'Your plan is Starter').waitFor();
}

async function cancel(p: Payer, moment: RegExp): Promise<void> {
  const { page } = p;
  await page.getByRole('button', { name: 'Cancel the plan' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel the plan' });
  await dialog.getByRole('radio', { name: moment }).click();
  await dialog.getByLabel('Why').fill('We close for the winter.');
  await p.photograph('plan-cancel');
  await p.scan();
  await dialog.getByRole('button', { name: 'Cancel the plan' }).click();
}

async function leave(p: Payer): Promise<void> {
  const { page } = p;
  await cancel(p, /^When what is paid for is over/);
  await page.getByText('Cancelled, good until').waitFor();
  await page.getByRole('button', { name: 'Keep the plan after all' }).click();
  await page.getByText('Renews').waitFor();
  await cancel(p, /^When what is paid for is over/);
  await page.getByText('Cancelled, good until').waitFor();
  await moveTimeThere(p, '31d');
  await heading(p, 'Your plan is Free').waitFor();
  await nothingIsPaid(p);
}

async function nothingIsPaid({ own }: Payer): Promise<void> {
  const path = `/w/${own.workspaceId}/billing/plans`;
  const { subscriptions } = await own.api<{ subscriptions: unknown[] }>('GET', path);
  assert.deepEqual(subscriptions, []);
}

const long = { isLong: true };
journey('money, from the first plan to the last of its days', { ...long, isAlone: true }, async (j) => {
  const p = await payer(j);
  await buyPlanAndCredits(p);
  await runLow(p);
  await reload(p);
  await beRefused(p);
  await mend(p);
  await beGivenBack(p);
  await changeDown(p);
  await leave(p);
});

/** Where there are two, it is the first one until somebody says otherwise: by keys, and once for all that is bought. */
async function openWhop(p: Payer): Promise<void> {
  const { page } = p;
  await openPlans(p);
  assert.equal(await page.getByText('You pay at Stripe.').count(), 2);
  await page.getByRole('button', { name: 'Pay at Whop instead' }).first().press('Enter');
  await page.getByText('You pay at Whop.').nth(1).waitFor();
  assert.equal(await page.locator(':focus').textContent(), 'Pay at Stripe instead');
  await p.photograph('plans-pay-at-whop', main(p));
  await p.scan();
  await page.getByRole('button', { name: 'Subscribe to Pro' }).click();
  await page.getByRole('heading', { name: '49.00 USD', level: 1 }).waitFor();
}

journey('a plan is paid for at Whop, and ended at once', long, async (j) => {
  const p = await payer(j);
  const { page } = p;
  await openWhop(p);
  p.expectTrouble(/402/);
  await page.getByRole('radio', { name: 'One that is declined' }).check();
  await page.getByRole('button', { name: 'Pay', exact: true }).click();
  await page.getByText('Your card was declined. Try another one.').waitFor();
  await payThere(p, '49.00 USD');
  await page.getByText('Your plan has begun.').waitFor();
  await page.getByRole('link', { name: 'Plans and credits' }).click();
  await heading(p, 'Your plan is Pro').waitFor();
  await page.getByText('A plan cannot be changed at Whop. Cancel yours').first().waitFor();
  await page.getByText('Whop. The card is looked after there').waitFor();
  await p.photograph('plans-at-whop', main(p));
  await p.scan();
  await cancel(p, /^Now/);
  await heading(p, 'Your plan is Free').waitFor();
  await eventually(() => nothingIsPaid(p).then(() => true));
});
