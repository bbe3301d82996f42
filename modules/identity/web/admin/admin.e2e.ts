import assert from 'node:assert/strict';
import { uuidv7 } from '../../../../kit/ids.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';
import { mailTo, pathIn, sandboxOf, settle, stranger } from '../../../../tests/journeys/newcomers.ts';

const row = ({ page }: Pick<Journey, 'page'>, name: string) => page.getByRole('row', { name });
const toast = ({ page }: Pick<Journey, 'page'>, words: string) => page.getByText(words, { exact: true });

/** Applications of nobody else's journey, found by one word. */
async function applied(j: Journey, names: readonly string[]) {
  const word = uuidv7().slice(-12);
  const people = names.map((name) => ({
    name,
    email: `${name.split(' ')[0]!.toLowerCase()}-${word}@example.com`,
  }));
  for (const person of people)
    await j.api('PUT', `/applications/${uuidv7()}`, { ...person, accountType: 'creator' });
  return { people, list: `/admin/applications?q=${word}` };
}

/** By a page that has settled: a row takes the focus with the next frame. */
async function press({ page }: Journey, ...keys: string[]) {
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  }
}

journey(
  'two applicants are let in by keys alone, and one signs up by the link in the mail',
  {},
  async (j) => {
    const { people, list } = await applied(j, ['Ada Keller', 'Tove Berg', 'Jonas Lindqvist']);
    await j.api('PATCH', '/admin/settings', { signUp: 'application' });
    try {
      await j.signIn();
      await j.visit(list);
      await row(j, 'Ada Keller').waitFor();
      await press(j, 'j', 'x', 'j', 'x');
      await j.page.getByText('2 applications chosen').waitFor();
      await j.photograph('admin-applications-chosen');
      await press(j, 'a');
      await j.page.getByRole('dialog', { name: 'Let 2 applicants in?' }).waitFor();
      await j.photograph('admin-approve');
      await j.scan();
      await j.page.keyboard.press('Control+Enter');
      await toast(j, '2 applications approved').waitFor();
      // Newest first: the two that were sent last.
      await row(j, 'Tove Berg').waitFor({ state: 'detached' });
      await row(j, 'Ada Keller').waitFor();

      const mail = await mailTo(j, people[1]!.email, /Welcome to/);
      await j.page.context().clearCookies();
      await j.visit(pathIn(mail, '/sign-up'));
      await j.page.getByLabel('Your name').fill('Tove Berg');
      await j.page.getByLabel('E-mail address').fill(people[1]!.email);
      await j.page.getByRole('textbox', { name: 'Password' }).fill('a walk between columns');
      await j.page.getByRole('button', { name: 'Sign up' }).click();
      await j.page.getByRole('heading', { name: /Welcome|Look into your mail/ }).waitFor();
    } finally {
      await j.api('PATCH', '/admin/settings', { signUp: 'open' });
    }
  },
);

journey('a rejection tells its reason, and is kept with who decided', {}, async (j) => {
  const { people, list } = await applied(j, ['Marta Silva']);
  await j.signIn();
  await j.visit(list);
  await row(j, 'Marta Silva').click();
  await j.page.getByRole('heading', { name: 'Marta Silva', level: 1 }).waitFor();
  await j.page.getByRole('textbox', { name: 'Notes' }).fill('Asked for more figures.');
  await j.page.getByText('Saved', { exact: true }).waitFor();
  await j.page.getByRole('button', { name: 'Reject' }).click();
  await j.page.getByLabel('Reason').fill('We begin with shops in Europe.');
  await j.photograph('admin-reject');
  await j.scan();
  await j.page
    .getByRole('dialog')
    .getByRole('button', { name: /^Reject/ })
    .click();
  await j.page.getByText('by Demo Owner').waitFor();
  await j.page.getByText('We begin with shops in Europe.').waitFor();
  await j.photograph('admin-application-rejected');
  const { text } = await mailTo(j, people[0]!.email, /^(?!We have your application)/);
  assert.match(text, /We begin with shops in Europe\./);

  await j.page.reload();
  assert.equal(await j.page.getByRole('textbox', { name: 'Notes' }).inputValue(), 'Asked for more figures.');
});

