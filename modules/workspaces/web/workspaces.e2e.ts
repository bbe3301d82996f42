import assert from 'node:assert/strict';
import { uuidv7 } from '../../../kit/ids.ts';
import { type Journey, journey } from '../../../tests/journeys/harness.ts';

type Api = Journey['api'];

/** The demo's workspace with these locations open and no others: what every journey here begins with. */
async function haveLocations(api: Api, workspaceId: string, names: readonly string[]): Promise<string[]> {
  const at = `/w/${workspaceId}/locations`;
  const { items } = await api<{ items: { id: string }[] }>('GET', `${at}?limit=200`);
  for (const { id } of items) await api('PUT', `${at}/${id}/closure`, {});
  const ids: string[] = [];
  for (const name of names) {
    const id = uuidv7();
    await api('PUT', `${at}/${id}`, { name, timezone: 'Europe/Athens' });
    ids.push(id);
  }
  return ids;
}

/** The screen with these locations on it. */
async function openLocations(j: Journey, names: readonly string[], role: 'owner' | 'viewer' = 'owner') {
  await haveLocations(j.api, j.workspaceId, names);
  await j.signIn(role);
  await j.visit(`/w/${j.workspaceId}/locations`);
  if (names[0]) await row(j, names[0]).waitFor();
}

const row = ({ page }: Pick<Journey, 'page'>, name: string) => page.getByRole('row', { name });
const toast = ({ page }: Pick<Journey, 'page'>, words: string) => page.getByText(words, { exact: true });

journey('no locations yet: the empty screen says what to do next', {}, async (j) => {
  await openLocations(j, []);
  await j.page.getByRole('heading', { name: 'No locations yet' }).waitFor();
  await j.photograph('locations-empty');
  await j.scan();

  await j.page.getByRole('button', { name: 'Add the first location' }).click();
  await j.page.getByRole('dialog', { name: 'Add a location' }).waitFor();
  await j.page.getByLabel('Name').fill('Harbour shop');
  await j.photograph('location-form');
  await j.scan();
  await saved(j, () => j.page.getByRole('button', { name: 'Add location' }).last().click());
  await row(j, 'Harbour shop').waitFor();
  await j.page.getByRole('dialog').waitFor({ state: 'detached' });

  // It is on the server, not only on the screen.
  await j.page.reload();
  await row(j, 'Harbour shop').waitFor();
});

for (const theme of ['light', 'dark'] as const) {
  for (const size of ['desktop', 'phone'] as const) {
    journey('the list of locations', { theme, size }, async (j) => {
      await openLocations(j, ['Atelier Lisbon', 'Harbour shop', 'New York showroom']);
      await j.photograph('locations');
      await j.scan();
    });
  }
}

journey('a location gets another name', {}, async (j) => {
  await openLocations(j, ['Harbour shop']);
  await j.page.getByRole('button', { name: 'Actions for Harbour shop' }).click();
  await j.page.getByRole('menuitem', { name: 'Change' }).click();
  await j.page.getByLabel('Name').fill('Harbour studio');
  await saved(j, () => j.page.getByLabel('Name').press('Control+Enter'));
  await row(j, 'Harbour studio').waitFor();
  await j.page.reload();
  await row(j, 'Harbour studio').waitFor();
});

journey('closing is taken back by the toast', {}, async (j) => {
  await openLocations(j, ['Atelier Lisbon', 'Harbour shop']);
  await close(j, 'Harbour shop');
  await j.photograph('location-closed');
  await j.scan();

  await j.page.getByRole('button', { name: /^Undo/ }).click();
  await row(j, 'Harbour shop').waitFor();
  await toast(j, 'Harbour shop is open again').waitFor();
});

journey('closing is taken back by the keyboard', {}, async (j) => {
  await openLocations(j, ['Atelier Lisbon', 'Harbour shop']);
  await close(j, 'Harbour shop');
  await j.page.keyboard.press('Control+z');
  await row(j, 'Harbour shop').waitFor();
});

journey('several are chosen and closed by keys alone', {}, async (j) => {
  await openLocations(j, ['Atelier Lisbon', 'Harbour shop', 'Studio Kyoto']);
  for (const key of ['j', 'x', 'j', 'x', 'e']) {
    await j.page.keyboard.press(key);
    // A row takes the focus with the next frame.
    await j.page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  }
  await toast(j, '2 locations are closed').waitFor();
  await row(j, 'Studio Kyoto').waitFor();
  assert.equal(await row(j, 'Harbour shop').count(), 0);
});

