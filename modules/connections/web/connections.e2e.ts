import assert from 'node:assert/strict';
import {
  accountsOf,
  begin,
  connectInstagram,
  eventually,
  goTo,
  mailsAbout,
  openAccounts,
  play,
} from '../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../tests/journeys/harness.ts';
import { sandboxOf } from '../../../tests/journeys/newcomers.ts';

const row = ({ page }: Pick<Journey, 'page'>, name: string | RegExp) => page.getByRole('row', { name });
const tab = ({ page }: Journey, name: string) => page.getByRole('tab', { name, exact: true });
const healthy = ({ page }: Journey) => page.getByRole('tabpanel').getByText('Healthy', { exact: true });

journey('no account yet: the empty screen says what can be connected', {}, async (j) => {
  await begin(j);
  await openAccounts(j);
  await j.page.getByRole('heading', { name: 'No account is connected yet' }).waitFor();
  await j.photograph('connections-empty');
  await j.scan();
  await j.page.keyboard.press('c');
  const dialog = j.page.getByRole('dialog', { name: 'Connect an account' });
  await dialog.getByRole('radio', { name: 'Shopify' }).click();
  await dialog.getByLabel('Address of the shop').fill('linen-and-oak');
  await j.photograph('connections-dialog');
  await j.scan();
});

journey('an Instagram account is connected by its consent page, and is healthy', {}, async (j) => {
  await begin(j);
  await connectInstagram(j);
  await j.page
    .getByText('Your Instagram account is connected')
    .or(j.page.getByText('Linen & Oak is connected'))
    .first()
    .waitFor();
  await healthy(j).waitFor();
  await j.photograph('connection');
  await j.scan();
  assert.match(j.page.url(), /^http:\/\/localhost/);

  for (const name of ['Limits', 'Sync', 'Events', 'Calls', 'Settings']) {
    await tab(j, name).click();
    await j.page
      .getByRole('tabpanel')
      .getByText(/Loading/)
      .waitFor({ state: 'detached' });
    await j.photograph(`connection-${name.toLowerCase()}`);
    await j.scan();
  }
});

journey('a broken token is told once and mended by connecting again', {}, async (j) => {
  await begin(j);
  await connectInstagram(j);
  await healthy(j).waitFor();
  await play(j, 'message', { account: 'linen.and.oak', person: 'nora', text: 'Before it broke' });
  const before = await mailsAbout(j, 'demo@stoa.local', /not connected any more/);

  // What is still asked for would find the account broken before anybody looks.
  await syncedFirst(j);
  await knownByName(j, /nora/i);
  await revokeOnItsPage(j);
  await j.page.getByRole('button', { name: 'Look now' }).click();
  const todo = j.page.getByRole('list', { name: 'What to do' });
  await todo.getByText(/lets nothing in or out/).waitFor({ timeout: 20_000 });
  await j.photograph('connection-broken');
  await j.scan();
  await eventually(
    async () => (await mailsAbout(j, 'demo@stoa.local', /not connected any more/)).length > before.length,
  );
  const mails = await mailsAbout(j, 'demo@stoa.local', /not connected any more/);
  assert.equal(mails.length, before.length + 1);

  const [account] = await accountsOf(j);
  await todo.getByRole('button', { name: 'Connect again' }).click();
  await j.page.getByRole('heading', { name: /^Allow / }).waitFor();
  await j.page.getByRole('radio', { name: 'Linen & Oak' }).check();
  await j.page.getByRole('button', { name: 'Allow', exact: true }).click();
  await j.page.getByRole('heading', { name: 'Linen & Oak', level: 1 }).waitFor({ timeout: 20_000 });
  await todo.waitFor({ state: 'detached' });

  // It is the same account, with all that came in before.
  assert.deepEqual(
    (await accountsOf(j)).map(({ id }) => id),
    [account!.id],
  );
  await tab(j, 'Events').click();
  await row(j, /^Message /)
    .first()
    .waitFor();
});

async function syncedFirst(j: Journey): Promise<void> {
  const [account] = await accountsOf(j);
  const path = `/w/${j.workspaceId}/connections/${account!.id}/sync`;
  await eventually(async () => {
    const { items } = await j.api<{ items: { isRunning: boolean; lastCompletedAt: string | null }[] }>(
      'GET',
      path,
    );
    return items.every(({ isRunning, lastCompletedAt }) => !isRunning && lastCompletedAt !== null);
  });
}

