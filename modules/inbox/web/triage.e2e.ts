import assert from 'node:assert/strict';
import { uuidv7 } from '../../../kit/ids.ts';
import { eventually, play } from '../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../tests/journeys/harness.ts';
import {
  arrivedAt,
  beginInbox,
  list,
  newCustomer,
  openInbox,
  rowOf,
  said,
} from '../../../tests/journeys/inbox.ts';

interface Row {
  readonly id: string;
  readonly person: { readonly name: string };
  readonly status: string;
  readonly assignee: { readonly name: string } | null;
  readonly tagIds: readonly string[];
}

const base = ({ workspaceId }: Journey) => `/w/${workspaceId}/inbox`;
const questionOf = (person: string) => `A question of ${person}`;
const answerTo = (person: string) => `Yes, ${person}.`;
const noteOf = (person: string) => `A regular, ${person}.`;

const deeds = ['answered', 'given', 'snoozed', 'noted', 'closed'] as const;
type Deed = (typeof deeds)[number];
const roundsCount = 4;

/** What is done with the open one, and how one comes to the next. */
const keysOf: Readonly<Record<Deed, (page: Journey['page'], person: string) => Promise<void>>> = {
  async answered(page, person) {
    await page.keyboard.press('r');
    await page.keyboard.type(answerTo(person));
    await page.keyboard.press('Control+Enter');
    await said(page).getByText(answerTo(person)).waitFor();
    await page.keyboard.press('Escape');
    // Answered last, it is on top; the next one is below where it was.
    await list(page).getByRole('link').first().filter({ hasText: person }).waitFor();
    await page.keyboard.press('e');
  },
  async given(page) {
    await page.keyboard.press('a');
    await choose(page, 'Give to a colleague or a team', 'myself');
    await page.keyboard.press('j');
  },
  async snoozed(page) {
    await page.keyboard.press('s');
    await choose(page, 'tomorrow 9, in 2 hours, next monday', 'in 3 days');
    await page.keyboard.press('j');
  },
  async noted(page, person) {
    await page.keyboard.press('n');
    await page.keyboard.type(noteOf(person));
    await page.keyboard.press('Control+Enter');
    await said(page).getByText(noteOf(person)).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('#');
    const tags = page.getByPlaceholder('Put a tag on, or take it off');
    await tags.waitFor();
    await page.keyboard.type('regul');
    await page.keyboard.press('Enter');
    await page
      .getByRole('option', { name: /^Regular/ })
      .getByText('chosen')
      .waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
    await tags.waitFor({ state: 'detached' });
    await page.keyboard.press('j');
  },
  closed: (page) => page.keyboard.press('e'),
};

async function choose(page: Journey['page'], placeholder: string, words: string): Promise<void> {
  const chooser = page.getByPlaceholder(placeholder);
  await chooser.waitFor();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
  await chooser.waitFor({ state: 'detached' });
}

/** The one who wrote last comes first. */
async function customersWho(j: Journey, count: number): Promise<readonly string[]> {
  const people = Array.from({ length: count }, (_, at) => newCustomer(`guest${at + 1}`));
  for (const person of people)
    await play(j, 'message', { account: 'linen.and.oak', person, text: questionOf(person) });
  const newestFirst = people.toReversed();
  await eventually(async () => {
    const names = (await rowsOf(j)).slice(0, count).map(({ person }) => person.name);
    return names.join() === newestFirst.join();
  });
  return newestFirst;
}

