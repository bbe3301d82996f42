import assert from 'node:assert/strict';
import { type Journey, journey } from '../../../tests/journeys/harness.ts';
import { mailTo, type Newcomer, pathIn, settle, stranger } from '../../../tests/journeys/newcomers.ts';

async function signUp({ page, visit }: Journey, person: Newcomer): Promise<void> {
  await visit('/sign-up');
  await page.getByLabel('Your name').fill(person.name);
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(person.password);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
}

journey('somebody new signs up, confirms by mail, and makes a workspace', {}, async (j) => {
  const person = stranger();
  await signUp(j, person);
  await j.photograph('look-into-your-mail');
  await j.scan();

  const mail = await mailTo(j, person.email, /Confirm your address/);
  await j.visit(pathIn(mail, '/confirm-email'));
  await j.page.getByRole('heading', { name: 'Welcome, Ada' }).waitFor();
  await j.photograph('welcome');
  await j.scan();

  await j.page.getByLabel('Name').fill('Keller & Daughters');
  await j.page.getByRole('button', { name: 'Make workspace' }).click();
  await j.page.getByRole('heading', { name: 'What to do next' }).waitFor();
  await j.photograph('welcome-next');
  await j.scan();
  await j.page.getByRole('button', { name: 'Go to work' }).click();
  await j.page.getByRole('button', { name: /^Keller & Daughters/ }).waitFor();

  // The first steps are over: home is the workspace from now on.
  await j.visit('/');
  await j.page.getByRole('button', { name: /^Keller & Daughters/ }).waitFor();
});

journey('a link that was used says so, and sends another', {}, async (j) => {
  const person = stranger();
  await signUp(j, person);
  const link = pathIn(await mailTo(j, person.email, /Confirm your address/), '/confirm-email');
  await j.visit(link);
  await j.page.getByRole('heading', { name: 'Welcome, Ada' }).waitFor();

  j.expectTrouble(/410/);
  await j.visit(link);
  await j.page.getByRole('heading', { name: 'Not confirmed' }).waitFor();
  await j.photograph('link-over');
  await j.scan();
  await j.page.getByLabel('E-mail address').fill(person.email);
  await j.page.getByRole('button', { name: 'Send another link' }).click();
  await j.page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
});

journey('what a sign-up lacks is said at its field, and a poor password refused in words', {}, async (j) => {
  await j.visit('/sign-up');
  await j.page.getByRole('button', { name: 'Sign up' }).click();
  await j.page.getByText('Write your name.').waitFor();
  await j.page.getByText('Write a password.').waitFor();
  await j.photograph('sign-up-missing');
  await j.scan();

  j.expectTrouble(/400/);
  const password = j.page.getByRole('textbox', { name: 'Password' });
  await j.page.getByLabel('Your name').fill('Ada Keller');
  await j.page.getByLabel('E-mail address').fill(stranger().email);
  await password.fill('password12');
  await j.page.getByRole('button', { name: 'Sign up' }).click();
  await j.page.getByText('one of the first that anybody would guess').waitFor();
  await j.page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'password');
});

journey('a forgotten password is set anew by mail', {}, async (j) => {
  const person = await settle(j);
  await j.page.context().clearCookies();
  await j.visit('/sign-in');
  await j.page.getByRole('link', { name: /^Forgotten/ }).click();
  await j.page.getByRole('heading', { name: 'Forgotten?' }).waitFor();
  await j.photograph('forgotten-password');
  await j.scan();
  await j.page.getByLabel('E-mail address').fill(person.email);
  await j.page.getByRole('button', { name: 'Send the link' }).click();
  await j.page.getByRole('heading', { name: 'Look into your mail' }).waitFor();

  const mail = await mailTo(j, person.email, /password/i);
  await j.visit(pathIn(mail, '/password/new'));
  await j.page.getByRole('textbox', { name: 'New password' }).fill('another walk by the sea');
  await j.photograph('new-password');
  await j.scan();
  await j.page.getByRole('button', { name: 'Set the password' }).click();
  await j.page.getByRole('heading', { name: 'Come in' }).waitFor();

  await j.page.getByLabel('E-mail address').fill(person.email);
  await j.page.getByRole('textbox', { name: 'Password' }).fill('another walk by the sea');
  await j.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await j.page.getByRole('heading', { name: 'Welcome, Ada' }).waitFor();

  // The link was good once.
  j.expectTrouble(/410/);
  await j.visit(pathIn(mail, '/password/new'));
  await j.page.getByRole('textbox', { name: 'New password' }).fill('a third walk by the sea');
  await j.page.getByRole('button', { name: 'Set the password' }).click();
  await j.page.getByRole('heading', { name: 'This link is over' }).waitFor();
});

