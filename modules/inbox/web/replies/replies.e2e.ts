import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { uuidv7 } from '../../../../kit/ids.ts';
import { eventually } from '../../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';
import { beginInbox, newCustomer, writes } from '../../../../tests/journeys/inbox.ts';

interface Reply {
  readonly id: string;
  readonly name: string;
  readonly usageCount: number;
}

const base = ({ workspaceId }: Journey) => `/w/${workspaceId}/inbox`;
const repliesOf = async (j: Journey) =>
  (await j.api<{ items: Reply[] }>('GET', `${base(j)}/saved-replies?limit=200`)).items;
const save = (j: Journey, name: string, body: string, shortcut: string | null = null) =>
  j.api('PUT', `${base(j)}/saved-replies/${uuidv7()}`, { name, body, shortcut });

async function none(j: Journey): Promise<void> {
  for (const { id } of await repliesOf(j)) await j.api('DELETE', `${base(j)}/saved-replies/${id}`);
}

for (const theme of ['light', 'dark'] as const)
  journey(
    'a reply is saved with names to fill, found again and thrown away with an undo',
    { theme },
    async (j) => {
      await none(j);
      await j.signIn();
      await j.visit(`/w/${j.workspaceId}/saved-replies`);
      await j.page.getByRole('heading', { name: 'No saved replies yet' }).waitFor();
      await j.photograph('saved-replies-empty');
      await j.scan();
      await j.page.keyboard.press('c');
      const dialog = j.page.getByRole('dialog', { name: 'Add a saved reply' });
      await dialog.getByRole('textbox', { name: 'Name' }).fill('Shipping');
      await dialog
        .getByRole('textbox', { name: 'What it says' })
        .fill('Hello , order {{order_number}} is on its way.');
      await dialog.getByRole('textbox', { name: 'What it says' }).evaluate((field: HTMLTextAreaElement) => {
        field.setSelectionRange(6, 6);
      });
      await dialog.getByRole('button', { name: 'the customer’s first name' }).click();
      await dialog.getByText('Asked for when it is used: order number.').waitFor();
      await dialog.getByLabel(/Shortcut/).fill('ship');
      await j.photograph('saved-reply');
      await j.scan();
      await dialog.getByRole('button', { name: /Add saved reply/ }).click();
      const row = j.page.getByRole('row', { name: /Shipping/ });
      await row.getByText('Hello {{contact.first_name}}, order').waitFor();
      await save(j, 'Returns', 'Thirty days.');
      await j.page.getByRole('row', { name: /Returns/ }).waitFor();
      await j.photograph('saved-replies');
      await j.scan();

      await j.page.getByRole('button', { name: 'Throw Shipping away' }).click();
      await row.waitFor({ state: 'detached' });
      await j.page.getByRole('button', { name: /Undo/ }).click();
      await row.waitFor();
    },
  );

const focused = (field: Locator) =>
  eventually(() => field.evaluate((element) => element === document.activeElement));

journey('a saved reply is put in by the keyboard alone, and counted', {}, async (j) => {
  await none(j);
  await save(j, 'Shipping', 'Hello {{contact.first_name}}, order {{order_number}} is on its way.', 'ship');
  await save(j, 'Thanks', 'Thank you for writing.');
  await beginInbox(j);
  const nora = newCustomer('nora');
  const id = await writes(j, nora, `Where is my order, ${nora}?`);
  await j.visit(`/w/${j.workspaceId}/inbox/${id}`);
  const answer = j.page.getByRole('textbox', { name: /^Answer/ });
  await answer.waitFor();
  await j.page.keyboard.press('/');
  const picker = j.page.getByRole('dialog', { name: 'Saved replies' });
  await picker.waitFor();
  await picker.getByText('Shipping').waitFor();
  await j.photograph('saved-reply-picker');
  await j.scan();
  await j.page.keyboard.type('ship');
  await j.page.keyboard.press('Enter');
  // A name with a number in it is nobody's first name, so both are asked for, and Enter leads from one to the other.
  const gaps = j.page.getByRole('dialog', { name: 'Shipping' });
  await focused(gaps.getByRole('textbox', { name: 'The customer’s first name' }));
  await j.page.keyboard.type('Nora');
  await j.page.keyboard.press('Enter');
  await focused(gaps.getByRole('textbox', { name: 'Order number' }));
  await j.page.keyboard.type('4711');
  await gaps.getByText('Hello Nora, order 4711 is on its way.').waitFor();
  await j.photograph('saved-reply-gaps');
  await j.scan();
  await j.page.keyboard.press('Enter');
  await gaps.waitFor({ state: 'detached' });
  await focused(answer);
  assert.equal(await answer.inputValue(), 'Hello Nora, order 4711 is on its way.');
  await j.page.keyboard.press('Control+Enter');
  await eventually(async () =>
    (await repliesOf(j)).some(({ name, usageCount }) => name === 'Shipping' && usageCount === 1),
  );
  assert.equal((await repliesOf(j))[0]!.name, 'Shipping', 'the most used first');
});

journey('saved replies on a phone', { size: 'phone' }, async (j) => {
  await none(j);
  await save(j, 'Shipping', 'Hello {{contact.first_name}}, it is on its way.', 'ship');
  await j.signIn();
  await j.visit(`/w/${j.workspaceId}/saved-replies`);
  await j.page.getByRole('row', { name: /Shipping/ }).waitFor();
  await j.photograph('saved-replies');
  await j.scan();
});
