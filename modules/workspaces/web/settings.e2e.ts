import assert from 'node:assert/strict';
import { uuidv7 } from '../../../kit/ids.ts';
import { type Journey, journey } from '../../../tests/journeys/harness.ts';

async function haveWorkspace({ api }: Journey, name: string, kind = 'brand', parentId?: string) {
  const id = uuidv7();
  await api('PUT', `/workspaces/${id}`, {
    name,
    kind,
    timezone: 'Europe/Zurich',
    ...(parentId && { parentId }),
  });
  return id;
}

journey(
  'a workspace gets another name and address, is deleted by its name, and comes back',
  {},
  async (j) => {
    const name = `Bakery ${uuidv7().slice(-6)}`;
    const id = await haveWorkspace(j, name);
    await j.signIn();
    await j.visit(`/w/${id}/settings`);
    const fresh = `${name} & Söhne`;
    await j.page.getByLabel('Name', { exact: true }).fill(fresh);
    await j.page.getByRole('button', { name: 'Make it of the name' }).click();
    assert.match(await j.page.getByLabel('Address').inputValue(), /-and-sohne$/);
    await j.page.getByRole('button', { name: /^Save/ }).first().click();
    await j.page.getByText('The settings are saved').waitFor();

    await j.page.getByRole('button', { name: 'Delete workspace' }).click();
    // What is on the screen still asks for what is gone.
    j.expectTrouble(/404/);
    const really = j.page.getByRole('dialog').getByRole('button', { name: 'Delete workspace' });
    assert.equal(await really.getAttribute('aria-disabled'), 'true');
    await j.page.getByLabel(`Write “${fresh}”`).fill(fresh);
    await j.photograph('workspace-delete');
    await j.scan();
    await really.click();
    await j.page.getByRole('heading', { name: 'Where to?' }).waitFor();
    await j.page.getByRole('button', { name: `Bring back ${fresh}` }).waitFor();
    await j.photograph('workspaces-deleted');
    await j.scan();

    await j.visit(`/w/${id}/locations`);
    await j.page.getByRole('heading', { name: 'Nothing stands here' }).waitFor();
    await j.visit('/workspaces');
    await j.page.getByRole('button', { name: `Bring back ${fresh}` }).click();
    await j.page.getByRole('link', { name: new RegExp(fresh) }).waitFor();
  },
);

journey('an address that is taken is said at its field, which has the focus', {}, async (j) => {
  await haveWorkspace(j, 'Taken');
  const id = await haveWorkspace(j, `Other ${uuidv7().slice(-6)}`);
  const { slug } = await j.api('GET', `/w/${j.workspaceId}`);
  await j.signIn();
  await j.visit(`/w/${id}/settings`);
  j.expectTrouble(/409/);
  await j.page.getByLabel('Address').fill(slug);
  await j.page.getByRole('button', { name: /^Save/ }).first().click();
  await j.page.getByText('This address is taken.').waitFor();
  assert.equal(await j.page.getByLabel('Address').inputValue(), slug);
  await j.scan();
});