journey('where sign-up is not open, the page says what there is instead', {}, async (j) => {
  const options = { providers: [], launchAt: null, launchTimezone: 'UTC' };
  await j.page.route('**/api/sign-in-options', (route) =>
    route.fulfill({ json: { ...options, signUp: 'application' } }),
  );
  await j.visit('/sign-up');
  await j.page.getByRole('heading', { name: 'By application' }).waitFor();
  await j.photograph('sign-up-by-application');
  await j.scan();
  await j.page.getByRole('button', { name: 'I have been let in already' }).click();
  await j.page.getByRole('heading', { name: 'Sign up' }).waitFor();
});

journey('an invitation shows who invites, lets somebody new in, and they join', {}, async (j) => {
  const person = stranger();
  const path = `/w/${j.workspaceId}/invitations/${crypto.randomUUID()}`;
  await j.api('PUT', path, { email: person.email, role: 'viewer' });
  const mail = await mailTo(j, person.email, /./);
  j.expectTrouble(/401/);
  await j.visit(pathIn(mail, '/invitation'));
  await j.page.getByRole('heading', { name: 'Join Stoa demo' }).waitFor();
  await j.page.getByText('Demo Owner invites you').waitFor();
  await j.photograph('invitation');
  await j.scan();

  await j.page.getByRole('link', { name: 'Make an account' }).click();
  await j.page.getByLabel('Your name').fill(person.name);
  await j.page.getByLabel('E-mail address').fill(person.email);
  await j.page.getByRole('textbox', { name: 'Password' }).fill(person.password);
  await j.page.getByRole('button', { name: 'Sign up' }).click();
  await j.page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
  await j.visit(pathIn(await mailTo(j, person.email, /Confirm your address/), '/confirm-email'));

  await j.page.getByRole('button', { name: 'Join Stoa demo' }).click();
  await j.page.getByRole('button', { name: /^Stoa demo/ }).waitFor();
});

journey('an invitation to somebody else says so, and offers to switch', {}, async (j) => {
  const invited = stranger();
  const path = `/w/${j.workspaceId}/invitations/${crypto.randomUUID()}`;
  await j.api('PUT', path, { email: invited.email, role: 'viewer' });
  const link = pathIn(await mailTo(j, invited.email, /./), '/invitation');
  await settle(j);
  await j.visit(link);
  j.expectTrouble(/403/);
  await j.page.getByRole('button', { name: 'Join Stoa demo' }).click();
  await j.page.getByRole('alert').filter({ hasText: 'another address' }).waitFor();
  await j.photograph('invitation-for-another');
  await j.scan();
  await j.page.getByRole('button', { name: 'Use another account' }).click();
  await j.page.getByRole('heading', { name: 'Come in' }).waitFor();
  assert.match(j.page.url(), /from=%2Finvitation/);
});

for (const [theme, size] of [
  ['dark', 'desktop'],
  ['light', 'phone'],
] as const) {
  journey('the pages before the product', { theme, size }, async (j) => {
    await j.visit('/sign-up');
    await j.page.getByRole('heading', { name: 'Sign up' }).waitFor();
    await j.photograph('sign-up');
    await j.scan();
    await j.visit('/password');
    await j.page.getByRole('heading', { name: 'Forgotten?' }).waitFor();
    await j.photograph('forgotten-password');
    await j.scan();
    await settle(j);
    await j.visit('/welcome');
    await j.page.getByRole('heading', { name: 'Welcome, Ada' }).waitFor();
    await j.photograph('welcome');
    await j.scan();
    await j.page.getByRole('button', { name: 'Not now, I work alone' }).click();
    await j.page.getByRole('heading', { name: 'What to do next' }).waitFor();
    await j.photograph('welcome-next');
    await j.scan();
  });
}