journey('early access lets somebody of the waiting list sign up', {}, async (j) => {
  const { email } = stranger();
  await j.api('PUT', '/waiting-list', { email, name: 'Ada Keller', marketing: false });
  await j.signIn();
  await j.visit(`/admin/waiting-list?q=${encodeURIComponent(email)}`);
  await j.page.getByRole('checkbox', { name: 'Choose Ada Keller' }).click();
  await j.page.getByRole('button', { name: 'Give early access' }).click();
  await j.page.getByRole('dialog', { name: 'Let Ada Keller in early?' }).waitFor();
  await j.scan();
  await j.page.getByRole('dialog').getByRole('button', { name: 'Give early access' }).click();
  await toast(j, '1 person let in early').waitFor();
  await j.page.getByText('Early access', { exact: true }).waitFor();
  await j.photograph('admin-waiting-list-granted');
  const mail = await mailTo(j, email, /^(?!You are on)/);
  assert.match(pathIn(mail, '/sign-up'), /ticket=/);
});

journey('a demo goes from request to completed, with notes and a reminder', {}, async (j) => {
  const id = uuidv7();
  const email = `otto-${id}@example.com`;
  await j.api('PUT', `/demo-requests/${id}`, { email, name: 'Otto Brandt' });
  await j.signIn();
  await j.visit(`/admin/demos/${id}`);
  await j.page.getByRole('button', { name: 'Schedule' }).waitFor();
  await press(j, 's');
  await j.page.getByLabel('When').fill('2031-05-14T10:30');
  await j.photograph('admin-demo-schedule');
  await j.scan();
  await j.page.getByRole('button', { name: 'Schedule demo' }).click();
  await j.page.getByText('Wednesday, 14 May 2031 at 10:30').waitFor();
  await mailTo(j, email, /^(?!We have)/);

  await j.page.getByLabel('Preparation').fill('Show the inbox first.');
  await j.page.getByLabel('Qualification').fill('Decides alone.');
  await j.page.getByLabel('Qualification').blur();
  await j.page.getByRole('button', { name: 'Add reminder' }).first().click();
  await j.page.getByLabel('What to remember').fill('Send the figures');
  await j.page.getByRole('textbox', { name: 'When' }).or(j.page.getByLabel('When')).fill('2031-05-10T09:00');
  await j.scan();
  await j.page.getByRole('button', { name: 'Add reminder' }).last().click();
  await j.page.getByRole('button', { name: 'Done: Send the figures' }).click();
  await j.page.getByText('Done', { exact: true }).waitFor();
  await j.page.getByRole('button', { name: 'Take away: Send the figures' }).click();
  await j.page.getByRole('listitem').filter({ hasText: 'Send the figures' }).waitFor({ state: 'detached' });
  await j.page.getByRole('button', { name: /^Undo/ }).click();
  await j.page.getByRole('listitem').filter({ hasText: 'Send the figures' }).waitFor();

  await j.page.getByRole('button', { name: 'Mark as completed' }).click();
  await j.page.getByText('Completed', { exact: true }).waitFor();
  await j.page.reload();
  assert.equal(await j.page.getByLabel('Preparation').inputValue(), 'Show the inbox first.');
  assert.equal(await j.page.getByLabel('Qualification').inputValue(), 'Decides alone.');
  await j.photograph('admin-demo-completed');
  await j.scan();
});

journey('the sign-up page follows the setting, and so does its undo', {}, async (j) => {
  await j.signIn();
  await j.visit('/admin/settings');
  await j.page.getByRole('radio', { name: 'Whoever is invited' }).click();
  await toast(j, 'Now whoever is invited may sign up').waitFor();
  const tab = await j.anotherTab();
  await tab.goto('/sign-up');
  await tab.getByRole('heading', { name: 'By invitation' }).waitFor();

  await j.page.getByRole('radio', { name: 'Whoever you approve' }).click();
  await toast(j, 'Now whoever you approve may sign up').waitFor();
  await tab.reload();
  await tab.getByRole('heading', { name: 'By application' }).waitFor();

  await j.page.getByRole('radio', { name: 'Anybody' }).click();
  await toast(j, 'Now anybody may sign up').waitFor();
  await tab.reload();
  await tab.getByRole('heading', { name: 'Sign up' }).waitFor();
});

