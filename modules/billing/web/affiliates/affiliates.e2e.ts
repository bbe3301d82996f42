import assert from 'node:assert/strict';
import { eventually } from '../../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';
import { moveTimeThere, payThere } from '../../../../tests/journeys/money.ts';
import { mailTo, ownOf, pathIn, settle, stranger } from '../../../../tests/journeys/newcomers.ts';

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

async function takeOn(j: Journey, email: string): Promise<string> {
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
  return (await j.page.getByText(/^\/r\/[a-z0-9]{8}$/).textContent())!;
}

/** Somebody else, by the link: who signs up, and buys credits with a card. */
async function comeAndPay(j: Journey, link: string): Promise<void> {
  const { page } = j;
  await j.visit(link);
  await heading(j, 'Sign up').waitFor();
  assert.equal(new URL(page.url()).pathname, '/sign-up');
  const newcomer = stranger();
  await page.getByLabel('Your name').fill(newcomer.name);
  await page.getByLabel('E-mail address').fill(newcomer.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(newcomer.password);
  await page.getByRole('button', { name: 'Sign up' }).click();
  const shown = page.waitForResponse((reply) => reply.url().endsWith('/api/me/referral'));
  await j.visit(pathIn(await mailTo(j, newcomer.email, /Confirm your address/), '/confirm-email'));
  assert.equal((await shown).status(), 200);
  await page.waitForFunction(() => !document.cookie.includes('stoa_referral='));
  const { workspaceId } = await ownOf(j);
  await j.visit(`/w/${workspaceId}/plans`);
  await page.getByRole('button', { name: 'Buy 1,200 credits' }).click();
  await payThere(j, '100.00 USD');
}

const commissions = ({ page }: Journey) => page.getByRole('table', { name: 'Commissions' });
const figure = ({ page }: Journey, name: string) =>
  page.getByRole('term').filter({ hasText: name }).locator('..').getByRole('definition');

/** Their own page is about no workspace, so it is read and not told of. */
async function openOwnPage(j: Journey, whenItIs: 'pending' | 'cleared' | 'paid'): Promise<void> {
  const { api } = await ownOf(j);
  const isSo = async () => (await api('GET', '/me/affiliate/commissions')).items[0]?.status === whenItIs;
  await eventually(isSo, 60_000);
  await j.visit('/you/affiliate');
}

/** Of a hundred dollars a quarter, for which it is too early. */
async function seeItPending(j: Journey): Promise<void> {
  await openOwnPage(j, 'pending');
  await commissions(j).getByText('25 % of $100.00').waitFor();
  await commissions(j).getByText('Pending', { exact: true }).waitFor();
  assert.equal(await figure(j, 'Pending').textContent(), '$25.00');
  await j.photograph('affiliate-pending');
  await j.scan();
}

/** So many days are over, here and at whoever took the money: not one more, in which a month might end. */
async function letTimePass(j: Journey, days: number): Promise<void> {
  // Nobody is to ask a Stoa that is not there.
  await j.page.goto('about:blank');
  await j.stoa.restart(days * 86_400_000);
  await moveTimeThere(j, `${days}d`);
}

async function makeStatement(j: Journey, email: string): Promise<void> {
  await j.visit('/admin/affiliates?status=approved');
  await j.page.getByRole('row', { name: email }).first().click();
  await j.page.getByText('Sign-ups').locator('..').getByText('1', { exact: true }).waitFor();
  await j.page.getByRole('button', { name: 'Make a statement now' }).click();
  await j.page.getByText('A statement of $25.00 is made').waitFor();
  await j.visit('/admin/affiliate-statements?which=all');
  const statements = j.page.getByRole('table', { name: 'Statements' });
  await statements.getByRole('row', { name: 'Tove Berg' }).getByText('In credits').waitFor();
  await j.photograph('admin-affiliate-statements');
  await j.scan();
}

async function seeItPaid(j: Journey): Promise<void> {
  await openOwnPage(j, 'paid');
  const commission = commissions(j).getByRole('row', { name: /Referral 1\b/ });
  await commission.getByText('Paid', { exact: true }).waitFor();
  await j.page.getByRole('table', { name: 'Statements' }).getByText('In credits').waitFor();
  assert.equal(await figure(j, 'Paid out').textContent(), '$25.00');
  await j.photograph('affiliate-paid');
  await j.scan();
  const { workspaceId } = await ownOf(j);
  await j.visit(`/w/${workspaceId}/wallet`);
  await j.page.getByRole('row', { name: 'Commissions' }).getByText('+$25.00').waitFor();
}

const long = { isLong: true, isAlone: true };
journey('an affiliate is taken on, brings somebody who pays, and is paid for it', long, async (j) => {
  const { email } = await applied(j);
  await j.photograph('affiliate-none');
  await j.scan();
  await j.page.getByLabel('How you would bring people').fill('I write about weaving, every week.');
  await j.page.getByRole('button', { name: 'Apply' }).click();
  await heading(j, 'Your application waits').waitFor();
  await j.photograph('affiliate-waiting');
  await j.scan();
  const context = j.page.context();
  const affiliate = await context.cookies();

  await context.clearCookies();
  await j.signIn();
  const link = await takeOn(j, email);
  await context.clearCookies();
  await comeAndPay(j, link);
  await context.clearCookies();
  await context.addCookies(affiliate);
  await seeItPending(j);

  await letTimePass(j, 14);
  await openOwnPage(j, 'cleared');
  await commissions(j).getByText('Cleared', { exact: true }).waitFor();
  assert.equal(await figure(j, 'Cleared').textContent(), '$25.00');
  await context.clearCookies();
  await j.signIn();
  await makeStatement(j, email);
  await context.clearCookies();
  await context.addCookies(affiliate);
  await seeItPaid(j);
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
  await j.page.clock.install();
  const { email } = await applied(j);
  await j.page.getByLabel('How you would bring people').fill('Somehow.');
  await j.page.getByRole('button', { name: 'Apply' }).click();
  await heading(j, 'Your application waits').waitFor();
  const { items } = await j.api('GET', '/admin/affiliates?status=applied');
  const { id } = items.find((one: { email: string }) => one.email === email);
  await j.api('PUT', `/admin/affiliates/${id}/rejection`, { note: 'Tell us more of who reads you.' });
  // Told by no event: the page asks again.
  await j.page.clock.fastForward(20_000);
  await heading(j, 'Your application was refused').waitFor();
  await j.page.getByText('Tell us more of who reads you.').waitFor();
  await j.photograph('affiliate-refused');
  await j.scan();
  await j.page.getByLabel('How you would bring people').fill('Two thousand weavers read me.');
  await j.page.getByRole('button', { name: 'Apply again' }).click();
  await heading(j, 'Your application waits').waitFor();
});