journey('twenty conversations are worked off by the keys alone, each as it should be', {}, async (j) => {
  await beginInbox(j);
  for (const { id } of await tagsOf(j)) await j.api('DELETE', `${base(j)}/tags/${id}`);
  const tagId = uuidv7();
  await j.api('PUT', `${base(j)}/tags/${tagId}`, { name: 'Regular', color: 'green' });
  const people = await customersWho(j, deeds.length * roundsCount);
  const deedOf = (person: string) => deeds[people.indexOf(person) % deeds.length]!;
  await openInbox(j);
  await rowOf(j.page, people[0]!).waitFor();
  await j.page.keyboard.press('j');
  await j.page.waitForFunction(() => document.activeElement?.matches('[data-row]'));
  await j.page.keyboard.press('Enter');
  for (const person of people) {
    await said(j.page).getByText(questionOf(person)).waitFor();
    await keysOf[deedOf(person)](j.page, person);
  }
  await j.photograph('inbox-worked-off');

  const expected = people.map((person) => stateAfter(deedOf(person), person, tagId));
  await eventually(async () => JSON.stringify(await statesOf(j, people)) === JSON.stringify(expected)).catch(
    async () => assert.deepEqual(await statesOf(j, people), expected),
  );
  for (const person of people.filter((one) => deedOf(one) === 'answered'))
    await eventually(async () => (await arrivedAt(j, person)).join() === answerTo(person));
});

const stateAfter = (deed: Deed, person: string, tagId: string) => ({
  person,
  status: deed === 'answered' || deed === 'closed' ? 'closed' : deed === 'snoozed' ? 'snoozed' : 'open',
  assignee: deed === 'given' ? 'Demo Owner' : null,
  tagIds: deed === 'noted' ? [tagId] : [],
  said: [
    questionOf(person),
    ...(deed === 'answered' ? [answerTo(person)] : []),
    ...(deed === 'noted' ? [noteOf(person)] : []),
  ],
});

async function statesOf(j: Journey, people: readonly string[]) {
  const rows = await rowsOf(j);
  const states = people.map(async (person) => {
    const row = rows.find((one) => one.person.name === person);
    if (!row) return undefined;
    const { status, assignee, tagIds } = row;
    return { person, status, assignee: assignee?.name ?? null, tagIds, said: await saidIn(j, row.id) };
  });
  return Promise.all(states);
}

const rowsOf = async (j: Journey) =>
  (await j.api<{ items: Row[] }>('GET', `${base(j)}/conversations?limit=100`)).items;
const tagsOf = async (j: Journey) =>
  (await j.api<{ items: { id: string }[] }>('GET', `${base(j)}/tags?limit=200`)).items;

async function saidIn(j: Journey, id: string): Promise<readonly (string | null)[]> {
  const { items } = await j.api<{ items: { kind: string; body: string | null }[] }>(
    'GET',
    `${base(j)}/conversations/${id}/messages?limit=50`,
  );
  return items
    .filter(({ kind }) => kind !== 'activity')
    .map(({ body }) => body)
    .toReversed();
}

journey('what is typed before a chooser is there is typed into it', {}, async (j) => {
  await beginInbox(j);
  const [person] = await customersWho(j, 1);
  await openInbox(j);
  await rowOf(j.page, person!).click();
  await said(j.page).getByText(questionOf(person!)).waitFor();
  // All in one moment, as by somebody who is faster than the page.
  await j.page.evaluate(() => {
    for (const key of ['s', 'i', 'n'])
      document.activeElement!.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
      );
  });
  const until = j.page.getByPlaceholder('tomorrow 9, in 2 hours, next monday');
  await until.waitFor();
  await j.page.waitForFunction(() => document.activeElement instanceof HTMLInputElement);
  await j.page.keyboard.type(' 3 da');
  assert.equal(await until.inputValue(), 'in 3 da');

  // What is no time is not chosen, and nothing is lost of it.
  await j.page.keyboard.type('nces');
  await j.page.getByRole('option', { name: /Not understood yet/ }).waitFor();
  await j.page.keyboard.press('Enter');
  for (const _ of 'nces') await j.page.keyboard.press('Backspace');
  await j.page.getByRole('option', { name: /^In 3 days/ }).waitFor();
  await j.page.keyboard.press('Enter');
  await until.waitFor({ state: 'detached' });
  await eventually(async () => (await statesOf(j, [person!]))[0]?.status === 'snoozed');
});
