import { uuidv7 } from '../../../../kit/ids.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';

type Page = Journey['page'];
const at = (j: Journey, rest: string) => `/w/${j.workspaceId}/${rest}`;

/** Without anybody who answers, and with nothing changed of what holds. */
async function begin(j: Journey): Promise<void> {
  const { items } = await j.api<{ items: { id: string }[] }>('GET', at(j, 'autopilot/personas?limit=200'));
  for (const { id } of items) await j.api('DELETE', at(j, `autopilot/personas/${id}`));
  await j.api('PUT', at(j, `knowledge/documents/${uuidv7()}`), {
    title: 'Shipping',
    body: 'We ship to Italy within three days. Shipping to Italy costs 7 euros.',
    language: 'en',
  });
  await j.api('PUT', at(j, 'autopilot/settings'), { ...usual, isOn: false });
}
const usual = { model: 'anthropic/claude-3.5-haiku' };

async function openSettings(j: Journey): Promise<void> {
  await j.visit(at(j, 'autopilot'));
  await j.page.getByRole('heading', { name: 'Autopilot', level: 1 }).waitFor();
}

/** From the step of the page that leads there, to the page of who answers now. */
async function writePersona(j: Journey): Promise<void> {
  const { page } = j;
  await page.getByRole('link', { name: 'Write a persona' }).click();
  await page.getByRole('button', { name: 'Write the first persona' }).click();
  await page.getByRole('heading', { name: 'New persona', level: 1 }).waitFor();
  await page.getByLabel('Up to how much, in dollars').fill('a lot');
  await page.getByRole('button', { name: 'Add persona' }).click();
  await page.getByText('Give it a name.').waitFor();
  await page.getByText('Write an amount in dollars, like 50 or 0.5.').waitFor();
  await page.getByLabel('Name', { exact: true }).fill('Lea');
  await page.getByLabel('Up to how much, in dollars').fill('12.50');
  const preview = page.getByRole('complementary', { name: 'What Lea does' });
  await preview.getByText('Whatever else is worth more than $12.50.').waitFor();
  await page.getByRole('radio', { name: 'Only suggests' }).click();
  await preview.getByText('Every answer: it only suggests.').waitFor();
  await page.getByRole('radio', { name: 'Makes small talk too' }).click();
  await preview.getByText('Greets, thanks and wishes well.').waitFor();
  await j.photograph('persona', page.getByRole('main'));
  await j.scan();
  await choose(page, 'State', 'Answers');
  await page.getByRole('button', { name: 'Add persona' }).click();
  await page.getByRole('heading', { name: 'Lea', level: 1 }).waitFor();
  await page.getByRole('link', { name: 'Personas' }).first().click();
  await page.getByRole('table', { name: 'Personas' }).getByText('Usual one').waitFor();
  await j.photograph('personas');
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option }).first().click();
}

/** A number that cannot be, an address that is none, and then what can be. */
async function changeSettings(j: Journey): Promise<void> {
  const { page } = j;
  const save = page.getByRole('button', { name: 'Save' });
  await page.getByLabel('How sure it has to be').fill('often');
  await save.click();
  await page.getByText('A number from 0 to 100.').waitFor();
  await page.getByLabel('How sure it has to be').fill('70');
  await page.getByLabel('Who is told by mail').fill('nobody at home');
  j.expectTrouble(/400/);
  await save.click();
  await page.getByText(/Invalid email/i).waitFor();
  await page.getByLabel('Who is told by mail').fill('');
  await page.getByLabel(/^Words/).fill('lawyer\nallergy');
  // Somebody else is faster.
  await j.api('PUT', at(j, 'autopilot/settings'), { ...usual, tone: 'calm' });
  await page.getByText('Somebody has changed these settings meanwhile').waitFor();
  await j.photograph('autopilot-settings-overtaken');
  await page.getByRole('button', { name: 'Keep mine, take the rest' }).click();
  await save.click();
  await page.getByText('The autopilot’s settings are saved').waitFor();
  const saved = await j.api<Record<string, unknown>>('GET', at(j, 'autopilot/settings'));
  const told = JSON.stringify([saved.tone, saved.confidenceMin, saved.flaggedKeywords]);
  if (told !== '["calm",0.7,["lawyer","allergy"]]') throw new Error(`saved was ${told}`);
}