for (const variation of [{}, { theme: 'dark', size: 'phone' }] as const) {
  journey('a holding sees the figures of what stands under it', variation, async (j) => {
    const holding = await haveWorkspace(j, `Holding ${uuidv7().slice(-6)}`, 'holding');
    const child = await haveWorkspace(j, 'North', 'brand', holding);
    await haveWorkspace(j, 'South', 'agency', holding);
    await j.api('PUT', `/w/${child}/locations/${uuidv7()}`, { name: 'Harbour shop', timezone: 'UTC' });
    await j.signIn();
    await j.visit(`/w/${holding}/children`);
    await j.page.getByRole('row', { name: /North/ }).waitFor();
    await j.photograph('children');
    await j.scan();
    await j.page.getByRole('button', { name: 'Actions for South' }).click();
    await j.page.getByRole('menuitem', { name: 'Let it go' }).click();
    await j.page.getByRole('button', { name: 'Let it go' }).click();
    await j.page.getByRole('row', { name: /South/ }).waitFor({ state: 'detached' });
    await j.page.getByRole('button', { name: 'Add workspace' }).click();
    await j.page.getByRole('radio', { name: 'A new one' }).click();
    await j.page.getByLabel('Name').fill('East');
    await j.photograph('child-new');
    await j.scan();
    await j.page.getByRole('button', { name: 'Make workspace' }).click();
    await j.page.getByRole('row', { name: /East/ }).waitFor();
  });

  journey('opening hours are written once, copied, and shown by the clock there', variation, async (j) => {
    const id = await haveWorkspace(j, `Hours ${uuidv7().slice(-6)}`);
    const location = uuidv7();
    await j.api('PUT', `/w/${id}/locations/${location}`, { name: 'Harbour shop', timezone: 'Europe/Athens' });
    await j.signIn();
    await j.visit(`/w/${id}/locations/${location}`);
    await j.page.getByRole('button', { name: 'Change the opening hours' }).click();
    await j.page.getByRole('button', { name: 'Add hours on Monday' }).click();
    await j.page.getByLabel('Monday, closes', { exact: true }).fill('12:00');
    await j.page.getByRole('button', { name: 'Add hours on Monday' }).click();
    await j.page.getByLabel('Monday, opens, span 2').fill('11:00');
    await j.page.getByText('This overlaps with other hours.').waitFor();
    await j.scan();
    await j.page.getByLabel('Monday, opens, span 2').fill('13:30');
    await j.page.getByRole('button', { name: 'Copy Monday to other days' }).click();
    await j.page.getByRole('menuitem', { name: 'To Monday to Friday' }).click();
    await j.page.getByRole('button', { name: 'Add an exception' }).click();
    await j.page.getByLabel('Day of the exception').fill('2027-12-25');
    await j.page.getByLabel(/^Note on/).fill('Holiday');
    await j.photograph('hours');
    await j.page.getByRole('button', { name: /^Save/ }).click();
    await j.page.getByText('09:00–12:00, 13:30–18:00').first().waitFor();
    assert.equal(await j.page.getByText('09:00–12:00, 13:30–18:00').count(), 5);
    await j.photograph('location-page');
    await j.scan();
  });

  journey('the brand voice is written in plain fields', variation, async (j) => {
    const id = await haveWorkspace(j, `Voice ${uuidv7().slice(-6)}`);
    const location = uuidv7();
    await j.api('PUT', `/w/${id}/locations/${location}`, { name: 'Harbour shop', timezone: 'Europe/Athens' });
    await j.signIn();
    await j.visit(`/w/${id}/locations/${location}`);
    await j.page.getByRole('button', { name: 'Change the brand voice' }).click();
    await j.page.getByLabel('Tone').fill('Warm and calm');
    await j.page.getByLabel('Does', { exact: false }).first().fill('Says the name\nThanks');
    await j.photograph('voice');
    await j.scan();
    await j.page.getByRole('button', { name: /^Save/ }).click();
    await j.page.getByText('Warm and calm').waitFor();
    await j.page.getByRole('listitem').filter({ hasText: 'Says the name' }).waitFor();
  });
}

/** Every screen of a workspace as it stands, in both appearances and both sizes, open to everybody. */
const screens = [
  ['members', 'Members'],
  ['roles', 'Roles'],
  ['keys', 'API keys'],
  ['audit', 'Audit trail'],
  ['settings', 'Settings'],
] as const;

for (const theme of ['light', 'dark'] as const) {
  for (const size of ['desktop', 'phone'] as const) {
    journey('the screens of a workspace', { theme, size }, async (j) => {
      await j.signIn();
      for (const [name, title] of screens) {
        await j.visit(`/w/${j.workspaceId}/${name}`);
        await j.page.getByRole('heading', { level: 1, name: title }).waitFor();
        await j.page.locator('[aria-busy="true"], .skeleton').first().waitFor({ state: 'detached' });
        await j.photograph(`workspace-${name}`);
        await j.scan();
      }
      await j.visit('/workspaces');
      await j.page.getByRole('listitem').first().waitFor();
      await j.photograph('workspaces');
      await j.scan();
    });
  }
}
