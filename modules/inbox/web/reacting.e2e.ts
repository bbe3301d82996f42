import assert from 'node:assert/strict';
import { begin, connectNumbers, eventually, play } from '../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../tests/journeys/harness.ts';
import { beginInbox, newCustomer, said, writes } from '../../../tests/journeys/inbox.ts';
import { sandboxOf } from '../../../tests/journeys/newcomers.ts';

interface There {
  readonly threads: readonly {
    readonly person: string;
    readonly messages: readonly { readonly by: string; readonly reactions: Record<string, string> }[];
  }[];
}

/** What is under the first message of a customer, as they see it in their own app. */
async function underTheirs(j: Journey, person: string, account = 'linen.and.oak') {
  const answer = await fetch(`${sandboxOf(j)}/meta/accounts/${encodeURIComponent(account)}`, {
    headers: { accept: 'application/json' },
  });
  const { threads } = (await answer.json()) as There;
  const thread = threads.find((one) => one.person === person);
  return thread?.messages.find(({ by }) => by === 'person')?.reactions.business;
}

const chooser = (j: Journey) => j.page.getByRole('dialog', { name: 'Put an emoji under it' });
const ours = (page: Journey['page'], emoji: string) =>
  said(page).getByRole('button', { name: `Your reaction: ${emoji}. Take it off` });

async function opened(j: Journey, name: string): Promise<string> {
  await beginInbox(j);
  const person = newCustomer(name);
  const id = await writes(j, person, `The oat blanket came today, ${person}!`);
  await j.visit(`/w/${j.workspaceId}/inbox/${id}`);
  await said(j.page).getByText(`The oat blanket came today, ${person}!`).waitFor();
  return person;
}

for (const theme of ['light', 'dark'] as const)
  journey(
    'an emoji is put under what a customer wrote by key, and taken off by hand',
    { theme },
    async (j) => {
      const ivo = await opened(j, 'ivo');
      const tab = await j.anotherTab();
      await tab.goto(j.page.url());
      const react = said(j.page).getByRole('button', { name: 'Put an emoji under it' });
      await j.page.keyboard.press('+');
      await chooser(j).getByRole('button', { name: 'Heart' }).waitFor();
      await j.photograph('inbox-reacting');
      await j.scan();
      await j.page.keyboard.press('ArrowRight');
      await j.page.keyboard.press('ArrowLeft');
      await j.page.keyboard.press('Enter');
      await ours(j.page, '❤️').waitFor();
      await chooser(j).waitFor({ state: 'detached' });
      await j.page.waitForFunction(() => document.activeElement?.hasAttribute('data-reacts'));
      await eventually(async () => (await underTheirs(j, ivo)) === 'love');
      await ours(tab, '❤️').waitFor();
      await j.photograph('inbox-reacted');
      await j.scan();

      await react.click();
      await chooser(j).getByRole('button', { name: 'Surprised' }).click();
      await ours(j.page, '😮').waitFor();
      await ours(tab, '😮').waitFor();
      await eventually(async () => (await underTheirs(j, ivo)) === 'wow');

      await ours(tab, '😮').click();
      await ours(tab, '😮').waitFor({ state: 'detached' });
      await ours(j.page, '😮').waitFor({ state: 'detached' });
      await eventually(async () => (await underTheirs(j, ivo)) === undefined);
    },
  );

journey('an emoji that does not get there is taken back, and it is said why', {}, async (j) => {
  const jan = await opened(j, 'jan');
  const blocked = (is: boolean) =>
    play(j, 'block', { account: 'linen.and.oak', person: jan, blocked: String(is) });
  await blocked(true);
  await said(j.page).getByText(`The oat blanket came today, ${jan}!`).hover();
  await said(j.page).getByRole('button', { name: 'Put an emoji under it' }).click();
  await chooser(j).getByRole('button', { name: 'Thumbs up' }).click();
  await ours(j.page, '👍').waitFor();
  await said(j.page)
    .getByText(/👍 did not get there/)
    .waitFor();
  await ours(j.page, '👍').waitFor({ state: 'detached' });
  await j.photograph('inbox-reaction-refused');
  await j.scan();
  await blocked(false);
  await said(j.page).getByRole('button', { name: 'Try again' }).click();
  await eventually(async () => (await underTheirs(j, jan)) === 'like');
  await said(j.page)
    .getByText(/did not get there/)
    .waitFor({ state: 'detached' });

  // Something there that no screen offers any more: the server has the say.
  await j.page.route('**/reaction', (route) => route.continue({ postData: JSON.stringify({ emoji: '🦆' }) }));
  j.expectTrouble(/409/);
  await j.page.keyboard.press('+');
  await chooser(j).getByRole('button', { name: 'Angry' }).click();
  await j.page.getByText('😡 was not put under it').waitFor();
  await j.page.getByText('Under a message the platform does not take this emoji.').waitFor();
  await ours(j.page, '👍').waitFor();
  assert.equal(await underTheirs(j, jan), 'like');
});

journey('an emoji is put under a message on a phone', { size: 'phone' }, async (j) => {
  const kim = await opened(j, 'kim');
  await said(j.page).getByRole('button', { name: 'Put an emoji under it' }).tap();
  await chooser(j).getByRole('button', { name: 'Heart' }).waitFor();
  await j.photograph('inbox-reacting');
  await j.scan();
  await chooser(j).getByRole('button', { name: 'Heart' }).tap();
  await ours(j.page, '❤️').waitFor();
  await j.photograph('inbox-reacted');
  await j.scan();
  await eventually(async () => (await underTheirs(j, kim)) === 'love');
});

const number = '+390650100100';

for (const variation of [{}, { theme: 'dark', size: 'phone' }] as const)
  journey('on WhatsApp it is any emoji, and one only', variation, async (j) => {
    await begin(j);
    await connectNumbers(j);
    const luca = newCustomer('luca');
    await play(j, 'message', { account: number, person: luca, text: `Is it ready, ${luca}?` });
    const id = await eventually(async () => {
      const { items } = await j.api<{ items: { id: string; last: { text: string } | null }[] }>(
        'GET',
        `/w/${j.workspaceId}/inbox/conversations`,
      );
      return items.find(({ last }) => last?.text === `Is it ready, ${luca}?`)?.id;
    });
    await j.visit(`/w/${j.workspaceId}/inbox/${id}`);
    await said(j.page).getByText(`Is it ready, ${luca}?`).waitFor();
    await j.page.keyboard.press('+');
    const another = chooser(j).getByLabel('Another');
    await another.fill('yes');
    await another.press('Enter');
    await chooser(j).getByText('One emoji, and nothing else.').waitFor();
    await j.photograph('inbox-reacting-any');
    await j.scan();
    await another.fill('🦆');
    await another.press('Enter');
    await ours(j.page, '🦆').waitFor();
    await eventually(async () => (await underTheirs(j, luca, number)) === '🦆');
    await j.page.keyboard.press('+');
    await chooser(j).getByRole('button', { name: '🦆, take it off' }).click();
    await ours(j.page, '🦆').waitFor({ state: 'detached' });
    await eventually(async () => (await underTheirs(j, luca, number)) === undefined);
  });