journey('the date of launch is kept by the clocks of its zone', {}, async (j) => {
  await j.api('PATCH', '/admin/settings', { launchAt: null, launchTimezone: 'UTC' });
  await j.signIn();
  await j.visit('/admin/settings');
  await j.page.getByLabel('Day and time').fill('2031-07-01T09:00');
  await j.page.getByRole('combobox', { name: 'Time zone' }).fill('Lisbon');
  await j.page.getByRole('option', { name: 'Europe/Lisbon' }).click();
  await j.page.getByRole('button', { name: 'Save launch' }).click();
  await toast(j, 'The launch is set').waitFor();
  const { launchAt } = await j.api('GET', '/admin/settings');
  assert.equal(launchAt, '2031-07-01T08:00:00.000Z');
  await j.page.reload();
  assert.equal(await j.page.getByLabel('Day and time').inputValue(), '2031-07-01T09:00');
});

journey('an alert address is added, told of less, and taken away with an undo', {}, async (j) => {
  const email = `alerts-${uuidv7()}@example.com`;
  await j.signIn();
  await j.visit('/admin/settings');
  await j.page.getByRole('button', { name: 'Add address' }).click();
  await j.page.getByLabel('E-mail address').fill(email);
  await j.page.getByRole('button', { name: 'Add address' }).click();
  const line = j.page.getByRole('listitem').filter({ hasText: email });
  await line.getByRole('checkbox', { name: 'Agencies' }).click();
  await line.getByRole('button', { name: `Tell ${email} no more` }).click();
  await line.waitFor({ state: 'detached' });
  await j.page.getByRole('button', { name: /^Undo/ }).click();
  await line.waitFor();
  await j.page.reload();
  assert.equal(await line.getByRole('checkbox', { name: 'Agencies' }).isChecked(), false);
  assert.equal(await line.getByRole('checkbox', { name: 'Creators' }).isChecked(), true);
  await j.api('DELETE', `/admin/alert-addresses/${email}`);
});

journey('disabling somebody ends their session, and they may come in again', {}, async (j) => {
  const person = await settle(j, stranger('Tove Berg'));
  const { items } = await j.api('GET', `/admin/people?q=${encodeURIComponent(person.email)}`);
  const theirs = await j.page.context().cookies();
  const isIn = async () => {
    const cookie = theirs.map(({ name, value }) => `${name}=${value}`).join('; ');
    return (await fetch(`${j.stoa.url}/api/me`, { headers: { cookie } })).ok;
  };
  assert.equal(await isIn(), true);

  await j.page.context().clearCookies();
  await j.signIn();
  await j.visit(`/admin/people/${items[0].id}`);
  await j.page.getByRole('button', { name: 'Disable' }).click();
  await j.page.getByLabel('Reason').fill('Sent spam from the inbox');
  await j.photograph('admin-disable');
  await j.scan();
  await j.page.getByRole('button', { name: 'Disable account' }).click();
  await toast(j, 'Tove Berg is disabled').waitFor();
  await j.page.getByText('Sent spam from the inbox').waitFor();
  await j.photograph('admin-person-disabled');
  await j.scan();
  assert.equal(await isIn(), false);

  await j.page.getByRole('button', { name: 'Let in again' }).click();
  await toast(j, 'Tove Berg may come in again').waitFor();
  await j.page.getByRole('button', { name: 'Disable' }).waitFor();
});

journey('administration is given and taken back by the toast; the last one stays', {}, async (j) => {
  const { email } = await settle(j, stranger('Ada Keller'));
  const { items } = await j.api('GET', `/admin/people?q=${encodeURIComponent(email)}`);
  await j.page.context().clearCookies();
  await j.signIn();
  await j.visit(`/admin/people/${items[0].id}`);
  await j.page.getByRole('button', { name: 'Make administrator' }).click();
  await toast(j, 'Ada Keller is an administrator').waitFor();
  await j.page.getByRole('button', { name: /^Undo/ }).click();
  await j.page.getByRole('button', { name: 'Make administrator' }).waitFor();
  await toast(j, 'Ada Keller is no administrator any more').waitFor();

  const { id } = await j.api('GET', '/me');
  await j.visit(`/admin/people/${id}`);
  j.expectTrouble(/409/);
  await j.page.getByRole('button', { name: 'Take administration away' }).click();
  await j.page
    .getByText(/^Somebody has to look after this installation/)
    .first()
    .waitFor();
  await j.page.getByRole('button', { name: 'Take administration away' }).waitFor();
});

