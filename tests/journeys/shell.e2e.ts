import assert from 'node:assert/strict';
import { uuidv7 } from '../../kit/ids.ts';
import { type Journey, journey } from './harness.ts';

/** Signed in, on the demo's locations. */
async function arrive({ signIn, visit, workspaceId, page }: Journey): Promise<void> {
  await signIn();
  await visit(`/w/${workspaceId}/locations`);
  await page.getByRole('heading', { name: 'Locations', level: 1 }).waitFor();
  await page.getByRole('status', { name: /^Live/ }).waitFor();
}

const palette = ({ page }: Journey) => page.getByRole('dialog', { name: 'Find or do anything' });

for (const theme of ['light', 'dark'] as const) {
  journey('the palette finds what one means, and teaches its keys', { theme }, async (j) => {
    await arrive(j);
    await j.page.keyboard.press('Control+k');
    await palette(j).waitFor();
    await j.photograph('palette');
    await j.scan();

    // By another word for it than the one on the screen.
    await j.page.keyboard.type('shops');
    const found = j.page.getByRole('option', { name: /^Locations/ });
    await found.getByText('G then L').waitFor();

    await j.page.getByRole('combobox', { name: 'Find or do anything' }).fill('add');
    await j.page.getByRole('option', { name: /^Add a location/ }).waitFor();
    await j.page.keyboard.press('Enter');
    await j.page.getByRole('dialog', { name: 'Add a location' }).waitFor();
  });
}

journey('the palette says when nothing is called that, and Escape closes it', {}, async (j) => {
  await arrive(j);
  await j.page.getByRole('button', { name: /Find or do anything/ }).click();
  await palette(j).waitFor();
  await palette(j).waitFor();
  await j.page.keyboard.type('zzzz');
  await j.page.getByText(/Nothing is called that/).waitFor();
  await j.scan();
  await j.page.keyboard.press('Escape');
  await palette(j).waitFor({ state: 'detached' });
});

journey('the keyboard map shows what works here', {}, async (j) => {
  const path = `/w/${j.workspaceId}/locations/${uuidv7()}`;
  await j.api('PUT', path, { name: 'A row to move to', timezone: 'Asia/Tokyo' });
  await arrive(j);
  await j.page.getByRole('row', { name: 'A row to move to' }).first().waitFor();
  await j.page.keyboard.press('?');
  const map = j.page.getByRole('dialog', { name: 'Keys' });
  await map.getByText('Add a location').waitFor();
  await map.getByText('Next row').waitFor();
  await j.photograph('keyboard-map');
  await j.scan();
});

journey('g and a letter go to a screen, and its heading takes the focus', {}, async (j) => {
  const path = `/w/${j.workspaceId}/locations/${uuidv7()}`;
  await j.api('PUT', path, { name: 'Far away', timezone: 'Asia/Tokyo' });
  await j.signIn();
  await j.visit(path);
  await j.page.getByRole('heading', { name: 'Far away', level: 1 }).waitFor();
  await j.page.keyboard.press('g');
  await j.page.keyboard.press('l');
  const heading = j.page.getByRole('heading', { name: 'Locations', level: 1 });
  await heading.waitFor();
  await j.page.waitForFunction(() => document.activeElement?.tagName === 'H1');
});

journey('a chosen appearance is there from the first frame', {}, async (j) => {
  await arrive(j);
  await j.page.keyboard.press('Control+k');
  await j.page.keyboard.type('dark');
  await j.page.getByRole('option', { name: /^Look dark/ }).waitFor();
  await j.page.keyboard.press('Enter');
  await palette(j).waitFor({ state: 'detached' });

  await j.page.addInitScript(() => {
    const seen = new Set<string>();
    Object.assign(globalThis, { seen });
    const look = () => {
      if (document.body) seen.add(getComputedStyle(document.body).backgroundColor);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await j.page.reload();
  await j.page.getByRole('heading', { name: 'Locations', level: 1 }).waitFor();
  const seen = await j.page.evaluate(() => [...(globalThis as unknown as { seen: Set<string> }).seen]);
  assert.equal(seen.length, 1, `these followed each other: ${seen.join(', ')}`);
  await j.photograph('chosen-dark');
});

journey('on a phone everything is under the thumb', { size: 'phone' }, async (j) => {
  await arrive(j);
  await j.page.getByRole('navigation', { name: 'Modules' }).getByRole('button', { name: 'More' }).click();
  const drawer = j.page.getByRole('dialog', { name: 'Stoa' });
  await drawer.getByRole('link', { name: 'Locations' }).waitFor();
  await j.photograph('phone-menu');
  await j.scan();
  await drawer.getByRole('link', { name: 'Locations' }).click();
  await drawer.waitFor({ state: 'detached' });
  // Nothing sticks out to the right.
  const [inner, outer] = await j.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(inner! <= outer!, `${inner} wide in ${outer}`);
});

journey('an address that leads nowhere says so, and leads back', {}, async (j) => {
  await j.signIn();
  // The beginning is the workspace one was in last, however many there are.
  await j.visit(`/w/${j.workspaceId}/locations`);
  await j.page.getByRole('heading', { name: 'Locations', level: 1 }).waitFor();
  await j.visit('/no-such-place');
  await j.page.getByRole('heading', { name: 'Nothing stands here' }).waitFor();
  await j.photograph('not-found');
  await j.scan();
  await j.page.getByRole('link', { name: 'To the beginning' }).click();
  await j.page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
});

journey('a workspace of somebody else looks like one that is not there', {}, async (j) => {
  await j.signIn();
  j.expectTrouble(/404/);
  await j.visit('/w/0192f000-0000-7000-8000-0000000000ff/locations');
  await j.page.getByRole('heading', { name: 'Nothing stands here' }).waitFor();
});

journey('a part that breaks takes only itself down', {}, async (j) => {
  await j.signIn();
  j.expectTrouble(/time zone|timeZone/i);
  const broken = {
    id: '0192f000-0000-7000-8000-0000000000fe',
    name: 'Nowhere',
    createdAt: new Date(0),
    closedAt: null,
  };
  const items = [{ ...broken, timezone: 'No/Such_Zone' }];
  await j.page.route(`**/api/w/${j.workspaceId}/locations*`, (route) =>
    route.fulfill({ json: { items, next: null } }),
  );
  await j.visit(`/w/${j.workspaceId}/locations`);
  await j.page.getByRole('alert').waitFor();
  await j.photograph('broken-part');
  await j.scan();
  // The shell around it still works.
  await j.page.keyboard.press('Control+k');
  await palette(j).waitFor();
});

journey('a server that goes away and comes back is noticed both times', {}, async (j) => {
  await arrive(j);
  j.expectTrouble(/ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY/);
  await j.stoa.kill();
  await j.page.getByRole('status', { name: /^(Connecting|No connection)/ }).waitFor();
  await j.photograph('connection-lost');
  await j.scan();
  await j.stoa.restart();
  await j.page.getByRole('status', { name: /^Live/ }).waitFor({ timeout: 30_000 });
});