for (const variation of [{ theme: 'light' }, { theme: 'dark', size: 'phone' }] as const)
  journey('the autopilot is set up from nothing, step by step', variation, async (j) => {
    const { page } = j;
    await begin(j);
    await j.signIn();
    await openSettings(j);
    await page.getByRole('heading', { name: 'Somebody who answers' }).waitFor();
    await j.photograph('autopilot-set-up');
    await writePersona(j);

    await openSettings(j);
    await page.getByRole('heading', { name: /still missing/ }).waitFor({ state: 'detached' });
    await page.getByRole('switch', { name: 'The autopilot answers' }).click();
    await page.getByText('On', { exact: true }).waitFor();
    await changeSettings(j);
    await j.photograph('autopilot-settings', page.getByRole('main'));
    await j.scan();
    await page.getByRole('switch', { name: 'The autopilot answers' }).click();
    await page.getByText('The autopilot is off').waitFor();
  });

/** Two questions, of which the second stands on nothing that is written down. */
async function writeQuestions(j: Journey, name: string): Promise<void> {
  const { page } = j;
  await page.getByRole('button', { name: 'Write questions' }).click();
  const dialog = page.getByRole('dialog', { name: 'Write questions' });
  await dialog.getByRole('button', { name: 'Keep the set' }).click();
  await dialog.getByText('Write the question, or remove it.').waitFor();
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByLabel('What they write').fill('Do you ship to Italy?');
  await dialog.getByLabel('Words its answer has to stand on').fill('We ship to Italy');
  await dialog.getByRole('button', { name: 'Paste many' }).click();
  await dialog.getByLabel('Questions', { exact: true }).fill(`Do you repair ${name}? | We repair ${name}`);
  await dialog.getByRole('button', { name: 'Add them' }).click();
  await j.photograph('evaluation-questions', dialog);
  await dialog.getByRole('button', { name: 'Keep the set' }).click();
  await page.getByText(`${name} can be asked`).waitFor();
}

