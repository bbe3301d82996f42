import assert from 'node:assert/strict';
import { uuidv7 } from '../../../../kit/ids.ts';
import { beginWithInstagram, eventually, play } from '../../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';
import { newCustomer } from '../../../../tests/journeys/inbox.ts';

interface Row {
  readonly id: string;
  readonly name: string;
}

const base = ({ workspaceId }: Journey) => `/w/${workspaceId}/inbox`;
const listOf = async (j: Journey, what: string) =>
  (await j.api<{ items: Row[] }>('GET', `${base(j)}/${what}?limit=200`)).items;

/** Two people who wrote, each as they call themselves, and nobody of an earlier journey. */
async function twoWhoWrote(j: Journey): Promise<readonly [Row, Row]> {
  for (const { id } of await listOf(j, 'contacts')) await j.api('PUT', `${base(j)}/contacts/${id}/erasure`);
  for (const { id } of await listOf(j, 'tags')) await j.api('DELETE', `${base(j)}/tags/${id}`);
  await beginWithInstagram(j);
  for (const person of [newCustomer('nora'), newCustomer('jonas')])
    await play(j, 'message', { account: 'linen.and.oak', person, text: `It is ${person}` });
  return eventually(async () => {
    const items = await listOf(j, 'contacts');
    // Until the platform was asked they are somebody.
    const named = items.filter(({ name }) => /^(nora|jonas)/i.test(name));
    return named.length >= 2 && ([named[0]!, named[1]!] as const);
  });
}

async function openContact(j: Journey, { id, name }: Row): Promise<void> {
  await j.visit(`/w/${j.workspaceId}/contacts/${id}`);
  await j.page.getByRole('heading', { name, level: 1 }).waitFor();
}

for (const theme of ['light', 'dark'] as const)
  journey('a contact is found, described, tagged, and written about', { theme }, async (j) => {
    const [one] = await twoWhoWrote(j);
    await j.api('PUT', `${base(j)}/tags/${uuidv7()}`, { name: 'Regular', color: 'green' });
    await j.visit(`/w/${j.workspaceId}/contacts`);
    await j.page.getByRole('row', { name: new RegExp(one.name) }).waitFor();
    await j.photograph('contacts');
    await j.scan();
    await j.page.keyboard.press('/');
    await j.page.keyboard.type(one.name.slice(0, 3).toLowerCase());
    await j.page.getByRole('row', { name: new RegExp(one.name) }).click();
    await j.page.getByRole('heading', { name: one.name, level: 1 }).waitFor();

    await j.page.getByRole('button', { name: 'Change', exact: true }).click();
    const dialog = j.page.getByRole('dialog', { name: `About ${one.name}` });
    await dialog.getByRole('combobox', { name: 'Language' }).fill('Italian');
    await j.page.getByRole('option', { name: 'Italian' }).click();
    await dialog.getByRole('button', { name: 'Add a line' }).click();
    await dialog.getByLabel('Name of line 1').fill('Shoe size');
    await dialog.getByLabel('Shoe size', { exact: true }).fill('38');
    await j.photograph('contact-profile');
    await j.scan();
    await dialog.getByRole('button', { name: /Save/ }).click();
    await dialog.waitFor({ state: 'detached' });
    await j.page.getByText('Italian', { exact: true }).waitFor();

    await j.page.getByRole('heading', { name: one.name, level: 1 }).focus();
    await j.page.keyboard.press('#');
    await j.page.getByRole('dialog', { name: `Tags of ${one.name}` }).waitFor();
    await j.page.keyboard.type('reg');
    await j.page.keyboard.press('Enter');
    await j.page.keyboard.press('Escape');
    await j.page.getByRole('button', { name: 'Take Regular off' }).waitFor();

    await j.page.getByRole('textbox', { name: 'New note' }).fill('Prefers mornings.');
    await j.page.getByRole('button', { name: /Add note/ }).click();
    await j.page.getByRole('listitem').getByText('Prefers mornings.').waitFor();
    await agreed(j);
    await j.photograph('contact');
    await j.scan();
  });

