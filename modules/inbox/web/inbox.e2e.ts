import assert from 'node:assert/strict';
import { eventually } from '../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../tests/journeys/harness.ts';
import {
  arrivedAt,
  beginInbox,
  field,
  newCustomer,
  openInbox,
  rowOf,
  said,
  writes,
} from '../../../tests/journeys/inbox.ts';

for (const theme of ['light', 'dark'] as const)
  journey('what a customer writes is there at once, and is answered', { theme }, async (j) => {
    await beginInbox(j);
    await openInbox(j);
    await j.page
      .getByText(/open|answered|quiet/i)
      .first()
      .waitFor();
    const tab = await j.anotherTab();
    await tab.goto(`/w/${j.workspaceId}/inbox`);

    const ada = newCustomer('ada');
    await writes(j, ada, `Do you ship to Rome, ${ada}?`);
    await rowOf(j.page, ada).waitFor();
    await rowOf(tab, ada).waitFor();
    await j.photograph('inbox');
    await j.scan();

    await rowOf(j.page, ada).click();
    await said(j.page).getByText(`Do you ship to Rome, ${ada}?`).waitFor();
    await field(j.page).fill('We do, within two days.');
    await j.page.keyboard.press('Control+Enter');
    await said(j.page)
      .getByText(/Goes out in/)
      .waitFor();
    await j.photograph('inbox-conversation');
    await j.scan();
    await said(j.page)
      .getByText(/^(Sent|Delivered|Read)$/)
      .waitFor();
    assert.deepEqual(await arrivedAt(j, ada), ['We do, within two days.']);
    await rowOf(tab, 'We do, within two days.').waitFor();
  });

journey('an answer that is taken back in time never goes out', {}, async (j) => {
  await beginInbox(j);
  const ben = newCustomer('ben');
  const id = await writes(j, ben, `Is it wool, ${ben}?`);
  await j.visit(`/w/${j.workspaceId}/inbox/${id}`);
  await field(j.page).fill('It is, I think.');
  await j.page.keyboard.press('Control+Enter');
  await said(j.page).getByRole('button', { name: /Undo/ }).click();
  await said(j.page).getByText('Taken back before it went out').waitFor();
  await writes(j, ben, `And the oat one, ${ben}?`);
  await said(j.page).getByText(`And the oat one, ${ben}?`).waitFor();
  assert.deepEqual(await arrivedAt(j, ben), []);
});

const isAtRow = ({ page }: Journey, row: number) =>
  page.waitForFunction((at) => document.activeElement?.matches(`[data-row="${at}"]`), row);

/** Held down, j goes on row by row; and back to the first. */
async function moveThrough(j: Journey, rows: number): Promise<void> {
  const { keyboard } = j.page;
  await keyboard.press('j');
  await isAtRow(j, 0);
  for (let n = 1; n < rows; n++) await keyboard.down('j');
  await keyboard.up('j');
  await isAtRow(j, rows - 1);
  await keyboard.press('PageUp');
  await isAtRow(j, 0);
}

journey('conversations are worked off by the keyboard alone', {}, async (j) => {
  await beginInbox(j);
  const people = ['cora', 'dora', 'edda'].map(newCustomer);
  for (const person of people) await writes(j, person, `A question of ${person}`);
  await openInbox(j);
  for (const person of people) await rowOf(j.page, person).waitFor();
  const { keyboard } = j.page;

  await moveThrough(j, people.length);
  await keyboard.press('Enter');
  const [third, second, first] = people.toReversed() as [string, string, string];
  await said(j.page).getByText(`A question of ${third}`).waitFor();
  await keyboard.press('r');
  await keyboard.type('Yes.');
  await keyboard.press('Control+Enter');
  await said(j.page).getByText('Yes.', { exact: true }).waitFor();
  await keyboard.press('Escape');
  await keyboard.press('e');

  await said(j.page).getByText(`A question of ${second}`).waitFor();
  await keyboard.press('n');
  await keyboard.type('A regular.');
  await keyboard.press('Control+Enter');
  await said(j.page).getByText('A regular.').waitFor();
  await keyboard.press('Escape');
  await keyboard.press('s');
  await j.page.getByPlaceholder(/tomorrow 9/).fill('tomorrow 9');
  await j.photograph('inbox-snooze');
  await keyboard.press('Enter');
  await j.page.getByPlaceholder(/tomorrow 9/).waitFor({ state: 'detached' });
  await keyboard.press('j');

  await said(j.page).getByText(`A question of ${first}`).waitFor();
  await keyboard.press('e');
  await eventually(async () => {
    const { items } = await j.api<{ items: { status: string; person: unknown }[] }>(
      'GET',
      `/w/${j.workspaceId}/inbox/conversations?limit=3`,
    );
    return (
      items
        .map(({ status }) => status)
        .sort()
        .join() === 'closed,closed,snoozed'
    );
  });
  await eventually(async () => (await arrivedAt(j, third)).length === 1);
});

journey('the inbox on a phone is one pane at a time', { size: 'phone' }, async (j) => {
  await beginInbox(j);
  const fay = newCustomer('fay');
  await writes(j, fay, `Do you open on Sunday, ${fay}?`);
  await openInbox(j);
  await rowOf(j.page, fay).waitFor();
  await j.photograph('inbox');
  await j.scan();
  await rowOf(j.page, fay).click();
  await said(j.page).getByText(`Do you open on Sunday, ${fay}?`).waitFor();
  await j.photograph('inbox-conversation');
  await j.scan();
  await j.page.getByRole('link', { name: 'Back to the list' }).click();
  await rowOf(j.page, fay).waitFor();
});