journey('a provider is asked before it is added, and its secret is never shown', {}, async (j) => {
  const name = `Northlight ${uuidv7().slice(-6)}`;
  await j.signIn();
  await j.visit('/admin/single-sign-on');
  await j.page.getByRole('button', { name: 'Add provider' }).click();
  const dialog = j.page.getByRole('dialog', { name: 'Add a provider' });
  await dialog.getByRole('button', { name: /^Add provider/ }).click();
  await dialog.getByText('Write how people call it.').waitFor();
  assert.equal(await j.page.evaluate(() => document.activeElement?.getAttribute('name')), 'name');

  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await dialog.getByLabel('Issuer').fill(sandboxOf(j));
  await dialog.getByLabel('Client id').fill('stoa');
  await dialog.getByLabel(/^Client secret/).fill('very secret words');
  j.expectTrouble(/4\d\d|5\d\d/);
  await dialog.getByRole('button', { name: /^Add provider/ }).click();
  await dialog.getByText(/does not offer OpenID Connect/).waitFor();
  await j.photograph('admin-provider-refused');
  await j.scan();

  await dialog.getByLabel('Issuer').fill(`${sandboxOf(j)}/oidc`);
  await dialog.getByRole('button', { name: 'Ask it now' }).click();
  await dialog.getByText('It answers as an OpenID Connect provider.').waitFor();
  await j.photograph('admin-provider-form');
  await dialog.getByRole('button', { name: /^Add provider/ }).click();
  await toast(j, `${name} is added`).waitFor();
  const card = j.page.getByRole('listitem').filter({ hasText: name });
  await card.getByText('stoa, with a secret').waitFor();
  assert.doesNotMatch(await j.page.content(), /very secret words/);
  await j.photograph('admin-providers-two');

  await card.getByRole('button', { name: `Actions for ${name}` }).click();
  await j.page.getByRole('menuitem', { name: 'Remove' }).click();
  await j.page.getByRole('button', { name: 'Remove provider' }).click();
  await toast(j, `${name} is removed`).waitFor();
  await card.waitFor({ state: 'detached' });
});

journey('the audit shows what was and what is, and goes along as a table', {}, async (j) => {
  await j.api('PATCH', '/admin/settings', { signUp: 'invitation' });
  await j.api('PATCH', '/admin/settings', { signUp: 'open' });
  await j.signIn();
  await j.visit('/admin/audit');
  await row(j, 'Settings changed').first().click();
  const entry = j.page.getByRole('dialog', { name: 'Settings changed' });
  await entry.getByText('invitation').waitFor();
  await j.photograph('admin-audit-entry');
  await j.scan();
  await entry.getByRole('button', { name: 'All by Demo Owner' }).click();
  await j.page.getByText('By Demo Owner').waitFor();
  assert.match(j.page.url(), /actor=/);
  await j.photograph('admin-audit-sifted');

  const download = j.page.waitForEvent('download');
  await j.page.getByRole('link', { name: 'Download CSV' }).click();
  assert.match((await download).suggestedFilename(), /\.csv$/);
});

journey('sign-ins are found by whole addresses only, and say so', {}, async (j) => {
  await j.signIn();
  await j.visit('/admin/sign-ins');
  await j.page.getByLabel('Who').fill('demo');
  await j.page.getByRole('button', { name: 'Find', exact: true }).click();
  await j.page.getByText('Write a whole address like name@example.com.').waitFor();
  await j.page.getByLabel('Who').fill('demo@stoa.local');
  await j.page.getByRole('button', { name: 'Find', exact: true }).click();
  await row(j, 'demo@stoa.local').first().waitFor();
  await j.page.waitForURL(/email=demo%40stoa.local/);
  await j.visit('/admin/sign-ins?email=nobody@example.com');
  await j.page.getByRole('heading', { name: 'No attempt' }).waitFor();
});
