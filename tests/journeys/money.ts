import type { Page } from 'playwright-core';
import type { Journey } from './harness.ts';
import { sandboxOf } from './newcomers.ts';

/** On the sandbox's own page, with a card that works, and back again. */
export async function payThere({ page }: { readonly page: Page }, amount: string): Promise<void> {
  await page.getByRole('heading', { name: amount, level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Pay' }).click();
  await page.getByText('It is paid').waitFor();
}

/** The sandbox's own time goes on, by `31d`. Only for journeys that are alone with it. */
export async function moveTimeThere(j: Pick<Journey, 'stoa'>, move: string): Promise<void> {
  const answer = await fetch(`${sandboxOf(j)}/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ move }),
  });
  if (!answer.ok) throw new Error(`the sandbox's clock: ${answer.status} ${await answer.text()}`);
}
