import assert from 'node:assert/strict';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';
import { mailTo, pathIn, settle, stranger } from '../../../../tests/journeys/newcomers.ts';

const heading = ({ page }: Pick<Journey, 'page'>, name: string) =>
  page.getByRole('heading', { name, exact: true });

/** Somebody new asks to become an affiliate, and stays signed in. */
async function applied(j: Journey) {
  const person = await settle(j, stranger('Tove Berg'));
  await j.visit('/you/affiliate');
  await heading(j, 'Become an affiliate').waitFor();
  return person;
}

/** Whoever looks after the installation takes the newest applicant on. */
async function takenOn(j: Journey, email: string): Promise<string> {
  const { items } = await j.api('GET', '/admin/affiliates?status=applied');
  const { id } = items.find((one: { email: string }) => one.email === email);
  await j.api('PUT', `/admin/affiliates/${id}/approval`, { ratePpm: 200_000 });
  return id;
}

journey('somebody asks to be an affiliate, is taken on, and brings somebody by their link', {}, async (j) => {
  const { email } = await applied(j);
  await j.photograph('affiliate-none');
  await j.scan();
  await j.page.getByLabel('How you would bring people').fill('I write about weaving, every week.');
  await j.page.getByRole('button', { name: 'Apply' }).click();
  await heading(j, 'Your application waits').waitFor();
  await j.photograph('affiliate-waiting');
  await j.scan();

  await j.page.context().clearCookies();
  await j.signIn();
  await j.visit('/admin/affiliates');
  await j.page.getByRole('row', { name: email }).first().click();
  await j.page.getByRole('button', { name: 'Take on' }).click();
  await j.page.getByLabel('Share, in percent').fill('25');
  await j.photograph('admin-affiliate-take-on');
  await j.scan();
  await j.page.getByRole('dialog').getByRole('button', { name: 'Take on' }).click();
  await j.page.getByText('Tove Berg is an affiliate').waitFor();
  await j.page.getByRole('list', { name: 'Shares' }).getByText('25 %').waitFor();
  await j.photograph('admin-affiliate');
  await j.scan();
  const link = await j.page.getByText(/^\/r\/[a-z0-9]{8}$/).textContent();

  // Somebody else, by the link.
  await j.page.context().clearCookies();
  await j.visit(link!);
  await heading(j, 'Sign up').waitFor();
  assert.equal(new URL(j.page.url()).pathname, '/sign-up');
  const newcomer = stranger();
  await j.page.getByLabel('Your name').fill(newcomer.name);
  await j.page.getByLabel('E-mail address').fill(newcomer.email);
  await j.page.getByRole('textbox', { name: 'Password' }).fill(newcomer.password);
  await j.page.getByRole('button', { name: 'Sign up' }).click();
  const shown = j.page.waitForResponse((reply) => reply.url().endsWith('/api/me/referral'));
  await j.visit(pathIn(await mailTo(j, newcomer.email, /Confirm your address/), '/confirm-email'));
  assert.equal((await shown).status(), 200);
  await j.page.waitForFunction(() => !document.cookie.includes('stoa_referral='));

  await j.page.context().clearCookies();
  await j.signIn();
  await j.visit('/admin/affiliates?status=approved');
  await j.page.getByRole('row', { name: email }).first().click();
  await j.page.getByText('Sign-ups').locator('..').getByText('1', { exact: true }).waitFor();
});

journey('an affiliate chooses a word for their link and to be paid as money', {}, async (j) => {
  const { email } = await applied(j);
  await j.page.getByLabel('How you would bring people').fill('I teach weaving.');
  await j.page.getByRole('button', { name: 'Apply' }).click();
  await heading(j, 'Your application waits').waitFor();
  await takenOn(j, email);
  await j.page.reload();
  await heading(j, 'Your link').waitFor();
  await j.page.getByRole('button', { name: 'Change link and payment' }).click();
  const word = `weaving-${email.slice(4, 40)}`;
  await j.page.getByLabel('Word of your link').fill(word);
  await j.page.getByRole('radio', { name: /^Money/ }).click();
  await j.page.getByLabel('Address by which money reaches you').fill('tove@example.com');
  await j.photograph('affiliate-settings');
  await j.scan();
  await j.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await j.page.getByText('Money, to tove@example.com').waitFor();
  await j.page.getByText(new RegExp(`/r/${word}$`)).waitFor();
  await j.photograph('affiliate');
  await j.scan();
});

journey('a refusal says why, and can be answered by another application', {}, async (j) => {
  const { email } = await applied(j);
  await j.page.getByLabel('How you would bring people').fill('Somehow.');
  await j.page.getByRole('button', { name: 'Apply' }).click();
  await heading(j, 'Your application waits').waitFor();
  const { items } = await j.api('GET', '/admin/affiliates?status=applied');
  const { id } = items.find((one: { email: string }) => one.email === email);
  await j.api('PUT', `/admin/affiliates/${id}/rejection`, { note: 'Tell us more of who reads you.' });
  await j.page.reload();
  await heading(j, 'Your application was refused').waitFor();
  await j.page.getByText('Tell us more of who reads you.').waitFor();
  await j.photograph('affiliate-refused');
  await j.scan();
  await j.page.getByLabel('How you would bring people').fill('Two thousand weavers read me.');
  await j.page.getByRole('button', { name: 'Apply again' }).click();
  await heading(j, 'Your application waits').waitFor();
});
