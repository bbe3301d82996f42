import assert from 'node:assert/strict';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';
import { beginInbox, list, newCustomer, openInbox, rowOf, writes } from '../../../../tests/journeys/inbox.ts';
import type { Bulk } from '../../contract.ts';

const ofBulk = /\/inbox\/bulk\/[^/]+$/;

/** How far it is, as it would be told in the middle: nothing here takes long enough to be looked at. */
async function toldAs(j: Journey, far: Partial<Bulk>): Promise<void> {
  await j.page.unroute(ofBulk);
  await j.page.route(ofBulk, async (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), ...far } });
  });
}

/** The same, from when it is asked to stop or to be put back. */
const toldOnceAsked = (j: Journey, what: 'cancellation' | 'undoing', far: Partial<Bulk>) =>
  j.page.route(`**/${what}`, async (route) => {
    await toldAs(j, far);
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), ...far } });
  });

const asItIs = (j: Journey) => j.page.unroute(ofBulk);

async function threeAsk(j: Journey): Promise<readonly string[]> {
  await beginInbox(j);
  const people = ['nils', 'olga', 'paul'].map(newCustomer);
  for (const person of people) await writes(j, person, `A question of ${person}`);
  await openInbox(j);
  for (const person of people) await rowOf(j.page, person).waitFor();
  return people;
}

async function chooseAll(j: Journey): Promise<void> {
  await j.page.getByRole('button', { name: /^State: / }).click();
  await j.page.getByRole('menuitem', { name: 'Choose all of them' }).click();
  await list(j.page).getByText('All 3').waitFor();
}

const press = (j: Journey, name: string) => list(j.page).getByRole('button', { name, exact: true }).click();

for (const variation of [{}, { theme: 'dark', size: 'phone' }] as const)
  journey('what is done with many is watched, stopped and put back', variation, async (j) => {
    const people = await threeAsk(j);
    await chooseAll(j);
    await toldAs(j, {
      state: 'running',
      itemsCount: 450,
      doneCount: 200,
      changedCount: 198,
      undoUntil: null,
    });
    await press(j, 'Close');
    await list(j.page).getByText('Closing 450 conversations').waitFor();
    const bar = list(j.page).getByRole('progressbar');
    assert.equal(await bar.getAttribute('aria-valuenow'), '200');
    await toldAs(j, {
      state: 'running',
      itemsCount: 450,
      doneCount: 400,
      changedCount: 397,
      undoUntil: null,
    });
    await list(j.page).locator('[role=progressbar][aria-valuenow="400"]').waitFor();
    await j.photograph('inbox-bulk-running');
    await j.scan();
    const until = new Date(Date.now() + 60_000);
    await toldOnceAsked(j, 'cancellation', {
      state: 'cancelled',
      itemsCount: 450,
      doneCount: 400,
      changedCount: 397,
      undoUntil: until,
    });
    await press(j, 'Stop: Closing 450 conversations');
    await list(j.page).getByText('397 conversations closed').waitFor();
    await list(j.page).getByText('3 were so already, 50 left as they were.').waitFor();
    await j.photograph('inbox-bulk-stopped');
    await j.scan();

    await toldOnceAsked(j, 'undoing', { state: 'undoing', changedCount: 397, undoneCount: 200 });
    await press(j, 'Undo');
    await list(j.page)
      .getByText(/^Putting back/)
      .waitFor();
    await j.photograph('inbox-bulk-undoing');
    await j.scan();
    await asItIs(j);
    await j.page.getByText('3 conversations put back').waitFor();
    for (const person of people) await rowOf(j.page, person).waitFor();
  });

journey(
  'what cannot be done with many, looked at or put back is said, and nothing is lost',
  {},
  async (j) => {
    const people = await threeAsk(j);
    await chooseAll(j);
    j.expectTrouble(/bulk/);
    await j.page.route(ofBulk, (route) => route.abort('connectionrefused'));
    await press(j, 'Close');
    await j.page.getByText('Nothing was done').waitFor();
    await list(j.page).getByText('All 3').waitFor();
    await j.photograph('inbox-bulk-refused');
    await j.scan();

    await j.page.unroute(ofBulk);
    await j.page.route(ofBulk, (route) =>
      route.request().method() === 'GET' ? route.abort('connectionrefused') : route.continue(),
    );
    await press(j, 'Close');
    await list(j.page).getByText('How far it is cannot be told.').waitFor();
    await j.photograph('inbox-bulk-unknown');
    await j.scan();
    await asItIs(j);
    await press(j, 'Try again');
    await list(j.page).getByText('3 conversations closed').waitFor();

    await j.page.route(/\/undoing$/, (route) => route.abort('connectionrefused'));
    await press(j, 'Undo');
    await j.page.getByText('It stays as it is').waitFor();
    await j.photograph('inbox-bulk-kept');
    await j.page.unroute(/\/undoing$/);
    await press(j, 'Undo');
    for (const person of people) await rowOf(j.page, person).waitFor();
  },
);
