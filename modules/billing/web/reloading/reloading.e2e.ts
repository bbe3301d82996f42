import assert from 'node:assert/strict';
import { uuidv7 } from '../../../../kit/ids.ts';
import { eventually } from '../../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';

/** Credits for ten dollars, with a card that is kept for the next time. */
async function buyCredits(j: Journey, card: string): Promise<void> {
  const path = `/w/${j.workspaceId}/billing/checkouts/${uuidv7()}`;
  await j.api('PUT', path, { provider: 'stripe', item: { kind: 'credits', pack: 'small' } });
  const url = await eventually(async () => (await j.api<{ url: string | null }>('GET', path)).url ?? false);
  const paid = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ email: 'ada@people.test', name: 'Ada', card, answer: 'pay' }),
    redirect: 'manual',
  });
  assert.ok(paid.status < 400, `the page answered ${paid.status}`);
  await eventually(async () => (await j.api<{ state: string }>('GET', path)).state === 'paid');
}

const left = async (j: Journey): Promise<number> =>
  (await j.api<{ boughtMicro: number }>('GET', `/w/${j.workspaceId}/billing/auto-reload`)).boughtMicro /
  100_000;

/** Whatever others left is there to begin with, and a card that works now and never again. */
async function begin(j: Journey): Promise<void> {
  await j.api('DELETE', `/w/${j.workspaceId}/billing/auto-reload`);
  await buyCredits(j, 'fails-later');
}

const form = ({ page }: Journey) => page.getByRole('region', { name: 'When, and how much' });
async function fill(j: Journey, threshold: string, amount: string, dayMax: string): Promise<void> {
  await form(j).getByLabel('When below, in dollars').fill(threshold);
  await form(j).getByLabel('Buy for, in dollars').fill(amount);
  await form(j).getByLabel('A day at most, in dollars').fill(dayMax);
}

journey('auto-reload: run low, be refused, mend the card, and buy', { theme: 'light' }, async (j) => {
  const { page } = j;
  const main = page.getByRole('main');
  await begin(j);
  await j.signIn();
  await j.visit(`/w/${j.workspaceId}/auto-reload`);
  await page.getByRole('heading', { name: 'Auto-reload', level: 1 }).waitFor();

  await fill(j, '4', '15', '15');
  await form(j).getByRole('button', { name: 'Switch on' }).click();
  await form(j).getByText('Write an amount from $5.00').waitFor();
  const before = await left(j);
  const threshold = String(Math.floor(before) + 25);
  await fill(j, threshold, '15', '30');
  await form(j).getByRole('button', { name: 'Switch on' }).click();

  // Too little is left already, so a card is charged at once: and refused.
  const reloads = page.getByRole('table', { name: 'Reloads' });
  await reloads.getByText('Declined').first().waitFor();
  await page.getByText('The last attempt was refused.').waitFor();
  assert.equal(await left(j), before);
  await j.photograph('auto-reload-refused', main);
  await j.scan();

  // Another card, and with it some credits: not enough of them.
  await buyCredits(j, 'good');
  const mended = await left(j);
  await page.getByRole('button', { name: 'Try again now' }).click();
  await reloads.getByText('Bought').first().waitFor();
  assert.equal(await left(j), mended + 15);
  await j.photograph('auto-reload', main);

  await page.getByRole('button', { name: 'Switch off' }).click();
  await page.getByText('Nothing more is bought by itself.').waitFor();
});

journey('auto-reload is for owners and admins to set', { theme: 'dark', size: 'phone' }, async (j) => {
  const { page } = j;
  await j.signIn('manager');
  await j.visit(`/w/${j.workspaceId}/auto-reload`);
  await page
    .getByText(/you cannot change what is bought by itself/)
    .first()
    .waitFor();
  await j.photograph('auto-reload-read', page.getByRole('main'));
  await j.scan();
  await j.signIn('viewer');
  await j.visit(`/w/${j.workspaceId}/auto-reload`);
  await page.getByText(/you cannot see what is bought by itself/).waitFor();
});
