import assert from 'node:assert/strict';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';
import { beginInbox, newCustomer, openInbox, writes } from '../../../../tests/journeys/inbox.ts';

type Screen = Journey['page'];
const list = (page: Screen) => page.getByRole('region', { name: 'Conversations' });
const rowOf = (page: Screen, words: string) => list(page).getByRole('link').filter({ hasText: words });
const lists = (page: Screen) => page.getByRole('navigation', { name: 'Lists' });
const views = (page: Screen) => page.getByRole('navigation', { name: 'Saved views' });
const dialog = (page: Screen, name: string) => page.getByRole('dialog', { name });

async function forgetViews({ api, workspaceId }: Journey): Promise<void> {
  const { items } = await api<{ items: { id: string }[] }>('GET', `/w/${workspaceId}/inbox/views`);
  for (const { id } of items) await api('DELETE', `/w/${workspaceId}/inbox/views/${id}`);
}

async function saveUnread(j: Journey): Promise<void> {
  await j.page.getByRole('button', { name: 'Unread', exact: true }).click();
  await j.page.getByRole('button', { name: 'Save as a view' }).click();
  const form = dialog(j.page, 'Save as a view');
  await form.getByRole('textbox', { name: 'Name' }).fill('To read');
  await form.getByRole('checkbox', { name: 'For everybody here' }).click();
  await j.photograph('inbox-view-dialog');
  await j.scan();
  await form.getByRole('button', { name: 'Save view' }).click();
}

/** And brought back, by Undo. */
async function renameAndForget(j: Journey): Promise<void> {
  await j.page.getByRole('button', { name: 'The view To read' }).click();
  await j.page.getByRole('menuitem', { name: 'Rename or share' }).click();
  await dialog(j.page, 'Change To read').getByRole('textbox', { name: 'Name' }).fill('Unread');
  await dialog(j.page, 'Change To read').getByRole('button', { name: 'Save' }).click();
  await views(j.page)
    .getByRole('button', { name: /Unread\s*2$/ })
    .waitFor();

  await j.page.getByRole('button', { name: 'The view Unread' }).click();
  await j.page.getByRole('menuitem', { name: 'Delete the view' }).click();
  await views(j.page).waitFor({ state: 'detached' });
  await j.page.getByRole('button', { name: 'Undo' }).click();
  await views(j.page)
    .getByRole('button', { name: /Unread\s*2$/ })
    .waitFor();
}

for (const theme of ['light', 'dark'] as const)
  journey('a list is saved under a name, and its count follows what happens', { theme }, async (j) => {
    await beginInbox(j);
    await forgetViews(j);
    const ada = newCustomer('ada');
    await writes(j, ada, `Is it oak, ${ada}?`);
    await openInbox(j);
    await rowOf(j.page, ada).waitFor();

    await saveUnread(j);
    await views(j.page)
      .getByRole('button', { name: /To read\s*1$/ })
      .waitFor();
    await j.page.waitForURL(/view=/);

    await writes(j, newCustomer('ben'), 'And is it oiled?');
    await views(j.page)
      .getByRole('button', { name: /To read\s*2$/ })
      .waitFor();
    await j.photograph('inbox-views');
    await j.scan();

    await lists(j.page).getByRole('button', { name: /All$/ }).click();
    await j.page.keyboard.press('v');
    await j.page.getByPlaceholder('Which view?').fill('read');
    await j.page.keyboard.press('Enter');
    await views(j.page)
      .getByRole('button', { name: /To read/ })
      .waitFor();
    await j.page.waitForURL(/view=.*/);

    await renameAndForget(j);
    const { items } = await j.api<{ items: { id: string }[] }>('GET', `/w/${j.workspaceId}/inbox/views`);
    await j.visit(`/w/${j.workspaceId}/inbox?view=${items[0]!.id}`);
    await j.page.getByRole('button', { name: 'Unread', exact: true, pressed: true }).waitFor();
  });

const statesOf = async ({ api, workspaceId }: Journey, ids: readonly string[]) => {
  const all = ids.map((id) => api<{ status: string }>('GET', `/w/${workspaceId}/inbox/conversations/${id}`));
  return (await Promise.all(all)).map(({ status }) => status).join();
};

