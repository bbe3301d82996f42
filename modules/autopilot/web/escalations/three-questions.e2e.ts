import { answers, asks, beginAutopilot, decidedWithin } from '../../../../tests/journeys/autopilot.ts';
import { eventually, play } from '../../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';
import {
  account,
  answeredUnder,
  arrivedAt,
  newCustomer,
  openInbox,
  rowOf,
  said,
  writes,
} from '../../../../tests/journeys/inbox.ts';

const unknown = 'Can your parrots tap dance on Jupiter?';
const angry = 'This is outrageous and unacceptable, I am furious, you are scammers!';

for (const theme of ['light', 'dark'] as const)
  journey('of three questions one is answered, one is handed over, and one waits', { theme }, async (j) => {
    const end = await beginAutopilot(j, { level: 2 });
    await openInbox(j);
    const [lea, mia, nic] = ['lea', 'mia', 'nic'].map(newCustomer) as [string, string, string];
    await writes(j, lea, asks);
    await rowOf(j.page, lea).filter({ hasText: answers }).waitFor(decidedWithin);
    await eventually(async () => (await arrivedAt(j, lea)).join() === answers);
    await rowOf(j.page, lea).click();
    await said(j.page).getByRole('link', { name: 'Why the autopilot said this' }).waitFor();
    await rememberSomething(j);

    await writes(j, mia, unknown);
    await rowOf(j.page, mia).click();
    // It comes by itself, while one looks.
    const bar = j.page.getByRole('region', { name: 'A person is needed' });
    await bar.getByText('The machine does not know').waitFor(decidedWithin);
    await j.photograph('three-questions-handed-over');
    await j.scan();
    await writes(j, nic, angry);
    await handledByKeys(j, nic, mia);
    await explained(j, lea);
    await end();
  });

/** Beside the conversation: what is remembered of somebody, and how the machine talked with them. */
async function rememberSomething({ page, photograph, scan }: Journey) {
  await page.keyboard.press('i');
  const panel = page.getByRole('complementary', { name: /^About lea/ });
  await panel.getByText('Cost of this conversation').waitFor();
  await panel.getByRole('button', { name: 'Remember something' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remember something' });
  await dialog.getByRole('textbox', { name: 'Kind' }).fill('size');
  await dialog.getByRole('textbox', { name: 'Of what' }).fill('shirt');
  await dialog.getByRole('textbox', { name: 'What to remember' }).fill('M');
  await page.keyboard.press('Control+Enter');
  await panel.getByText('Written down by a person').waitFor();
  await panel
    .getByText(/message/)
    .first()
    .click();
  await photograph('three-questions-person');
  await scan();
  await panel.getByRole('button', { name: 'Forget Shirt' }).click();
  await panel.getByText(/^Nothing so far/).waitFor();
  await page.keyboard.press('i');
}

/** What is open stands by when it is due; one is handed back, and one is seen to. */
async function handledByKeys(j: Journey, nic: string, mia: string) {
  const { page } = j;
  await j.visit(`/w/${j.workspaceId}/escalations`);
  const list = page.getByRole('region', { name: 'Escalations', exact: true });
  const row = (person: string) => list.getByRole('link').filter({ hasText: person });
  await row(nic).waitFor(decidedWithin);
  await row(mia).waitFor();
  await page.keyboard.press('j');
  const ofMia = page.getByRole('region', { name: `Case of ${mia}` });
  await said(page).getByText(unknown).waitFor();
  await ofMia.getByRole('link', { name: 'Write the answer down for the next time' }).waitFor();
  await j.photograph('escalations');
  await j.scan();
  await page.keyboard.press('b');
  await page.getByRole('region', { name: `Case of ${nic}` }).waitFor();
  await row(mia).waitFor({ state: 'detached' });
  await page.keyboard.press('e');
  await page.getByRole('heading', { name: 'Nobody needs a person' }).waitFor();
}

/** From the list to one of them, and what it comes to today. */
async function explained(j: Journey, lea: string) {
  const { page } = j;
  await j.visit(`/w/${j.workspaceId}/decisions`);
  await page.getByRole('row').filter({ hasText: lea }).waitFor();
  await page
    .getByRole('img', { name: /Decisions by day/ })
    .or(page.getByText('Decisions by day'))
    .first()
    .waitFor();
  await j.photograph('decisions');
  await j.scan();
  await page.getByRole('row').filter({ hasText: lea }).click();
  await page.getByRole('heading', { name: lea, level: 1 }).waitFor();
  await page.keyboard.press('r');
  await page.getByText('It comes to the same.').waitFor();
  await page.evaluate(() => scrollTo(0, 0));
  await j.photograph('decision');
  await j.scan();
}

journey(
  'under comments an answer waits for leave, and a person is called for',
  { theme: 'dark' },
  async (j) => {
    const { page } = j;
    const end = await beginAutopilot(j, { level: 0 });
    const [oda, pia] = [newCustomer('oda'), newCustomer('pia')];
    const { id } = (await play(j, 'comment', { account, person: oda, text: asks })) as { id: string };
    await play(j, 'comment', { account, person: pia, text: unknown });
    await j.visit(`/w/${j.workspaceId}/comments`);
    // Under a post people are called by their names there, in which there is no dash.
    const row = (person: string) =>
      page
        .getByRole('region', { name: 'Comments' })
        .getByRole('link')
        .filter({ hasText: person.replace('-', '.') });
    await row(oda).click();
    // It comes by itself, while one looks.
    const waiting = page.getByRole('region', { name: 'An answer waits for approval' });
    await waiting.getByText(answers).waitFor(decidedWithin);
    await j.photograph('comment-waiting');
    await j.scan();
    await page.keyboard.press('w');
    await page.keyboard.press('a');
    await waiting.waitFor({ state: 'detached' });
    await said(page).getByText(answers).waitFor();
    await eventually(async () => (await answeredUnder(j, id)).join() === answers);

    await row(pia).click();
    const needed = page.getByRole('region', { name: 'A person is needed' });
    await needed.getByText('The machine does not know').waitFor(decidedWithin);
    await j.photograph('comment-handed-over');
    await needed.getByRole('button', { name: 'Seen to' }).click();
    await needed.waitFor({ state: 'detached' });
    await end();
  },
);
