import assert from 'node:assert/strict';
import { demoLogin } from '../../../app/demo.ts';
import { journey } from '../../../tests/journeys/harness.ts';

journey(
  'signing in leads to where one wanted to go',
  {},
  async ({ page, visit, workspaceId, photograph, scan, expectTrouble }) => {
    // Whether somebody is signed in is only known by asking.
    expectTrouble(/401/);
    await visit(`/w/${workspaceId}/locations`);
    await page.getByRole('heading', { name: 'Come in' }).waitFor();
    await photograph('sign-in');
    await scan();

    await page.getByLabel('E-mail address').fill(demoLogin.email);
    await page.getByRole('textbox', { name: 'Password' }).fill(demoLogin.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();

    await page.getByRole('heading', { name: 'Locations', level: 1 }).waitFor();
    assert.match(page.url(), /\/locations$/);
  },
);

journey(
  'a wrong password is said, and the address kept',
  {},
  async ({ page, visit, expectTrouble, photograph, scan }) => {
    expectTrouble(/401/);
    await visit('/sign-in');
    await page.getByLabel('E-mail address').fill(demoLogin.email);
    await page.getByRole('textbox', { name: 'Password' }).fill('not the password');
    await page.getByRole('textbox', { name: 'Password' }).press('Enter');

    await page.getByRole('alert').filter({ hasText: 'do not belong together' }).waitFor();
    await photograph('sign-in-refused');
    await scan();
    assert.equal(await page.getByLabel('E-mail address').inputValue(), demoLogin.email);
  },
);

journey('what is missing is said at its field', {}, async ({ page, visit, scan }) => {
  await visit('/sign-in');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('Write your e-mail address.').waitFor();
  await page.getByText('Write your password.').waitFor();
  await scan();
});

journey('caps lock is noticed, and a password can be looked at', {}, async ({ page, visit }) => {
  await visit('/sign-in');
  const password = page.getByRole('textbox', { name: 'Password' });
  await password.focus();
  await password.dispatchEvent('keydown', { key: 'W', modifierCapsLock: true });
  await page.getByText('Caps Lock is on.').waitFor();

  await password.fill('walk');
  await page.getByRole('button', { name: 'Show the password' }).click();
  assert.equal(await password.getAttribute('type'), 'text');
});

journey('signing out ends it for this browser', {}, async (j) => {
  const { page, visit, expectTrouble, workspaceId } = j;
  // The shared sign-in of other journeys must not end with this one.
  await visit('/sign-in');
  await page.getByLabel('E-mail address').fill(demoLogin.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(demoLogin.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Come in' }).waitFor({ state: 'detached' });
  await visit(`/w/${workspaceId}/locations`);
  await page.getByRole('button', { name: /^Your account/ }).click();
  // What is open learns that the session is over by asking once more, maybe before the page is left.
  expectTrouble(/401/);
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Come in' }).waitFor();
  await visit('/');
  await page.getByRole('heading', { name: 'Come in' }).waitFor();
});

for (const theme of ['light', 'dark'] as const) {
  journey('signing in on a phone', { theme, size: 'phone' }, async ({ page, visit, photograph, scan }) => {
    await visit('/sign-in');
    await page.getByRole('heading', { name: 'Come in' }).waitFor();
    await photograph('sign-in');
    await scan();
  });
}