journey('a closed location is reopened from its own page', {}, async (j) => {
  const [id] = await haveLocations(j.api, j.workspaceId, ['Harbour shop']);
  await j.api('PUT', `/w/${j.workspaceId}/locations/${id}/closure`, {});
  await j.signIn();
  await j.visit(`/w/${j.workspaceId}/locations/${id}`);
  await j.photograph('location-page-closed');
  await j.scan();
  await j.page.getByRole('button', { name: 'Reopen' }).click();
  await j.page.getByRole('button', { name: 'Change', exact: true }).waitFor();
  await j.page.getByRole('link', { name: 'Locations' }).first().click();
  await row(j, 'Harbour shop').waitFor();
});

journey('what is closed is found under Closed, and opened again there', {}, async (j) => {
  await openLocations(j, ['Harbour shop']);
  await close(j, 'Harbour shop');
  await j.page.getByRole('button', { name: 'Closed', exact: true }).click();
  await j.page.getByRole('button', { name: 'Actions for Harbour shop' }).first().click();
  await j.page.getByRole('menuitem', { name: 'Reopen' }).click();
  await toast(j, 'Harbour shop is open again').waitFor();
  await j.photograph('locations-of-old');
  await j.scan();
  await j.page.getByRole('button', { name: 'Open', exact: true }).click();
  await row(j, 'Harbour shop').waitFor();
});

journey('a viewer sees everything, and why nothing can be changed', {}, async (j) => {
  await openLocations(j, ['Harbour shop'], 'viewer');
  await j.page
    .getByText(/As a viewer of .* you cannot change its locations/)
    .first()
    .waitFor();
  await j.photograph('locations-viewer');
  await j.scan();
  const add = j.page.getByRole('button', { name: 'Add location' });
  assert.equal(await add.getAttribute('aria-disabled'), 'true');
  await j.page.keyboard.press('c');
  assert.equal(await j.page.getByRole('dialog').count(), 0);
});

journey('what cannot be loaded says so, and is tried again', {}, async (j) => {
  await haveLocations(j.api, j.workspaceId, ['Harbour shop']);
  await j.signIn();
  const list = `**/api/w/${j.workspaceId}/locations*`;
  j.expectTrouble(/\/locations/);
  await j.page.route(list, (route) => route.abort('connectionrefused'));
  await j.visit(`/w/${j.workspaceId}/locations`);
  await j.page.getByRole('heading', { name: 'This could not be loaded' }).waitFor({ timeout: 20_000 });
  await j.photograph('locations-failed');
  await j.scan();

  await j.page.unroute(list);
  await j.page.getByRole('button', { name: 'Try again' }).click();
  await row(j, 'Harbour shop').waitFor();
});

journey('a save that is lost keeps what was written', {}, async (j) => {
  await openLocations(j, ['Harbour shop']);
  const one = `**/api/w/${j.workspaceId}/locations/*`;
  j.expectTrouble(/\/locations\//);
  await j.page.route(one, (route) => route.abort('connectionreset'));
  await j.page.getByRole('button', { name: 'Add location' }).click();
  await j.page.getByLabel('Name').fill('Studio Kyoto');
  await j.page.getByLabel('Name').press('Control+Enter');
  await j.page.getByRole('alert').first().waitFor({ timeout: 20_000 });
  assert.equal(await j.page.getByLabel('Name').inputValue(), 'Studio Kyoto');
  await j.photograph('location-not-saved');
  await j.scan();

  await j.page.unroute(one);
  await j.page.getByLabel('Name').press('Control+Enter');
  await j.page.getByRole('dialog').waitFor({ state: 'detached' });
  await row(j, 'Studio Kyoto').waitFor();
});

journey('another tab sees a change at once', {}, async (j) => {
  await openLocations(j, ['Harbour shop']);
  const tab = await j.anotherTab();
  await tab.goto(`/w/${j.workspaceId}/locations`);
  await row({ page: tab }, 'Harbour shop').waitFor();
  await tab.getByRole('status', { name: /^Live/ }).waitFor();

  await close(j, 'Harbour shop');
  await row({ page: tab }, 'Harbour shop').waitFor({ state: 'detached', timeout: 1_000 });
});

/** The screen is ahead of the server: only the answer says that it is kept. */
async function saved({ page }: Journey, act: () => Promise<void>): Promise<void> {
  const answer = page.waitForResponse((response) => response.request().method() === 'PUT');
  await act();
  assert.equal((await answer).status(), 200);
}

async function close(j: Journey, name: string): Promise<void> {
  await j.page.getByRole('button', { name: `Actions for ${name}` }).click();
  await j.page.getByRole('menuitem', { name: 'Close' }).click();
  await toast(j, `${name} is closed`).waitFor();
  assert.equal(await row(j, name).count(), 0);
}
