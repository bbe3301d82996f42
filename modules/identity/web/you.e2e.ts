import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type Journey, journey } from '../../../tests/journeys/harness.ts';
import { settle, stranger } from '../../../tests/journeys/newcomers.ts';

async function open({ page, visit }: Journey, path: string, heading: string): Promise<void> {
  await visit(path);
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
}

/** Every screen about oneself asks who it is before what is dangerous. */
async function prove({ page }: Journey, password: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Is it you?' });
  await dialog.getByRole('textbox', { name: 'Your password' }).fill(password);
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await dialog.waitFor({ state: 'detached' });
}

journey('a profile is filled in, with a username that is free and a picture', {}, async (j) => {
  await settle(j);
  await open(j, '/you', 'Profile');
  await j.photograph('profile');
  await j.scan();

  // Asking for a name nobody has is answered with 404.
  j.expectTrouble(/404/);
  const username = j.page.getByLabel('Username');
  await username.fill('admin');
  await j.page.getByText('This name is kept for the installation.').waitFor();
  const mine = `ada-${randomUUID().slice(0, 8)}`;
  await username.fill(mine);
  await j.page.getByText(`${mine} is free.`).waitFor();
  await j.page.getByLabel('Website').fill('keller');
  j.expectTrouble(/400/);
  await j.page.getByRole('button', { name: 'Save' }).click();
  await j.page.getByText('Write an address that begins with https://').waitFor();
  await j.page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'website');
  await j.photograph('profile-refused');
  await j.scan();
  await j.page.getByLabel('Website').fill('https://keller.example.com');
  await j.page.getByLabel('Name', { exact: true }).fill('Ada Keller-Lovelace');
  await j.page.getByRole('button', { name: 'Save' }).click();
  await j.page.getByText('Your profile is saved').waitFor();
  await j.page.getByRole('button', { name: 'Your account, Ada Keller-Lovelace' }).waitFor();

  await j.page
    .getByLabel('Choose a picture')
    .setInputFiles({ name: 'ada.png', mimeType: 'image/png', buffer: await j.page.screenshot() });
  await j.page.getByText('Your picture is changed').waitFor();
  await j.page.getByRole('button', { name: 'Take it away' }).click();
  await j.page.getByRole('button', { name: 'Add picture' }).waitFor();
  await j.page
    .getByLabel('Choose a picture')
    .setInputFiles({ name: 'ada.txt', mimeType: 'text/plain', buffer: Buffer.from('Ada') });
  await j.page.getByText('Choose a PNG, JPEG, WebP or GIF.').waitFor();
});

journey('somebody else’s username is known before it is sent', {}, async (j) => {
  const taken = `keller-${randomUUID().slice(0, 8)}`;
  await settle(j);
  await open(j, '/you', 'Profile');
  j.expectTrouble(/404/);
  await j.page.getByLabel('Username').fill(taken);
  await j.page.getByText(`${taken} is free.`).waitFor();
  await j.page.getByRole('button', { name: 'Save' }).click();
  await j.page.getByText('Your profile is saved').waitFor();

  await j.page.context().clearCookies();
  await settle(j, stranger('Berta Keller'));
  await open(j, '/you', 'Profile');
  await j.page.getByLabel('Username').fill(taken);
  await j.page.getByText('Somebody else has this username.').waitFor();
});

journey('an appearance is chosen under You, and comes along to another browser', {}, async (j) => {
  const person = await settle(j);
  await open(j, '/you', 'Profile');
  const saved = j.page.waitForResponse(
    (response) => response.request().method() === 'PATCH' && response.url().endsWith('/api/me'),
  );
  await j.page.getByRole('radio', { name: 'Dark' }).click();
  assert.equal((await saved).status(), 200);
  assert.equal(await j.page.evaluate(() => document.documentElement.dataset.appearance), 'dark');

  await j.page.context().clearCookies();
  await j.page.evaluate(() => localStorage.clear());
  await j.visit('/sign-in');
  await j.page.getByLabel('E-mail address').fill(person.email);
  await j.page.getByRole('textbox', { name: 'Password' }).fill(person.password);
  await j.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await j.page.getByRole('heading', { name: 'Welcome, Ada' }).waitFor();
  await j.page.waitForFunction(() => document.documentElement.dataset.appearance === 'dark');
});

journey('everything kept about one is exported and downloaded', {}, async (j) => {
  const person = await settle(j);
  await open(j, '/you/data', 'Your data');
  await j.photograph('your-data');
  await j.scan();
  j.expectTrouble(/403/);
  await j.page.getByRole('button', { name: 'Make an export' }).click();
  await prove(j, person.password);
  const exports = j.page.getByRole('list', { name: 'Exports' });
  const link = exports.getByRole('link', { name: 'Download' });
  await link.waitFor({ timeout: 20_000 });
  await j.photograph('your-data-exported');
  await j.scan();
  const download = j.page.waitForEvent('download');
  await link.click();
  assert.equal(await (await download).failure(), null);
});

journey('news are wanted, and not wanted any more', {}, async (j) => {
  await settle(j);
  await open(j, '/you/data', 'Your data');
  const news = j.page.getByRole('switch', { name: 'News now and then' });
  await news.click();
  await j.page.reload();
  await j.page.getByRole('heading', { name: 'Your data', level: 1 }).waitFor();
  assert.equal(await news.getAttribute('aria-checked'), 'true');
  await news.click();
  await j.page.reload();
  await j.page.getByRole('heading', { name: 'Your data', level: 1 }).waitFor();
  assert.equal(await news.getAttribute('aria-checked'), 'false');
});

journey('an account is deleted, said on every page, and kept after all', {}, async (j) => {
  const person = await settle(j);
  await open(j, '/you/data', 'Your data');
  j.expectTrouble(/403/);
  await j.page.getByRole('button', { name: 'Delete account' }).click();
  const sure = j.page.getByRole('alertdialog', { name: 'Delete your account?' });
  await sure.waitFor();
  await j.photograph('delete-account');
  await j.scan();
  await sure.getByRole('button', { name: 'Delete account' }).click();
  await prove(j, person.password);
  await j.page.getByRole('heading', { name: 'Your account is being deleted' }).waitFor();
  await j.photograph('leaving');
  await j.scan();

  await open(j, '/you', 'Profile');
  const banner = j.page.getByRole('complementary').filter({ hasText: 'will be deleted on' });
  await banner.getByRole('button', { name: 'Keep my account' }).click();
  await banner.waitFor({ state: 'detached' });
  await open(j, '/you/data', 'Your data');
  await j.page.getByRole('button', { name: 'Delete account' }).waitFor();
});

for (const [theme, size] of [
  ['dark', 'desktop'],
  ['light', 'phone'],
] as const) {
  journey('the pages about oneself', { theme, size }, async (j) => {
    await settle(j, stranger('Wilhelmina Adelheid von Hohenberg-Langenstein zu Keller'));
    for (const [path, heading] of [
      ['/you', 'Profile'],
      ['/you/data', 'Your data'],
    ] as const) {
      await open(j, path, heading);
      await j.photograph(heading.toLowerCase().replaceAll(' ', '-'));
      await j.scan();
      const [inner, outer] = await j.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(inner! <= outer!, `${path}: ${inner} wide in ${outer}`);
    }
  });
}
