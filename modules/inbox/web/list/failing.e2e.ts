import assert from 'node:assert/strict';
import { uuidv7 } from '../../../../kit/ids.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';
import { beginInbox, list, newCustomer, openInbox, rowOf, writes } from '../../../../tests/journeys/inbox.ts';

type Screen = Journey['page'];
const views = (page: Screen) => page.getByRole('navigation', { name: 'Saved views' });
const tab = (page: Screen, name: RegExp) => views(page).getByRole('button', { name });
const tryAgain = (page: Screen) => list(page).getByRole('button', { name: 'Try again' });
/** Asked again by itself first, which takes its time. */
const inTheEnd = { timeout: 20_000 };

const base = ({ workspaceId }: Journey) => `/w/${workspaceId}/inbox/views`;
const filters = { unread: 'true', status: 'open' };

/** One view, and nothing of those that were there. */
async function haveView(j: Journey, name: string): Promise<void> {
  const { items } = await j.api<{ items: { id: string }[] }>('GET', base(j));
  for (const { id } of items) await j.api('DELETE', `${base(j)}/${id}`);
  await j.api('PUT', `${base(j)}/${uuidv7()}`, { name, filters });
}

/** From here on nobody answers there. Answers the way back. */
async function nobodyAt(j: Journey, address: RegExp): Promise<() => Promise<void>> {
  await j.page.route(address, (route) => route.abort('connectionrefused'));
  return () => j.page.unroute(address);
}

async function seen(j: Journey, name: string): Promise<void> {
  await j.photograph(name);
  await j.scan();
}

/** First the views themselves, then how many are in each: that comes with what happens next. */
async function viewsAreMended(j: Journey): Promise<void> {
  const ada = newCustomer('ada');
  await writes(j, ada, `Is it oak, ${ada}?`);
  const viewsAnswer = await nobodyAt(j, /\/inbox\/views(\?|$)/);
  const countsAnswer = await nobodyAt(j, /\/inbox\/views\/counts/);
  await openInbox(j);
  await rowOf(j.page, ada).waitFor();
  await list(j.page).getByRole('alert').getByText('Views could not be loaded.').waitFor(inTheEnd);
  await seen(j, 'inbox-views-failed');

  await viewsAnswer();
  await tryAgain(j.page).click();
  await tab(j.page, /To read$/).waitFor();
  await seen(j, 'inbox-views-uncounted');
  await countsAnswer();
  const ben = newCustomer('ben');
  await writes(j, ben, 'And is it oiled?');
  await tab(j.page, /To read\s*2$/).waitFor();
}

/** What was written stays where it was written until it is saved. */
async function savingIsMended(j: Journey): Promise<void> {
  const answers = await nobodyAt(j, /\/inbox\/views\/[0-9a-f-]{36}/);
  await j.page.getByRole('button', { name: 'Unread', exact: true }).click();
  await j.page.getByRole('button', { name: 'Save as a view' }).click();
  const form = j.page.getByRole('dialog', { name: 'Save as a view' });
  await form.getByRole('textbox', { name: 'Name' }).fill('Not read yet');
  await form.getByRole('button', { name: 'Save view' }).click();
  await form.getByRole('alert').waitFor(inTheEnd);
  await seen(j, 'inbox-view-not-saved');
  assert.equal(await form.getByRole('textbox', { name: 'Name' }).inputValue(), 'Not read yet');

  await answers();
  await form.getByRole('button', { name: 'Save view' }).click();
  await tab(j.page, /Not read yet\s*2$/).waitFor();
}

async function changingIsMended(j: Journey): Promise<void> {
  await tab(j.page, /To read/).click();
  await j.page.waitForURL(/view=/);
  await j.page.getByRole('button', { name: 'Unread', exact: true, pressed: true }).click();
  const save = async () => {
    await j.page.getByRole('button', { name: 'The view To read' }).click();
    await j.page.getByRole('menuitem', { name: 'Save what is shown now' }).click();
  };
  const answers = await nobodyAt(j, /\/inbox\/views\/[0-9a-f-]{36}/);
  await save();
  await j.page.getByText('To read stays as it was').waitFor(inTheEnd);
  await seen(j, 'inbox-view-not-changed');
  await answers();
  await save();
  await j.page.getByText('To read is changed').waitFor();
}

async function searchIsMended(j: Journey): Promise<void> {
  const flora = newCustomer('flora');
  await writes(j, flora, `Have you seen ${flora}?`);
  await openInbox(j);
  await rowOf(j.page, flora).waitFor();
  const answers = await nobodyAt(j, /\/inbox\/search/);
  await j.visit(`/w/${j.workspaceId}/inbox?q=${flora}`);
  await list(j.page).getByRole('heading', { name: 'Nothing could be looked for' }).waitFor(inTheEnd);
  await seen(j, 'inbox-search-failed');
  await answers();
  await tryAgain(j.page).click();
  const found = list(j.page).getByRole('region', { name: 'Messages' });
  await found.getByRole('link').filter({ hasText: flora }).waitFor();
}

/** What was found stays where it is while there is no more of it. */
async function moreIsMended(j: Journey): Promise<void> {
  const people = ['one', 'two', 'three', 'four', 'five'].map((nth) => newCustomer(`gina-${nth}`));
  for (const person of people) await writes(j, person, `Hello from ${person}`);
  await openInbox(j);
  for (const person of people) await rowOf(j.page, person).waitFor();
  await j.visit(`/w/${j.workspaceId}/inbox?q=gina`);
  const found = list(j.page).getByRole('region', { name: 'People' });
  await found.getByRole('link').nth(3).waitFor();
  const answers = await nobodyAt(j, /\/inbox\/search\/contacts/);
  await found.getByRole('button', { name: 'More people' }).click();
  await found.getByRole('alert').getByText('They could not be loaded.').waitFor(inTheEnd);
  assert.equal(await found.getByRole('link').count(), 4);
  await seen(j, 'inbox-search-more-failed');
  await answers();
  await found.getByRole('button', { name: 'More people' }).click();
  await found.getByRole('link').nth(4).waitFor();
  await found.getByRole('alert').waitFor({ state: 'detached' });
}

for (const variation of [{}, { theme: 'dark', size: 'phone' }] as const)
  journey('views and what is searched say that they fail, and are mended', variation, async (j) => {
    await beginInbox(j);
    await haveView(j, 'To read');
    j.expectTrouble(/\/inbox\/(views|search)/);
    await viewsAreMended(j);
    await savingIsMended(j);
    await changingIsMended(j);
    await searchIsMended(j);
    await moreIsMended(j);
  });
