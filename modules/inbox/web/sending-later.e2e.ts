import assert from 'node:assert/strict';
import { eventually } from '../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../tests/journeys/harness.ts';
import { arrivedAt, beginInbox, field, newCustomer, said, writes } from '../../../tests/journeys/inbox.ts';

interface Told {
  readonly body: string | null;
  readonly status: string;
  readonly sendAt: string | null;
}

const base = ({ workspaceId }: Journey) => `/w/${workspaceId}/inbox/conversations`;

async function toldWith(j: Journey, id: string, body: string): Promise<Told> {
  return eventually(async () => {
    const { items } = await j.api<{ items: Told[] }>('GET', `${base(j)}/${id}/messages?limit=50`);
    return items.find((one) => one.body === body);
  });
}

async function later(j: Journey, words: string, when: string): Promise<void> {
  await field(j.page).fill(words);
  await j.page.getByRole('button', { name: 'Send later' }).click();
  await j.page
    .getByRole('dialog', { name: 'Send later' })
    .getByRole('button', { name: new RegExp(`^${when}`) })
    .click();
  await said(j.page).getByText(words).waitFor();
}

journey(
  'an answer for later is put to another time, cancelled, and gives way to the customer',
  {},
  async (j) => {
    await beginInbox(j);
    const gil = newCustomer('gil');
    const id = await writes(j, gil, `When do you open, ${gil}?`);
    await j.visit(`/w/${j.workspaceId}/inbox/${id}`);
    await field(j.page).fill('We open at ten.');
    await j.page.getByRole('button', { name: 'Send later' }).click();
    const dialog = j.page.getByRole('dialog', { name: 'Send later' });
    await dialog.getByText(`It is cancelled if ${gil} writes before.`, { exact: false }).waitFor();
    await j.photograph('inbox-send-later');
    await j.scan();
    await dialog.getByRole('button', { name: /^In an hour/ }).click();
    await said(j.page)
      .getByText(/^Goes out /)
      .waitFor();
    const first = await toldWith(j, id, 'We open at ten.');
    assert.equal(first.status, 'scheduled');
    await j.photograph('inbox-scheduled');
    await j.scan();

    await said(j.page).getByRole('button', { name: 'Change' }).click();
    const changing = j.page.getByRole('dialog', { name: 'Send at another time' });
    await changing.getByRole('button', { name: /^Tomorrow morning/ }).click();
    await said(j.page)
      .getByText(/^Goes out tomorrow/)
      .waitFor();
    await eventually(async () => (await toldWith(j, id, 'We open at ten.')).sendAt! > first.sendAt!);

    await said(j.page).getByRole('button', { name: 'Cancel it' }).click();
    await said(j.page).getByText('Cancelled before it went out').waitFor();
    await eventually(async () => (await toldWith(j, id, 'We open at ten.')).status === 'cancelled');

    await j.page.reload();
    await said(j.page).getByText('Cancelled before it went out').waitFor();

    await later(j, 'Come at eleven instead.', 'In an hour');
    assert.equal((await toldWith(j, id, 'Come at eleven instead.')).status, 'scheduled');
    await writes(j, gil, `Never mind, I was there, ${gil}.`);
    await said(j.page).getByText('What was meant for later was cancelled: the customer wrote').waitFor();
    assert.equal((await toldWith(j, id, 'Come at eleven instead.')).status, 'cancelled');
    assert.equal(await said(j.page).getByText('Cancelled before it went out').count(), 2);
    await j.photograph('inbox-scheduled-cancelled');
    await j.scan();
    assert.deepEqual(await arrivedAt(j, gil), []);
  },
);
