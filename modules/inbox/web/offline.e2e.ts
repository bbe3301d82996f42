import assert from 'node:assert/strict';
import { uuidv7 } from '../../../kit/ids.ts';
import { eventually, play } from '../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../tests/journeys/harness.ts';
import {
  arrivedAt,
  beginInbox,
  field,
  list,
  newCustomer,
  openInbox,
  rowOf,
  said,
  writes,
} from '../../../tests/journeys/inbox.ts';

const base = ({ workspaceId }: Journey) => `/w/${workspaceId}/inbox/conversations`;
const minutesAway = 10;

interface Row {
  readonly person: { readonly name: string };
  readonly last: { readonly text: string | null } | null;
}

const openOnes = async (j: Journey) =>
  (await j.api<{ items: Row[] }>('GET', `${base(j)}?status=open&limit=100`)).items;

/** What was said in one, the first word first. */
async function wordsIn(j: Journey, id: string): Promise<readonly string[]> {
  const { items } = await j.api<{ items: { kind: string; body: string | null }[] }>(
    'GET',
    `${base(j)}/${id}/messages?limit=100`,
  );
  return items.flatMap(({ kind, body }) => (kind === 'activity' || body === null ? [] : [body])).toReversed();
}

/** Of these words, those that stand there, in the order they do and as often as they do. */
const found = (words: readonly string[], text: string): readonly string[] =>
  words
    .flatMap((one) => placesOf(one, text).map((at) => ({ one, at })))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one);

function placesOf(words: string, text: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) places.push(at);
  return places;
}

/** What customers and colleagues do while somebody is away: in the open one, in others, and in new ones. */
async function goOn(j: Journey, ids: Readonly<Record<'open' | 'other' | 'closed', string>>, people: People) {
  for (let nth = 1; nth <= 4; nth += 1) {
    await tells(j, people.open, `Word ${nth} of ${people.open}.`);
    await tells(j, people.other, `Word ${nth} of ${people.other}.`);
    await tells(j, newCustomer('late'), `Late question ${nth}?`);
  }
  const note = `A note on ${people.open}.`;
  await j.api('PUT', `${base(j)}/${ids.open}/notes/${uuidv7()}`, { body: note, mentions: [] });
  await j.api('PUT', `${base(j)}/${ids.closed}/status`, { status: 'closed' });
  await eventually(async () => (await wordsIn(j, ids.open)).length === 6);
  await eventually(async () => (await wordsIn(j, ids.other)).length === 5);
  await eventually(async () => (await openOnes(j)).length === 6);
}

interface People {
  readonly open: string;
  readonly other: string;
}

const tells = (j: Journey, person: string, text: string) =>
  play(j, 'message', { account: 'linen.and.oak', person, text });

journey('whoever was offline for ten minutes has everything once, and nothing less', {}, async (j) => {
  await beginInbox(j);
  const people = { open: newCustomer('ivo'), other: newCustomer('jana'), closed: newCustomer('kim') };
  const ids = {
    closed: await writes(j, people.closed, `A question of ${people.closed}`),
    other: await writes(j, people.other, `A question of ${people.other}`),
    open: await writes(j, people.open, `A question of ${people.open}`),
  };
  await j.page.clock.install();
  await openInbox(j);
  await rowOf(j.page, people.open).click();
  await said(j.page).getByText(`A question of ${people.open}`).waitFor();
  await j.page.getByRole('status', { name: /^Live/ }).waitFor();

  j.expectTrouble(/ERR_INTERNET_DISCONNECTED/);
  await j.page.context().setOffline(true);
  await field(j.page).fill('Written on the train.');
  await j.page.keyboard.press('Control+Enter');
  await goOn(j, ids, people);
  for (let minute = 0; minute < minutesAway; minute += 1) await j.page.clock.runFor(60_000);
  await j.page.getByRole('status', { name: /^No connection/ }).waitFor();
  const again = said(j.page).getByRole('button', { name: 'Try again' });
  await again.waitFor();
  await j.photograph('inbox-offline');
  await j.scan();

  await j.page.context().setOffline(false);
  await j.page.getByRole('status', { name: /^Live/ }).waitFor();
  // More was said than was seen when it was written: whoever sends looks first.
  j.expectTrouble(/409/);
  await again.click();
  await said(j.page)
    .getByRole('alert')
    .getByText(/said here in the meantime/)
    .waitFor();
  await caughtUp(j, ids.open, ['Written on the train.']);
  await said(j.page).getByRole('button', { name: 'Send it all the same' }).click();
  await eventually(async () => (await arrivedAt(j, people.open)).length === 1);
  await caughtUp(j, ids.open);
  await j.photograph('inbox-caught-up');
  assert.deepEqual(await arrivedAt(j, people.open), ['Written on the train.']);

  await rowOf(j.page, people.other).click();
  await said(j.page).getByText(`A question of ${people.other}`).waitFor();
  await caughtUp(j, ids.other);
});

/** The list and the open conversation, as they are on the screen, are as the server has them; and what is not sent. */
async function caughtUp(j: Journey, id: string, unsent: readonly string[] = []): Promise<void> {
  const looked = async () => {
    const [rows, words] = [await openOnes(j), [...(await wordsIn(j, id)), ...unsent]];
    const shown = await list(j.page).getByRole('link').allTextContents();
    const isShown = ({ person, last }: Row, at: number) =>
      shown[at]?.includes(person.name) && shown[at].includes(last?.text ?? '');
    return {
      rows: [rows, rows.filter(isShown)],
      count: [rows.length, shown.length],
      words: [words, found(words, (await said(j.page).textContent()) ?? '')],
    };
  };
  const same = (pairs: Record<string, readonly unknown[]>) =>
    Object.values(pairs).every(([here, there]) => JSON.stringify(here) === JSON.stringify(there));
  await eventually(async () => same(await looked())).catch(async () => {
    for (const [what, [there, here]] of Object.entries(await looked())) assert.deepEqual(here, there, what);
  });
}