for (const size of ['desktop', 'phone'] as const)
  journey('all that match are closed at once, and brought back', { size }, async (j) => {
    await beginInbox(j);
    await forgetViews(j);
    const people = ['cora', 'dora', 'edda'].map(newCustomer);
    const ids: string[] = [];
    for (const person of people) ids.push(await writes(j, person, `A question of ${person}`));
    await openInbox(j);
    for (const person of people) await rowOf(j.page, `A question of ${person}`).waitFor();

    if (size === 'desktop') {
      await j.page.keyboard.press('*');
      await j.page.keyboard.press('a');
    } else {
      await j.page.getByRole('button', { name: /^State: Open/ }).click();
      await j.page.getByRole('menuitem', { name: 'Choose all of them' }).click();
    }
    await list(j.page).getByText('All 3').waitFor();
    await j.photograph('inbox-all-chosen');
    await j.scan();
    await list(j.page).getByRole('button', { name: 'Close', exact: true }).click();
    await list(j.page).getByText('3 conversations closed').waitFor();
    assert.equal(await statesOf(j, ids), 'closed,closed,closed');
    await j.photograph('inbox-bulk-done');
    await j.scan();

    await list(j.page).getByRole('button', { name: 'Undo' }).click();
    await j.page.getByText('3 conversations put back').waitFor();
    assert.equal(await statesOf(j, ids), 'open,open,open');
    for (const person of people) await rowOf(j.page, `A question of ${person}`).waitFor();
  });

const searchField = (page: Screen) => page.getByRole('searchbox', { name: 'Search messages and people' });
const found = (page: Screen, kind: string) => list(page).getByRole('region', { name: kind });

/** Somebody who has said enough since that what they asked first is read only further back. */
async function whoAskedLongAgo(j: Journey): Promise<{ person: string; word: string }> {
  const person = newCustomer('flora');
  const word = `walnut${person.slice(6)}`;
  await writes(j, person, `Do you have the table in ${word} as well?`);
  for (let n = 1; n <= 12; n++) await writes(j, person, `And one more thing, ${n}.\n`.repeat(6).trim());
  return { person, word };
}

for (const [theme, size] of [
  ['light', 'desktop'],
  ['dark', 'desktop'],
  ['light', 'phone'],
] as const)
  journey('a word leads to the message it was said in', { theme, size }, async (j) => {
    await beginInbox(j);
    await forgetViews(j);
    const { person, word } = await whoAskedLongAgo(j);
    await openInbox(j);
    await rowOf(j.page, person).waitFor();

    await list(j.page).getByRole('button', { name: 'Search messages and people' }).click();
    await searchField(j.page).fill('w');
    await list(j.page).getByText('Write a letter more.').waitFor();
    await j.photograph('inbox-search-begun');
    await searchField(j.page).fill('xyzzyquux');
    await list(j.page).getByRole('heading', { name: 'Nothing was found' }).waitFor();
    await j.photograph('inbox-search-nothing');
    await searchField(j.page).fill(word);
    const hit = found(j.page, 'Messages').getByRole('link').filter({ hasText: word });
    await hit.waitFor();
    assert.equal(await hit.locator('mark').textContent(), word);
    await j.page.waitForURL(/q=walnut/);
    await j.photograph('inbox-search');
    await j.scan();

    await j.page.keyboard.press('Enter');
    const said = j.page.getByRole('list', { name: 'What was said' }).getByText(word);
    await said.waitFor();
    await j.page.waitForFunction((id) => {
      const box = document.querySelector(`[data-message="${id}"]`)?.getBoundingClientRect();
      return box !== undefined && box.top > 0 && box.bottom < innerHeight;
    }, new URL(j.page.url()).hash.slice('#message-'.length));
    await j.photograph('inbox-search-opened');
    await j.scan();

    await j.visit(`/w/${j.workspaceId}/inbox?q=${person}`);
    await found(j.page, 'People').getByRole('link').filter({ hasText: person }).click();
    await j.page.getByRole('heading', { name: person, level: 1 }).waitFor();
  });
