import assert from 'node:assert/strict';
import {
  answers,
  asks,
  asksAlso,
  beginAutopilot,
  decidedWithin,
} from '../../../../tests/journeys/autopilot.ts';
import { eventually } from '../../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';
import { arrivedAt, newCustomer, said, writes } from '../../../../tests/journeys/inbox.ts';

type Screen = Journey['page'];
const list = (page: Screen) => page.getByRole('region', { name: 'Approvals', exact: true });
const row = (page: Screen, person: string) => list(page).getByRole('link').filter({ hasText: person });
const opened = (page: Screen, person: string) =>
  page.getByRole('region', { name: new RegExp(`^Answer to ${person}`) });

/** Those who asked at the same time are decided about in any order. */
async function inTheirOrder(page: Screen, people: readonly string[]): Promise<[string, string, string]> {
  const rows = await list(page).getByRole('link').allInnerTexts();
  return rows.map((words) => people.find((person) => words.includes(person))!) as [string, string, string];
}

for (const theme of ['light', 'dark'] as const)
  journey('answers that wait are decided about by the keyboard alone', { theme }, async (j) => {
    const end = await beginAutopilot(j, { level: 0 });
    const people = ['gus', 'hal', 'ida'].map(newCustomer);
    for (const person of people) await writes(j, person, asks);
    await j.visit(`/w/${j.workspaceId}/approvals`);
    for (const person of people) await row(j.page, person).waitFor(decidedWithin);
    const [first, second, third] = await inTheirOrder(j.page, people);
    const { keyboard } = j.page;

    await keyboard.press('j');
    await said(j.page).getByText(asks).waitFor();
    await opened(j.page, first).getByText('Shipping to Italy').waitFor();
    const tab = await j.anotherTab();
    await tab.goto(j.page.url());
    await opened(tab, first).getByText(answers).first().waitFor();
    await j.photograph('approvals');
    await j.scan();

    await keyboard.press('a');
    await opened(j.page, second).waitFor();
    await opened(tab, first)
      .getByText(/approved it/)
      .waitFor();
    await eventually(async () => (await arrivedAt(j, first)).join() === answers);

    await keyboard.press('e');
    const field = j.page.getByRole('textbox', { name: 'In your words' });
    await field.fill('We do, gladly.');
    await j.photograph('approvals-edited');
    await j.scan();
    await keyboard.press('Control+Enter');
    await opened(j.page, third).waitFor();
    await eventually(async () => (await arrivedAt(j, second)).join() === 'We do, gladly.');

    await keyboard.press('x');
    const dialog = j.page.getByRole('dialog', { name: 'Reject this answer' });
    await dialog.getByRole('textbox', { name: /^Why/ }).fill('We stopped shipping there.');
    await j.scan();
    await keyboard.press('Control+Enter');
    await j.page.getByRole('heading', { name: 'Nothing waits' }).waitFor();
    await list(j.page).getByRole('button', { name: 'Rejected' }).click();
    await row(j.page, third).click();
    await opened(j.page, third).getByText('“We stopped shipping there.”').waitFor();
    assert.deepEqual(await arrivedAt(j, third), []);
    await end();
  });

journey('an answer that waits is let out from its conversation, on a phone', { size: 'phone' }, async (j) => {
  const end = await beginAutopilot(j, { level: 0 });
  const jon = newCustomer('jon');
  const id = await writes(j, jon, asksAlso);
  await j.visit(`/w/${j.workspaceId}/approvals`);
  await row(j.page, jon).waitFor(decidedWithin);
  await j.photograph('approvals');
  await row(j.page, jon).click();
  await said(j.page).getByText(asksAlso).waitFor();
  await j.photograph('approvals-opened');
  await j.scan();
  await j.visit(`/w/${j.workspaceId}/inbox/${id}`);
  const bar = j.page.getByRole('region', { name: 'An answer waits for approval' });
  await bar.getByText(answers).waitFor();
  await j.photograph('approvals-in-conversation');
  await j.scan();
  await bar.getByRole('button', { name: 'Approve' }).click();
  await said(j.page).getByText(answers).waitFor();
  await bar.waitFor({ state: 'detached' });
  await end();
});

journey('a deed that wants leave is allowed by the keyboard, and only then done', {}, async (j) => {
  const end = await beginAutopilot(j, { level: 3, tools: ['book', 'hand_over'] });
  const kim = newCustomer('kim');
  const about = `I would like to book an appointment on Friday at ten, ${kim}.`;
  await writes(j, kim, about);
  await j.visit(`/w/${j.workspaceId}/approvals`);
  await row(j.page, kim).waitFor(decidedWithin);
  await j.page.keyboard.press('j');
  const pane = opened(j.page, kim);
  await pane.getByRole('heading', { name: 'What it would do' }).waitFor();
  await pane.getByText('It would do something, and its persona asks first.').waitFor();
  await j.photograph('approvals-deed');
  await j.scan();
  assert.deepEqual(await cases(j, kim), []);
  await j.page.keyboard.press('a');
  await j.page.getByRole('heading', { name: 'Nothing waits' }).waitFor();
  await list(j.page).getByRole('button', { name: 'Approved' }).click();
  await row(j.page, kim).click();
  await pane.getByRole('status').getByText('Done').waitFor();
  await j.photograph('approvals-deed-done');
  // There is no calendar here: it becomes a case for a person, once.
  await eventually(async () => (await cases(j, kim)).length === 1);
  await seenAmongCosts(j, kim);
  await end();
});

/** A model was asked for it, and with whom that was stands among the costs. */
async function seenAmongCosts(j: Journey, person: string): Promise<void> {
  await j.visit(`/w/${j.workspaceId}/costs`);
  const part = j.page.getByRole('region', { name: 'By conversation' });
  const line = part.getByRole('row').filter({ hasText: person });
  await line.getByText(/^\$/).waitFor();
  await j.photograph('costs-by-conversation', part);
  await j.scan();
  const download = j.page.waitForEvent('download');
  await part.getByRole('link', { name: 'Save as a table' }).click();
  assert.match((await download).suggestedFilename(), /^conversations-[-\d]+\.csv$/);
  await line.getByRole('link', { name: person }).click();
  await said(j.page).getByText(person).first().waitFor();
}

/** What people are asked to see to for somebody. */
async function cases(j: Journey, person: string): Promise<(string | null)[]> {
  const { items } = await j.api<{ items: { summary: string | null; thread: { personName: string } }[] }>(
    'GET',
    `/w/${j.workspaceId}/autopilot/escalations?limit=50`,
  );
  return items.filter(({ thread }) => thread.personName === person).map(({ summary }) => summary);
}
