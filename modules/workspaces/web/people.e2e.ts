import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { demoPeople } from '../../../app/demo.ts';
import { uuidv7 } from '../../../kit/ids.ts';
import { type Journey, journey, type RoleName } from '../../../tests/journeys/harness.ts';

/** A workspace for this journey alone, of the demo's owner: what happens to its people happens to no other journey. */
async function haveWorkspace({ api }: Journey, given: { name?: string; kind?: string } = {}) {
  const id = uuidv7();
  const name = given.name ?? `Workshop ${id.slice(-4)}`;
  await api('PUT', `/workspaces/${id}`, { name, kind: given.kind ?? 'brand', timezone: 'Europe/Zurich' });
  return { id, name };
}

async function haveLocation({ api }: Journey, workspaceId: string, name = 'Harbour shop') {
  const id = uuidv7();
  await api('PUT', `/w/${workspaceId}/locations/${id}`, { name, timezone: 'Europe/Athens' });
  return id;
}

/** Somebody of the demo in a browser of their own. */
async function somebodyElse({ page, stoa }: Journey, role: RoleName): Promise<Page> {
  const browser = page.context().browser()!;
  const context = await browser.newContext({ baseURL: stoa.url, viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(10_000);
  const { email, password } = demoPeople.find((person) => person.role === role)!;
  const headers = { origin: stoa.url };
  const response = await context.request.post('/api/session', { data: { email, password }, headers });
  assert.equal(response.status(), 200, await response.text());
  return context.newPage();
}

/** What the newest mail to somebody leads to, read in the sandbox's mailbox. */
async function linkInMail({ stoa }: Journey, to: string, words: RegExp): Promise<string> {
  const [, sandbox] = await stoa.process.said(/the sandbox world is at (\S+)/);
  for (let attempt = 0; attempt < 100; attempt++) {
    const answer = await fetch(`${sandbox}/mail?to=${encodeURIComponent(to)}`, {
      headers: { accept: 'application/json' },
    });
    const { messages } = (await answer.json()) as { messages: { links: string[] }[] };
    const link = messages.flatMap(({ links }) => links).find((one) => words.test(one));
    if (link) return link;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`no mail to ${to} with a link like ${words}`);
}

/** A member whose role was not asked for by mail: the link goes from the answer to whoever accepts it. */
async function haveMember(
  j: Journey,
  workspaceId: string,
  role: RoleName,
  invitation: object,
): Promise<Page> {
  const { link } = await j.api('PUT', `/w/${workspaceId}/invitations/${uuidv7()}`, invitation);
  const page = await somebodyElse(j, role);
  await page.goto(new URL(link).pathname + new URL(link).search);
  await page.getByRole('button', { name: /^Join/ }).click();
  await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
  return page;
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const choose = async (page: Page, label: string | RegExp, option: RegExp) => {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option }).click();
};

journey(
  'somebody is invited by mail, joins, and may do more as soon as they are given more',
  {},
  async (j) => {
    const { id, name } = await haveWorkspace(j);
    await j.signIn();
    await j.visit(`/w/${id}/members`);
    await j.page.getByRole('button', { name: 'Invite somebody' }).click();
    await j.page.getByLabel('E-mail address').fill('viewer@stoa.local');
    await choose(j.page, 'Role', /^Viewer/);
    await j.photograph('invite');
    await j.scan();
    await j.page.getByRole('button', { name: 'Send invitation' }).click();
    await j.page.getByText('viewer@stoa.local is invited').waitFor();
    await j.page.getByRole('tab', { name: 'Invitations' }).click();
    await j.page.getByRole('row', { name: 'viewer@stoa.local' }).waitFor();
    await j.photograph('invitations');
    await j.scan();

    const link = new URL(await linkInMail(j, 'viewer@stoa.local', /\/invitation\?token=/));
    const second = await somebodyElse(j, 'viewer');
    await second.goto(link.pathname + link.search);
    await second.getByRole('button', { name: `Join ${name}` }).click();
    await heading(second, 'Inbox').waitFor();

    await second.goto(`/w/${id}/members`);
    await second
      .getByText(/^As a viewer of .* you cannot invite or change its members/)
      .first()
      .waitFor();
    const invite = second.getByRole('button', { name: 'Invite somebody' });
    assert.equal(await invite.getAttribute('aria-disabled'), 'true');
    await second.getByRole('status', { name: /^Live/ }).waitFor();

    await j.page.getByRole('tab', { name: 'Members' }).click();
    await j.page.getByRole('row', { name: /Demo Owner/ }).waitFor();
    await j.page.getByLabel('Search').pressSequentially('viewer@stoa');
    await j.page.getByRole('row', { name: /Demo Owner/ }).waitFor({ state: 'detached' });
    assert.equal(await j.page.getByLabel('Search').inputValue(), 'viewer@stoa');
    await j.page.getByRole('row', { name: /Demo Viewer/ }).click();
    await heading(j.page, 'Demo Viewer').waitFor();
    await choose(j.page, /^Role of/, /^Admin/);
    await j.page.getByText('Demo Viewer is an admin now').waitFor();
    await second.locator('button:not([aria-disabled])', { hasText: 'Invite somebody' }).waitFor();
    await second.context().close();
  },
);

journey('what a member may do is said with its reason, and one exception is taken back', {}, async (j) => {
  const { id } = await haveWorkspace(j);
  await haveLocation(j, id);
  const second = await haveMember(j, id, 'manager', { role: 'manager', locationRoles: [] });
  await second.context().close();
  await j.signIn();
  await j.visit(`/w/${id}/members`);
  await j.page.getByRole('row', { name: /Demo Manager/ }).click();
  await heading(j.page, 'Demo Manager').waitFor();
  await j.page.getByText('Because a manager has it.').first().waitFor();
  await j.photograph('member');
  await j.scan();

  await j.page.getByRole('button', { name: 'Give: Read the audit trail' }).click();
  await j.page.getByText('Given beyond the role.').waitFor();
  await j.page.getByText('Demo Manager may now: Read the audit trail').waitFor();
  await j.page.keyboard.press('Control+z');
  await j.page.getByRole('button', { name: 'Give: Read the audit trail' }).waitFor();

  await j.page.getByRole('combobox', { name: 'Give a role at a location' }).fill('Harb');
  await j.page.getByRole('option', { name: 'Harbour shop' }).click();
  await j.page.getByRole('combobox', { name: 'Role at Harbour shop' }).waitFor();
  await j.scan();
});

journey('a viewer sees every screen, and why it is closed to them', {}, async (j) => {
  await j.signIn('viewer');
  for (const [screen, words] of [
    ['members', /cannot invite or change its members/],
    ['keys', /cannot see or make API keys/],
    ['audit', /cannot read its audit trail/],
    ['settings', /cannot change its settings/],
    ['children', /cannot see the workspaces under it. Only an owner can/],
  ] as const) {
    await j.visit(`/w/${j.workspaceId}/${screen}`);
    await j.page.getByText(words).first().waitFor();
    await j.photograph(`viewer-${screen}`);
    await j.scan();
  }
});

journey('a guest works at their location, and is told why not elsewhere', {}, async (j) => {
  const { id } = await haveWorkspace(j);
  const locationId = await haveLocation(j, id);
  const guest = await haveMember(j, id, 'manager', {
    role: null,
    locationRoles: [{ locationId, role: 'manager' }],
  });
  await guest.goto(`/w/${id}/locations`);
  await guest
    .getByText(/^As a guest of .* you cannot change its locations/)
    .first()
    .waitFor();
  await guest.goto(`/w/${id}/locations/${locationId}`);
  await guest.getByRole('button', { name: 'Change the contact' }).click();
  await guest.getByLabel('Phone').fill('+30 21 0123 4567');
  await guest.getByRole('button', { name: 'Save' }).click();
  await guest.getByText('+30 21 0123 4567').waitFor();
  await guest.goto(`/w/${id}/members`);
  await guest.getByText(/^As a guest of .* you cannot see who works here/).waitFor();
  await j.photograph('guest-members', guest);
  await j.scan(guest);
  await guest.context().close();
});

journey('the last owner cannot leave, and is told what to do first', {}, async (j) => {
  const { id } = await haveWorkspace(j);
  await j.signIn();
  await j.visit(`/w/${id}/members`);
  j.expectTrouble(/409/);
  await j.page.getByRole('button', { name: 'Leave' }).click();
  await j.page.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click();
  await j.page.getByText('A workspace needs an owner.').waitFor();
  await j.photograph('last-owner');
  await j.scan();
});

journey('a key that is made on the screen opens the API, until it is revoked', {}, async (j) => {
  const { id } = await haveWorkspace(j);
  await j.signIn();
  await j.visit(`/w/${id}/keys`);
  await j.page.getByRole('button', { name: 'Make the first key' }).click();
  await j.page.getByLabel('Name').fill('Website');
  await j.page.getByRole('checkbox', { name: 'See the workspace and its locations' }).click();
  await j.photograph('key-new');
  await j.scan();
  await j.page.getByRole('button', { name: 'Make key' }).last().click();
  await j.page.getByRole('heading', { name: 'The key is made' }).waitFor();
  const token = await j.page.locator('pre').first().textContent();
  await j.photograph('key-token');
  await j.scan();
  await j.page.getByRole('button', { name: 'Done' }).click();

  const headers = { authorization: `Bearer ${token?.trim()}` };
  const ask = () => fetch(`${j.stoa.url}/api/w/${id}/locations`, { headers });
  assert.equal((await ask()).status, 200);
  await j.page.getByRole('button', { name: 'Actions for Website' }).click();
  await j.page.getByRole('menuitem', { name: 'Revoke' }).click();
  await j.page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await j.page.getByText('Website is revoked').waitFor();
  await j.photograph('keys');
  assert.equal((await ask()).status, 401);
});

journey('the trail grows while one looks at it, and says from what to what', {}, async (j) => {
  const { id } = await haveWorkspace(j);
  await j.signIn();
  await j.visit(`/w/${id}/audit`);
  await j.page.getByRole('row', { name: /Workspace made/ }).waitFor();
  await j.page.getByRole('status', { name: /^Live/ }).waitFor();
  await j.api('PATCH', `/w/${id}`, { name: 'Renamed while watched' });
  await j.page.getByRole('row', { name: /Workspace changed/ }).click();
  await j.page.getByRole('dialog').getByText('Renamed while watched').waitFor();
  await j.photograph('audit-entry');
  await j.scan();
  await j.page.keyboard.press('Escape');
  await choose(j.page, 'Category', /^Secrets/);
  await j.page.getByRole('heading', { name: 'Nothing like that' }).waitFor();
  await j.scan();
});