/** Asked, and waited for as one would: it says by itself that it is over. */
async function ask(j: Journey, name: string, label: string, value: string): Promise<void> {
  const { page } = j;
  await page.getByRole('button', { name: `Ask ${name}` }).click();
  const dialog = page.getByRole('dialog', { name: `Ask ${name}` });
  await dialog.getByLabel(label).fill(value);
  await dialog.getByRole('button', { name: /^Ask/ }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  await page.getByRole('table', { name: 'Results' }).getByText(`Do you repair ${name}?`).waitFor();
  await page.getByRole('progressbar', { name: /Asking|Waiting/ }).waitFor({ state: 'detached' });
}

journey('questions are written and asked, and two runs are compared', {}, async (j) => {
  const { page } = j;
  const name = `bicycles ${uuidv7().slice(-6)}`;
  await begin(j);
  await j.signIn();
  await j.visit(at(j, 'evaluations'));
  await addReadySet(j);
  await writeQuestions(j, name);
  await ask(j, name, 'Temperature', '0.2');
  await j.photograph('evaluation-run', page.getByRole('main'));
  await j.scan();
  await page.getByRole('row', { name: /Do you repair/ }).click();
  await page
    .getByRole('dialog', { name: 'Question 2' })
    .getByText(/fetched a person/i)
    .first()
    .waitFor();
  await j.photograph('evaluation-question');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Evaluations' }).first().click();
  // Written down now, word for word as it is asked: no model is needed to know it.
  await j.api('PUT', at(j, `knowledge/faqs/${uuidv7()}`), {
    questions: [`Do you repair ${name}?`],
    answer: `We repair ${name}, of every make.`,
    language: 'en',
  });
  await tagQuestions(j, name, ['shipping', 'repairs']);
  await ask(j, name, 'Temperature', '0.9');
  const kinds = page.getByRole('table', { name: 'How each kind of question came out' });
  await kinds.getByRole('row', { name: /^Repairs English 1 of 1/ }).waitFor();
  await page.getByRole('heading', { name: 'Tried with other settings' }).waitFor();
  await page.getByRole('checkbox', { name: 'Only if this run came out no worse' }).waitFor();
  await page.getByRole('button', { name: 'Answer customers with these settings' }).click();
  await page.getByText('Customers are answered with these settings now').waitFor();
  await page.getByRole('combobox', { name: 'Compare with' }).click();
  await page.getByRole('option').nth(1).click();
  await page.getByRole('table', { name: 'What is set otherwise' }).getByText('Temperature').waitFor();
  const changed = page.getByRole('list', { name: 'Questions that changed' }).getByRole('listitem');
  await changed
    .filter({ hasText: `Do you repair ${name}?` })
    .getByText('Better')
    .waitFor();
  await j.photograph('evaluation-compared', page.getByRole('main'));
  await j.scan();
  await worseIsRefused(j, name);
});

/** What kind each question is, in their order. */
async function tagQuestions(j: Journey, name: string, kinds: readonly string[]): Promise<void> {
  const sets = at(j, 'autopilot/evaluation-sets');
  const { items } = await j.api<{ items: { id: string; name: string }[] }>('GET', `${sets}?limit=200`);
  const { id } = items.find((set) => set.name === name)!;
  const asked = await j.api<{ items: { place: number }[] }>('GET', `${sets}/${id}/questions`);
  const questions = asked.items.map(({ place, ...question }) => ({ ...question, tags: [kinds[place]] }));
  await j.api('PUT', `${sets}/${id}`, { name, questions });
}

/** Nearly nothing is ever so sure: with that, people are fetched for what could be answered. */
async function worseIsRefused(j: Journey, name: string): Promise<void> {
  const { page } = j;
  const before = await j.api<object>('GET', at(j, 'autopilot/settings'));
  await page.getByRole('link', { name: 'Evaluations' }).first().click();
  await ask(j, name, 'How sure it has to be', '100');
  j.expectTrouble(/409/);
  await page.getByRole('button', { name: 'Answer customers with these settings' }).click();
  await page.getByText(/answers worse than with those that are set/).waitFor();
  await j.photograph('evaluation-refused', page.getByRole('main'));
  const after = await j.api<object>('GET', at(j, 'autopilot/settings'));
  if (JSON.stringify(after) !== JSON.stringify(before)) throw new Error('what was refused was kept');
}

/** Added with its shop at a location of its own, and away again with everything of it. */
async function addReadySet(j: Journey): Promise<void> {
  const { page } = j;
  const count = async () =>
    (await j.api<{ items: unknown[] }>('GET', at(j, 'knowledge/documents?limit=200'))).items.length;
  const before = await count();
  await page.getByRole('button', { name: 'Add the ready set' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add the ready set' });
  await dialog.getByText(/questions in English, German and Italian/).waitFor();
  await j.photograph('evaluation-ready', dialog);
  await j.scan();
  await dialog.getByRole('button', { name: 'Add the set' }).click();
  await page.getByText('The ready set can be asked').waitFor();
  const set = page.getByRole('row').filter({ hasText: 'a fictional shop' });
  await set.getByText(/As at Linen & Oak/).waitFor();
  if ((await count()) <= before) throw new Error('its documents are not there');
  await j.photograph('evaluations', page.getByRole('main'));
  await set.getByRole('button', { name: /^Remove/ }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove set' }).click();
  await set.waitFor({ state: 'detached' });
  if ((await count()) !== before) throw new Error('its documents are still there');
  const { items } = await j.api<{ items: { id: string; name: string }[] }>(
    'GET',
    at(j, 'locations?limit=200'),
  );
  for (const { id, name } of items)
    if (name.startsWith('Linen & Oak (')) await j.api('PUT', at(j, `locations/${id}/closure`));
}