async function agreed(j: Journey): Promise<void> {
  await j.page.getByRole('button', { name: 'Write down a consent' }).click();
  const dialog = j.page.getByRole('dialog', { name: 'Write down a consent' });
  await dialog.getByLabel(/Where they said so/).fill('In the shop');
  await j.scan();
  await dialog.getByRole('button', { name: /Write it down/ }).click();
  await dialog.waitFor({ state: 'detached' });
  await j.page.getByText('Agreed').waitFor();
}

journey(
  'whoever opens a contact right after writing a name arrives there, on a slow line too',
  {},
  async (j) => {
    const [one] = await twoWhoWrote(j);
    await j.page.clock.install();
    await j.visit(`/w/${j.workspaceId}/contacts`);
    let letGo = () => {};
    const isLetGo = new Promise<void>((done) => {
      letGo = done;
    });
    await j.page.route(/ContactPage-[^/]*\.js$/, (route) => isLetGo.then(() => route.continue()));
    await j.page.getByRole('searchbox', { name: 'Name' }).fill(one.name.slice(0, 3));
    await j.page.getByRole('row', { name: new RegExp(one.name) }).click();
    await j.page.getByText('Loading the page').waitFor({ state: 'attached' });
    // The address follows the words after a pause: it must not take back where they are going.
    await j.page.clock.fastForward(1_000);
    letGo();
    await j.page.getByRole('heading', { name: one.name, level: 1 }).waitFor();
    await j.page.goBack();
    await j.page.getByRole('heading', { name: 'Contacts', level: 1 }).waitFor();
  },
);

journey('two contacts become one, and two again', {}, async (j) => {
  const [one, other] = await twoWhoWrote(j);
  await openContact(j, one);
  await j.page.keyboard.press('m');
  const dialog = j.page.getByRole('dialog', { name: `Who else is ${one.name}?` });
  await dialog.getByRole('textbox', { name: 'Find the other one' }).fill(other.name.slice(0, 3));
  await dialog.getByRole('radio', { name: new RegExp(other.name) }).check({ force: true });
  await dialog.getByText(/is found under that name/).waitFor();
  await j.photograph('contact-merge');
  await j.scan();
  await dialog.getByRole('button', { name: /Make them one/ }).click();
  await j.page.getByText(`${other.name} is part of ${one.name}`).waitFor();
  await j.page.getByRole('button', { name: 'Make two again' }).waitFor();
  // Whoever commented before comes with the account, when they come.
  const ofTheTwo = async () => {
    const ids = (await listOf(j, 'contacts')).map(({ id }) => id);
    return ids.filter((id) => id === one.id || id === other.id);
  };
  assert.deepEqual(await ofTheTwo(), [one.id]);

  await j.visit(`/w/${j.workspaceId}/contacts/${other.id}`);
  await j.page.getByRole('heading', { name: 'This is part of another contact by now' }).waitFor();
  await j.scan();
  await j.page.getByRole('link', { name: 'Go there' }).click();
  await j.page.getByRole('button', { name: 'Make two again' }).click();
  await j.page.getByText(`${other.name} and ${one.name} are two again`).waitFor();
  assert.equal((await ofTheTwo()).length, 2);
});

journey('a contact is saved as a file, and erased by writing the name', {}, async (j) => {
  const [one] = await twoWhoWrote(j);
  await openContact(j, one);
  const begun = j.page.waitForEvent('download');
  await j.page.getByRole('button', { name: 'Save everything as a file' }).click();
  assert.match((await begun).suggestedFilename(), /^contact-.*\.json$/);

  await j.page.getByRole('button', { name: 'Erase contact' }).click();
  const dialog = j.page.getByRole('dialog', { name: `Erase ${one.name}?` });
  const erase = dialog.getByRole('button', { name: 'Erase contact' });
  assert.equal(await erase.getAttribute('aria-disabled'), 'true');
  await dialog.getByRole('textbox').fill(one.name);
  await j.photograph('contact-erase');
  await j.scan();
  await erase.click();
  await j.page.getByRole('heading', { name: 'Nothing is known of them any more' }).waitFor();
  await j.page.getByText('What they wrote is gone.').waitFor();
  await j.scan();
});

