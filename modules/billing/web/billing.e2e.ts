import assert from 'node:assert/strict';
import { uuidv7 } from '../../../kit/ids.ts';
import { eventually } from '../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../tests/journeys/harness.ts';
import { sandboxOf } from '../../../tests/journeys/newcomers.ts';

/** As nobody has touched it: this installation's models, without a limit. */
async function begin(j: Journey): Promise<void> {
  await j.api('DELETE', `/w/${j.workspaceId}/billing/ai`);
}

async function open({ page, workspaceId, visit }: Journey, screen: 'models' | 'costs'): Promise<void> {
  await visit(`/w/${workspaceId}/${screen}`);
  await page.getByRole('heading', { name: screen === 'models' ? 'Models' : 'Costs', level: 1 }).waitFor();
}

const form = ({ page }: Journey) => page.getByRole('region', { name: /^Which are asked/ });

async function choose(j: Journey, label: string, model: string): Promise<void> {
  const field = form(j).getByRole('combobox', { name: label });
  await field.fill(model);
  await j.page.getByRole('option', { name: model }).first().click();
}

/** Written down, and read by the model that finds by meaning: a call, and what it cost. */
async function aCall(j: Journey): Promise<void> {
  const before = await callsCount(j);
  await j.api('PUT', `/w/${j.workspaceId}/knowledge/documents/${uuidv7()}`, {
    title: 'Shipping',
    body: 'We ship to Italy within three days. Shipping costs 7 euros.',
    language: 'en',
  });
  await eventually(async () => (await callsCount(j)) > before);
}

async function callsCount(j: Journey): Promise<number> {
  const { items } = await j.api<{ items: { outcome: string }[] }>(
    'GET',
    `/w/${j.workspaceId}/billing/ai/calls`,
  );
  return items.filter(({ outcome }) => outcome === 'done').length;
}

/** Refused twice: what is no address at its field, and a wrong key by the house itself. */
async function bringOwn(j: Journey): Promise<void> {
  const { page } = j;
  j.expectTrouble(/400/);
  await page.getByText('Where this installation has its own.').waitFor();
  await page.getByRole('button', { name: 'Use your own' }).click();
  const dialog = page.getByRole('dialog', { name: 'Use your own models' });
  await dialog.getByLabel('Address').fill('api.example.com with spaces');
  await dialog.getByLabel('Key', { exact: true }).fill('sk-wrong-and-long');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText(/Write an address such as/).waitFor();
  await dialog.getByLabel('Address').fill(`${sandboxOf(j)}/openrouter.ai/api/v1`);
  await dialog.getByRole('button', { name: 'Save' }).click();
  // By itself, once the list was asked for.
  await page.getByText('The key was not accepted there.').waitFor();
  await page.getByText('Ends in long.').waitFor();

  await page.getByRole('button', { name: 'Change address or key' }).click();
  const again = page.getByRole('dialog', { name: 'Change address or key' });
  await again.getByLabel('Key', { exact: true }).fill('sk-or-sandbox');
  await again.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Read', { exact: true }).waitFor();
}

async function chooseAndLimit(j: Journey): Promise<void> {
  await choose(j, 'Words the answers', 'anthropic/claude-3.5-haiku');
  await choose(j, 'Finds by meaning', 'openai/text-embedding-3-small');
  const limit = form(j).getByLabel('Limit of a month, in dollars');
  await limit.fill('a lot');
  await form(j).getByRole('button', { name: 'Save' }).click();
  await form(j).getByText('Write an amount in dollars').waitFor();
  await limit.fill('25');
  await form(j).getByRole('button', { name: 'Save' }).click();
  await j.page.getByText('The choice is saved').waitFor();
  await j.page.getByRole('table', { name: 'Models' }).getByText('Asked now').first().waitFor();
}

/** By hand, put away, and back by the toast's own Undo. */
async function addAModel(j: Journey): Promise<void> {
  const { page } = j;
  const name = `Llama ${uuidv7().slice(-6)}`;
  await page.getByRole('button', { name: 'Add model' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a model' });
  await dialog.getByLabel('As it is called there').fill(name.toLowerCase().replace(' ', ':'));
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByLabel('A million tokens in, in dollars').fill('cheap');
  await dialog.getByRole('button', { name: 'Add model' }).click();
  await dialog.getByText('Write an amount in dollars, like 0.15, or 0.').first().waitFor();
  await dialog.getByLabel('A million tokens in, in dollars').fill('0');
  await dialog.getByLabel('A million tokens out, in dollars').fill('0.00001');
  await dialog.getByRole('button', { name: 'Add model' }).click();
  await page.getByText(`${name} can be chosen`).waitFor();
  const menu = page.getByRole('button', { name: `What can be done with ${name}` });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Put away' }).click();
  await page.getByText(`${name} is put away`).waitFor();
  await menu.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await menu.waitFor();
}

for (const variation of [{ theme: 'light' }, { theme: 'dark', size: 'phone' }] as const)
  journey('own models: address, key, choice, limit, and what a call costs', variation, async (j) => {
    const { page } = j;
    const main = page.getByRole('main');
    await begin(j);
    await j.signIn();
    await open(j, 'models');
    await bringOwn(j);
    await chooseAndLimit(j);
    await addAModel(j);
    assert.equal((await page.content()).includes('sk-or-sandbox'), false);
    await j.photograph('models', main);
    await j.scan();

    await aCall(j);
    await open(j, 'costs');
    await page.getByRole('region', { name: 'This month' }).getByText('of $25.00').waitFor();
    const calls = page.getByRole('table', { name: 'Calls' });
    await calls.getByText('Reading what is written down').first().waitFor();
    await j.photograph('costs', main);
    await j.scan();
    const download = page.waitForEvent('download');
    await page
      .getByRole('region', { name: 'Day by day' })
      .getByRole('link', { name: 'Save as a table' })
      .click();
    assert.match((await download).suggestedFilename(), /^costs-[-\d]+\.csv$/);
    await page.getByRole('combobox', { name: 'Only' }).click();
    await page.getByRole('option', { name: 'Failed' }).click();
    await page.getByRole('heading', { name: 'No such call' }).waitFor();
    await page.getByRole('button', { name: 'Show all calls' }).click();
    await calls.getByText('Reading what is written down').first().waitFor();
    await begin(j);
  });

journey('who may not see money is told who can', { size: 'phone' }, async (j) => {
  await j.signIn('viewer');
  await open(j, 'costs');
  await j.page.getByText(/you cannot see what it costs/).waitFor();
  await open(j, 'models');
  await j.page.getByText(/you cannot see its models/).waitFor();
  await j.scan();
  await j.signIn('manager');
  await open(j, 'models');
  const note = j.page.getByRole('paragraph').filter({ hasText: 'you cannot change where its models are' });
  await note.waitFor();
});
