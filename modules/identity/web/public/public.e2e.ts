import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNode } from '../../../../kit/testing/processes.ts';
import { newKey, openVault, parseKeyRing } from '../../../../kit/vault.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';
import { mailTo, stranger } from '../../../../tests/journeys/newcomers.ts';
import { unsubscribeToken } from '../../campaigns/preferences.ts';

const forms = [
  { name: 'apply', path: '/apply', heading: 'Apply' },
  { name: 'waiting-list', path: '/waiting-list', heading: 'Join the waiting list' },
  { name: 'demo', path: '/demo', heading: 'Be shown around' },
  { name: 'unsubscribe-cut-off', path: '/unsubscribe', heading: 'Mail from us' },
];

for (const theme of ['light', 'dark'] as const) {
  for (const size of ['desktop', 'phone'] as const) {
    journey('the forms for strangers', { theme, size }, async (j) => {
      const { page, visit, photograph, scan } = j;
      const launchAt = new Date(Date.now() + 12.5 * 86_400_000).toISOString();
      await j.api('PATCH', '/admin/settings', { launchAt, launchTimezone: 'Europe/Lisbon' });
      for (const { name, path, heading } of forms) {
        await visit(path);
        await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
        await photograph(name);
        await page
          .getByText('What happens next')
          .scrollIntoViewIfNeeded({ timeout: 500 })
          .catch(() => {});
        await photograph(`${name}-end`);
        await scan();
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${name} is ${over} px wider than the window`);
      }
    });
  }
}

journey(
  'what is missing is said at its field, and the first takes the focus',
  {},
  async ({ page, visit, scan }) => {
    await visit('/apply');
    await page.getByRole('button', { name: 'Send application' }).click();
    await page.getByText('Write your name.').waitFor();
    await page.getByText('Write an address like name@example.com.').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('name')), 'name');
    await scan();
  },
);

journey('an application is kept while it is written, and sent once', {}, async (j) => {
  const { page, visit, photograph, scan } = j;
  const { name, email } = stranger('Tove Berg');
  await visit('/apply');
  await page.getByRole('radio', { name: 'Agency' }).click();
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('textbox', { name: /^Agency/ }).fill('Northlight');
  await page.getByRole('checkbox', { name: 'YouTube' }).click();
  await page.reload();
  assert.equal(await page.getByLabel('Your name').inputValue(), name);
  assert.equal(await page.getByRole('textbox', { name: /^Agency/ }).inputValue(), 'Northlight');
  assert.equal(await page.getByRole('checkbox', { name: 'YouTube' }).isChecked(), true);

  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Website').fill('northlight.example');
  await page.getByRole('button', { name: 'Send application' }).click();
  await page.getByRole('heading', { name: 'We have your application' }).waitFor();
  await photograph('apply-sent');
  await scan();
  await mailTo(j, email, /We have your application/);

  await page.reload();
  await page.getByRole('heading', { name: 'We have your application' }).waitFor();
  const { items } = await j.api('GET', `/admin/applications?q=${encodeURIComponent(email)}`);
  assert.equal(items.length, 1);
  const { details } = await j.api('GET', `/admin/applications/${items[0].id}`);
  assert.deepEqual(
    [details.accountType, details.companyName, details.platforms, details.website],
    ['agency', 'Northlight', ['YouTube'], 'https://northlight.example'],
  );

  await page.getByRole('button', { name: 'Apply with another address' }).click();
  assert.equal(await page.getByLabel('Your name').inputValue(), '');
});

journey(
  'a wrong website is refused at its field, and the words stay',
  {},
  async ({ page, visit, expectTrouble, scan }) => {
    await visit('/apply');
    await page.getByLabel('Your name').fill('Tove Berg');
    await page.getByLabel('E-mail address').fill(stranger().email);
    await page.getByLabel('Website').fill('not an address');
    expectTrouble(/400|422/);
    await page.getByRole('button', { name: 'Send application' }).click();
    await page.locator('[aria-invalid="true"][name="website"]').waitFor();
    await scan();
    assert.equal(await page.getByLabel('Your name').inputValue(), 'Tove Berg');
  },
);

/** Joins the waiting list, with or without mails. */
async function joinList({ page, visit }: Journey, email: string, marketing: boolean): Promise<void> {
  await visit('/waiting-list?source=newsletter');
  await page.getByLabel('E-mail address').fill(email);
  if (marketing) await page.getByRole('checkbox', { name: /Tell me/ }).click();
  await page.getByRole('button', { name: 'Join the waiting list' }).click();
  await page.getByRole('heading', { name: 'You are on the list' }).waitFor();
}

journey('whoever joins the waiting list stays on it after a reload', {}, async (j) => {
  const { email } = stranger();
  await joinList(j, email, true);
  await j.page.reload();
  await j.page.getByRole('heading', { name: 'You are on the list' }).waitFor();
  await j.photograph('waiting-list-sent');
  await j.scan();
  const { items } = await j.api('GET', `/admin/waiting-list?q=${encodeURIComponent(email)}`);
  assert.deepEqual([items[0].email, items[0].source], [email, 'newsletter']);
});

/** A Stoa of its own, under a key that is known here: the link in a mail can be made, and nothing is played. */
async function withOwnStoa(
  act: (stoa: { url: string; linkFor: (email: string) => string }) => Promise<void>,
) {
  const ring = `k1:${newKey()}`;
  const folder = await mkdtemp(join(tmpdir(), 'stoa-unsubscribe-'));
  const stoa = startNode({
    name: 'stoa of its own',
    args: [join(import.meta.dirname, '../../../../app/main.ts')],
    env: { PORT: '0', SANDBOX_PORT: '0', STOA_DATA: folder, STOA_LOG: 'warn', STOA_KEYS: ring },
  });
  try {
    const [, url] = await stoa.said(/^stoa ready (\S+)$/m);
    const vault = openVault(parseKeyRing(ring));
    const linkFor = (email: string) =>
      `${url}/unsubscribe?${new URLSearchParams({ token: unsubscribeToken({ vault }, email) })}`;
    await act({ url: url!, linkFor });
  } finally {
    await stoa.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

journey('a link in a mail unsubscribes by one button and not by looking, and back', {}, async (j) => {
  const { page, photograph, scan } = j;
  const { email } = stranger();
  await withOwnStoa(async ({ linkFor }) => {
    await page.goto(linkFor(email));
    await page.getByRole('heading', { name: 'No more mail from us?' }).waitFor();
    await photograph('unsubscribe');
    await scan();
    await page.reload();
    await page.getByRole('button', { name: 'Unsubscribe' }).click();
    await page.getByRole('heading', { name: 'You are unsubscribed' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'You are unsubscribed' }).waitFor();
    await photograph('unsubscribed');
    await scan();
    await page.getByRole('button', { name: 'Subscribe again' }).click();
    await page.getByRole('heading', { name: 'No more mail from us?' }).waitFor();

    j.expectTrouble(/404/);
    await page.goto(linkFor(email).slice(0, -6));
    await page.getByRole('heading', { name: 'This link does not work' }).waitFor();
    await photograph('unsubscribe-wrong');
    await scan();
    // What the page would fetch a little later is not there any more.
    await page.goto('about:blank');
  });
});
