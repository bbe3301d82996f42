import { randomUUID } from 'node:crypto';
import { type Journey, journey } from '../../../tests/journeys/harness.ts';
import { settle, stranger } from '../../../tests/journeys/newcomers.ts';

/** As somebody new, in a workspace of theirs. */
async function arrive(j: Journey): Promise<void> {
  await settle(j);
  await j.visit('/workspaces');
  await j.page.getByRole('link', { name: /Ada/ }).first().click();
  await j.page.getByRole('button', { name: /switch the workspace$/ }).waitFor();
}

const make = (j: Journey, name: string) =>
  j.page.context().request.put(`${j.stoa.url}/api/workspaces/${randomUUID()}`, {
    data: { name, kind: 'brand', timezone: 'Europe/Zurich' },
    headers: { origin: j.stoa.url },
  });

for (const theme of ['light', 'dark'] as const) {
  journey('a workspace among many is found by its name, and opens', { theme }, async (j) => {
    await arrive(j);
    const word = randomUUID().slice(0, 8);
    for (let index = 0; index < 10; index += 1) await make(j, `Branch ${index}`);
    await make(j, `Zeta ${word}`);
    await j.page.reload();
    await j.page.getByRole('button', { name: /switch the workspace$/ }).click();
    await j.page.getByRole('option', { name: /Branch 0/ }).waitFor();
    await j.photograph('workspace-switcher');
    await j.scan();
    await j.page.getByRole('combobox', { name: 'Find a workspace' }).fill(word);
    await j.page.getByRole('option', { name: /^Zeta/ }).waitFor();
    await j.page.getByRole('option', { name: /Branch 0/ }).waitFor({ state: 'detached' });
    await j.page.keyboard.press('Enter');
    await j.page.getByRole('button', { name: new RegExp(`^Zeta ${word}`) }).waitFor();
    // It is the one they were in last: home leads there, though it stands on no first page.
    await j.visit('/');
    await j.page.getByRole('button', { name: new RegExp(`^Zeta ${word}`) }).waitFor();
  });
}

journey('another workspace is made from wherever one is', {}, async (j) => {
  await arrive(j);
  await j.page.getByRole('button', { name: /switch the workspace$/ }).click();
  await j.page.getByRole('button', { name: 'Make a workspace' }).click();
  const dialog = j.page.getByRole('dialog', { name: 'Make a workspace' });
  await dialog.getByLabel('Name').fill('Keller & Sons');
  await dialog.getByRole('radio', { name: 'An agency' }).click();
  await j.photograph('make-workspace');
  await j.scan();
  await dialog.getByRole('button', { name: 'Make workspace' }).click();
  await j.page.getByRole('button', { name: /^Keller & Sons/ }).waitFor();
});

journey('the account menu leads to what is about oneself', {}, async (j) => {
  await arrive(j);
  await j.page.getByRole('button', { name: /^Your account/ }).click();
  await j.page.getByRole('menuitem', { name: 'Security' }).waitFor();
  await j.photograph('account-menu');
  await j.scan();
  await j.page.getByRole('menuitem', { name: 'Security' }).click();
  await j.page.getByRole('heading', { name: 'Security', level: 1 }).waitFor();
  await j.page.getByRole('link', { name: 'Back to work' }).click();
  await j.page.getByRole('button', { name: /switch the workspace$/ }).waitFor();
});

journey(
  'an address that is not confirmed is asked for, and the mail sent again',
  { size: 'phone' },
  async (j) => {
    const person = stranger();
    const url = j.stoa.url;
    await j.page.context().request.post(`${url}/api/people`, { data: person, headers: { origin: url } });
    await j.page.context().request.post(`${url}/api/session`, {
      data: { email: person.email, password: person.password },
      headers: { origin: url },
    });
    await j.visit('/you');
    const banner = j.page.getByRole('complementary').filter({ hasText: 'is yours' });
    await banner.waitFor();
    await j.photograph('confirm-address');
    await j.scan();
    await banner.getByRole('button', { name: 'Send the link again' }).click();
    await j.page.getByText(`Sent to ${person.email}`).waitFor();
  },
);

journey('the last week of a trial is said', { theme: 'dark' }, async (j) => {
  await arrive(j);
  const endsAt = new Date(Date.now() + 3 * 86_400_000 - 60_000);
  await j.page.route(/\/api\/w\/[^/]+$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), trialEndsAt: endsAt } });
  });
  await j.page.reload();
  await j.page.getByRole('complementary').filter({ hasText: 'The trial ends in 3 days' }).waitFor();
  await j.photograph('trial');
  await j.scan();
});