/** The platform was asked who wrote. */
async function knownByName(j: Journey, name: RegExp): Promise<void> {
  await eventually(async () => {
    const { items } = await j.api<{ items: { person: { name: string } }[] }>(
      'GET',
      `/w/${j.workspaceId}/inbox/conversations?limit=50`,
    );
    return items.some(({ person }) => name.test(person.name));
  });
}

async function revokeOnItsPage(j: Journey): Promise<void> {
  const page = await j.anotherTab();
  await page.goto(`${sandboxOf(j)}/meta/accounts/linen.and.oak`);
  await page.getByRole('button', { name: 'Revoke' }).click();
  await page.waitForLoadState();
  await page.close();
}

journey('another account than the one that broke is not taken for it', {}, async (j) => {
  await begin(j);
  await connectInstagram(j);
  await j.page.getByRole('button', { name: 'Connect again' }).click();
  await j.page.getByRole('heading', { name: /^Allow / }).waitFor();
  await j.page.getByRole('radio', { name: 'Tiny Atelier' }).check();
  await j.page.getByRole('button', { name: 'Allow', exact: true }).click();
  await j.page.getByRole('heading', { name: 'That is another account' }).waitFor({ timeout: 20_000 });
  await j.scan();
  assert.equal((await accountsOf(j)).length, 1);
});

for (const size of ['desktop', 'phone'] as const) {
  journey('of several pages those are connected that were chosen', { size }, async (j) => {
    await begin(j);
    await goTo(j, 'Messenger');
    await j.page.getByRole('button', { name: 'Allow', exact: true }).click();
    await j.page.getByRole('heading', { name: 'Which of them?' }).waitFor({ timeout: 20_000 });
    await j.photograph('connect-picker');
    await j.scan();
    const offers = j.page.getByRole('list', { name: 'Accounts to choose from' }).getByRole('checkbox');
    for (const offer of await offers.all()) await offer.setChecked(false);
    const submit = j.page.getByRole('button', { name: /^Connect$/ });
    assert.equal(await submit.getAttribute('aria-disabled'), 'true');
    await offers.nth(0).check();
    await offers.nth(1).check();
    await j.page.getByRole('button', { name: 'Connect 2 accounts' }).click();
    await j.page.getByRole('heading', { name: 'Accounts', level: 1 }).waitFor({ timeout: 20_000 });
    assert.equal((await accountsOf(j)).length, 2);
    await j.photograph('connections');
    await j.scan();
  });
}

journey('who declines is told so, and can begin again', { theme: 'dark' }, async (j) => {
  await begin(j);
  await goTo(j, 'Instagram');
  await j.page.getByRole('button', { name: 'Do not allow' }).click();
  await j.page.getByRole('heading', { name: 'Nothing was connected' }).waitFor();
  await j.photograph('connect-declined');
  await j.scan();
  await j.page.getByRole('button', { name: 'Begin again' }).click();
  await j.page.getByRole('heading', { name: /^Allow / }).waitFor();
  assert.deepEqual(await accountsOf(j), []);
});

journey('what was not allowed is named, and what to tick', {}, async (j) => {
  await begin(j);
  await goTo(j, 'Instagram');
  await j.page.getByRole('radio', { name: 'Linen & Oak' }).check();
  await j.page.getByRole('checkbox', { name: /messages/ }).uncheck();
  await j.page.getByRole('button', { name: 'Allow', exact: true }).click();
  await j.page.getByText('Connect again and tick: Read and answer messages').waitFor({ timeout: 20_000 });
  await j.photograph('connection-in-part');
  await j.scan();
});

journey('an answer that comes to somebody who is not signed in waits for them', {}, async (j) => {
  await begin(j);
  await goTo(j, 'Instagram');
  await j.page.context().clearCookies();
  j.expectTrouble(/401/);
  await j.page.getByRole('button', { name: 'Allow', exact: true }).click();
  await j.page.getByLabel('E-mail address').fill('demo@stoa.local');
  await j.page.getByRole('textbox', { name: 'Password' }).fill('walk-with-me');
  await j.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await j.page.getByRole('heading', { name: 'Linen & Oak', level: 1 }).waitFor({ timeout: 20_000 });
});

