import assert from 'node:assert/strict';
import { uuidv7 } from '../../../../kit/ids.ts';
import { beginWithInstagram, play } from '../../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';
import { newCustomer } from '../../../../tests/journeys/inbox.ts';

type Screen = Journey['page'];
const account = 'linen.and.oak';
const list = (page: Screen) => page.getByRole('region', { name: 'Comments' });
const rowOf = (page: Screen, words: string) => list(page).getByRole('link').filter({ hasText: words });
const opened = (page: Screen) => page.getByRole('region', { name: /^Comment of / });
const picker = (page: Screen) => page.getByRole('dialog', { name: /^Tags of the comment of / });
const option = (page: Screen, name: string) =>
  picker(page).getByRole('option', { name: new RegExp(`^${name}`) });

const base = ({ workspaceId }: Journey) => `/w/${workspaceId}/inbox`;
interface Row {
  readonly id: string;
  readonly tagIds: readonly string[];
}

/** Signed in, with one account and two tags, and nothing to be done. */
async function beginTagging(j: Journey, names: readonly string[]): Promise<void> {
  await beginWithInstagram(j);
  const { items } = await j.api<{ items: Row[] }>('GET', `${base(j)}/tags?limit=200`);
  for (const { id } of items) await j.api('DELETE', `${base(j)}/tags/${id}`);
  for (const name of names) await j.api('PUT', `${base(j)}/tags/${uuidv7()}`, { name, color: 'green' });
  const before = await j.api<{ items: Row[] }>('GET', `${base(j)}/comments?open=true&limit=200`);
  for (const { id } of before.items)
    await j.api('PUT', `${base(j)}/comments/${id}/status`, { status: 'ignored' });
}

async function openPicker({ page }: Journey, isPhone: boolean): Promise<void> {
  if (isPhone) await opened(page).getByRole('button', { name: 'Tags' }).click();
  else await page.keyboard.press('#');
  await picker(page).waitFor();
}

async function closePicker({ page }: Journey): Promise<void> {
  await page.keyboard.press('Escape');
  await picker(page).waitFor({ state: 'detached' });
}

/** Shown at once, and taken back when nobody answers. */
async function isTakenBack(j: Journey, isPhone: boolean): Promise<void> {
  const tags = `**/api/w/${j.workspaceId}/inbox/comments/*/tags/*`;
  j.expectTrouble(/\/tags\//);
  let refuse = () => {};
  const isRefused = new Promise<void>((resolve) => {
    refuse = resolve;
  });
  await j.page.route(tags, async (route) => {
    await isRefused;
    await route.fulfill({ status: 500, body: '{}', contentType: 'application/json' });
  });
  await openPicker(j, isPhone);
  await option(j.page, 'Warranty').click();
  await option(j.page, 'Warranty').getByText('chosen').waitFor({ state: 'attached' });
  refuse();
  await option(j.page, 'Warranty').getByText('chosen').waitFor({ state: 'detached' });
  await closePicker(j);
  await j.page.getByText(/^The tags of .* stay as they were$/).waitFor();
  await j.page.unroute(tags);
}

async function filterBy(j: Journey, name: string): Promise<void> {
  await list(j.page)
    .getByRole('button', { name: /filter/i })
    .click();
  await j.page.getByRole('combobox', { name: 'Tag', exact: true }).click();
  await j.page.getByRole('option', { name }).click();
  await j.page.waitForURL(/tag=/);
}

for (const [theme, size] of [
  ['light', 'desktop'],
  ['dark', 'desktop'],
  ['light', 'phone'],
] as const)
  journey('a comment is tagged where it stands, and found by its tag', { theme, size }, async (j) => {
    const isPhone = size === 'phone';
    await beginTagging(j, ['Regular', 'Warranty']);
    const [ada, ben] = [newCustomer('ada'), newCustomer('ben')];
    for (const person of [ada, ben])
      await play(j, 'comment', { account, person, text: `Is it oiled, ${person}?` });
    await j.visit(`/w/${j.workspaceId}/comments`);
    await rowOf(j.page, ben).waitFor();
    await rowOf(j.page, ada).click();
    await opened(j.page).getByText(`Is it oiled, ${ada}?`).waitFor();

    await openPicker(j, isPhone);
    await j.page.keyboard.type('regul');
    await option(j.page, 'Regular').waitFor();
    await j.page.keyboard.press('Enter');
    await option(j.page, 'Regular').getByText('chosen').waitFor({ state: 'attached' });
    await j.photograph('comment-tags');
    await j.scan();
    await closePicker(j);
    await opened(j.page).getByText('Regular').waitFor();
    await j.photograph('comment-tagged');
    await j.scan();

    if (isPhone) await j.page.getByRole('link', { name: 'Back to the list' }).click();
    else await j.page.keyboard.press('Escape');
    await rowOf(j.page, ada).getByText('Regular').waitFor();
    await filterBy(j, 'Regular');
    await rowOf(j.page, ben).waitFor({ state: 'detached' });
    await j.photograph('comments-by-tag');
    await j.scan();
    await j.page.keyboard.press('Escape');

    await rowOf(j.page, ada).click();
    await opened(j.page).waitFor();
    await openPicker(j, isPhone);
    await option(j.page, 'Regular').click();
    await closePicker(j);
    await opened(j.page).getByText('Regular').waitFor({ state: 'detached' });
    await j.page.getByText('None like that').waitFor({ state: 'attached' });
    await isTakenBack(j, isPhone);
    const { items } = await j.api<{ items: Row[] }>('GET', `${base(j)}/comments?open=true&limit=50`);
    assert.deepEqual(
      items.flatMap(({ tagIds }) => tagIds),
      [],
    );
  });