journey('whoever only commented is opened from their comment, and erased with every word', {}, async (j) => {
  await beginWithInstagram(j);
  const person = newCustomer('quirin');
  // Between the parts of a name there is a point in what the platform calls them.
  const named = new RegExp(person.replace('-', '.'));
  await j.visit(`/w/${j.workspaceId}/comments`);
  await j.page.getByRole('heading', { name: 'Comments', level: 1 }).waitFor({ state: 'attached' });
  await play(j, 'comment', { account: 'linen.and.oak', person, text: `Any xylophones, says ${person}?` });
  const row = j.page.getByRole('region', { name: 'Comments' }).getByRole('link');
  await row.filter({ hasText: named }).click();
  const said = j.page.getByRole('list', { name: 'What was said' });
  await said.getByRole('link', { name: named }).hover();
  await j.photograph('comment-author');
  await j.scan();
  const address = j.page.url();
  await said.getByRole('link', { name: named }).click();
  await j.page.getByRole('heading', { name: named, level: 1 }).waitFor();
  await j.page.getByText('There is none that you see.').scrollIntoViewIfNeeded();
  await j.page.getByRole('link', { name: /Any xylophones/ }).scrollIntoViewIfNeeded();
  await j.photograph('contact-who-commented');
  await j.scan();
  await j.page.getByRole('link', { name: /Any xylophones/ }).click();
  await said.getByText(/Any xylophones/).waitFor();
  await j.page.keyboard.press('i');
  const name = (await j.page.getByRole('heading', { name: named, level: 1 }).textContent())!;

  await j.page.getByRole('button', { name: 'Erase contact' }).click();
  const dialog = j.page.getByRole('dialog', { name: `Erase ${name}?` });
  await dialog.getByRole('textbox').fill(name);
  await dialog.getByRole('button', { name: 'Erase contact' }).click();
  await j.page.getByText('What they wrote is gone.').waitFor();
  await j.visit(address);
  await said.getByText('A comment without words').waitFor();
  assert.equal(await j.page.getByText(named).count(), 0);
  await said.getByRole('link', { name: 'Erased contact' }).waitFor();
});

journey('contacts on a phone', { size: 'phone' }, async (j) => {
  const [one] = await twoWhoWrote(j);
  await j.visit(`/w/${j.workspaceId}/contacts`);
  await j.page.getByRole('row', { name: new RegExp(one.name) }).waitFor();
  await j.photograph('contacts');
  await j.scan();
  await openContact(j, one);
  await j.photograph('contact');
  await j.scan();
});

journey('a viewer reads contacts and is told who changes them', {}, async (j) => {
  const [one] = await twoWhoWrote(j);
  await j.signIn('viewer');
  await openContact(j, one);
  await j.page
    .getByText(/you cannot change what is known of people/)
    .first()
    .waitFor();
  await j.scan();
});

journey('tags are added, renamed and removed', {}, async (j) => {
  for (const { id } of await listOf(j, 'tags')) await j.api('DELETE', `${base(j)}/tags/${id}`);
  await j.signIn();
  await j.visit(`/w/${j.workspaceId}/tags`);
  await j.page.getByRole('heading', { name: 'No tags yet' }).waitFor();
  await j.photograph('tags-empty');
  await j.scan();
  await j.page.keyboard.press('c');
  const dialog = j.page.getByRole('dialog', { name: 'Add a tag' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Order');
  await dialog.getByRole('radio', { name: 'Purple' }).check({ force: true });
  await j.photograph('tag');
  await j.scan();
  await dialog.getByRole('button', { name: /Add tag/ }).click();
  await j.page.getByRole('row', { name: /Order/ }).waitFor();
  await j.photograph('tags');
  await j.scan();

  await j.page.keyboard.press('c');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('order');
  j.expectTrouble(/409/);
  await dialog.getByRole('button', { name: /Add tag/ }).click();
  await dialog.getByText('There is a tag of this name already.').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await j.page
    .getByRole('button', { name: 'Leave' })
    .or(j.page.getByRole('row', { name: /Order/ }))
    .first()
    .waitFor();
});