journey('an answer nobody began leads nowhere, and says so', {}, async (j) => {
  await begin(j);
  await j.visit(`/connect/instagram?code=abc&state=abc`);
  await j.page.getByRole('heading', { name: 'Not connected' }).waitFor();
  await j.scan();
  const { workspaceId } = j;
  const ids = `${workspaceId}${workspaceId}`.replaceAll('-', '');
  const state = Buffer.concat([Buffer.from(ids, 'hex'), Buffer.alloc(32, 7)]).toString('base64url');
  j.expectTrouble(/404/);
  await j.visit(`/connect/instagram?code=abc&state=${state}`);
  await j.page.getByText(/it was begun by somebody else/).waitFor();
  await j.page.getByRole('link', { name: 'To the accounts' }).click();
  await j.page.getByRole('heading', { name: 'Accounts', level: 1 }).waitFor();
});

journey('disconnecting says what happens, and what is kept', {}, async (j) => {
  await begin(j);
  await connectInstagram(j);
  await j.page.getByRole('button', { name: 'Disconnect', exact: true }).click();
  const sure = j.page.getByRole('alertdialog');
  await sure.getByText(/kept for 90 days/).waitFor();
  await j.photograph('connection-disconnecting');
  await j.scan();
  await sure.getByRole('button', { name: 'Disconnect' }).click();
  await j.page.getByText(/It was disconnected/).waitFor();
  await j.photograph('connection-disconnected');
  await j.scan();
  assert.deepEqual(await accountsOf(j), []);
  await j.page.getByRole('link', { name: 'Accounts' }).first().click();
  await j.page.getByRole('heading', { name: 'No account is connected yet' }).waitFor();
});

journey('a setting is kept at once', {}, async (j) => {
  await begin(j);
  await connectInstagram(j);
  await tab(j, 'Settings').click();
  const answer = j.page.waitForResponse((response) => response.request().method() === 'PATCH');
  await j.page.getByRole('switch', { name: /opening hours only/ }).click();
  assert.equal((await answer).status(), 200);
  await j.page.reload();
  await tab(j, 'Settings').click();
  await j.page.getByRole('switch', { name: /opening hours only/, checked: true }).waitFor();
});

journey('texts are kept ready under names, and a name is taken once', {}, async (j) => {
  await begin(j);
  await connectInstagram(j);
  await tab(j, 'Settings').click();
  const save = j.page.getByRole('button', { name: 'Save texts' });
  for (const [i, text] of ['To Rome in three days.', 'We open at ten.'].entries()) {
    await j.page.getByRole('button', { name: 'Add a text' }).click();
    await j.page.getByLabel('Name', { exact: true }).nth(i).fill('Shipping');
    await j.page.getByLabel('Text', { exact: true }).nth(i).fill(text);
  }
  assert.equal(await save.getAttribute('title'), 'Two texts have the same name.');
  await j.page.getByLabel('Name', { exact: true }).nth(1).fill('Hours');
  await save.click();
  await j.page.getByText('The texts are saved').waitFor();
  await j.photograph('connection-texts');
  await j.scan();
  await j.page.reload();
  await tab(j, 'Settings').click();
  await j.page.getByRole('button', { name: 'Remove Shipping' }).click();
  await save.click();
  await j.page.getByText('The texts are saved').waitFor();
  await j.page.reload();
  await tab(j, 'Settings').click();
  await j.page.getByRole('button', { name: 'Remove Hours' }).waitFor();
  assert.equal(await j.page.getByRole('button', { name: 'Remove Shipping' }).count(), 0);
});

journey('a viewer sees the accounts, and why nothing can be changed', {}, async (j) => {
  await begin(j, 'viewer');
  await openAccounts(j);
  await j.page
    .getByText(/As a viewer of .* you cannot connect accounts/)
    .first()
    .waitFor();
  const connect = j.page.getByRole('button', { name: 'Connect an account' });
  assert.equal(await connect.getAttribute('aria-disabled'), 'true');
  await j.page.keyboard.press('c');
  assert.equal(await j.page.getByRole('dialog').count(), 0);
  await j.scan();
});

journey('what cannot be loaded says so, and is tried again', {}, async (j) => {
  await begin(j);
  const list = `**/api/w/${j.workspaceId}/connections?*`;
  const plain = `**/api/w/${j.workspaceId}/connections`;
  j.expectTrouble(/\/connections/);
  for (const one of [list, plain]) await j.page.route(one, (route) => route.abort('connectionrefused'));
  await openAccounts(j);
  await j.page.getByRole('heading', { name: 'This could not be loaded' }).waitFor({ timeout: 20_000 });
  await j.photograph('connections-failed');
  await j.scan();
  for (const one of [list, plain]) await j.page.unroute(one);
  await j.page.getByRole('button', { name: 'Try again' }).click();
  await j.page.getByRole('heading', { name: 'No account is connected yet' }).waitFor();
});
