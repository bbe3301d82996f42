import assert from 'node:assert/strict';
import { beginWithInstagram, eventually, play } from '../../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';
import { newCustomer } from '../../../../tests/journeys/inbox.ts';
import { sandboxOf } from '../../../../tests/journeys/newcomers.ts';

type Screen = Journey['page'];
const account = 'linen.and.oak';
const list = (page: Screen) => page.getByRole('region', { name: 'Comments' });
const rowOf = (page: Screen, words: string) => list(page).getByRole('link').filter({ hasText: words });
const said = (page: Screen) => page.getByRole('list', { name: 'What was said' });
const answerTo = (page: Screen) => page.getByRole('textbox', { name: /^Answer to / });
const privatelyTo = (page: Screen) => page.getByRole('textbox', { name: /^Private answer to / });

interface Theirs {
  readonly id: string;
  readonly parentId: string | null;
  readonly person: string | null;
  readonly text: string;
  readonly hidden: boolean;
}

/** Signed in, with one account. What was said there before is asked for meanwhile, and comes when it comes. */
async function beginComments(j: Journey, role: 'owner' | 'viewer' = 'owner'): Promise<void> {
  await beginWithInstagram(j);
  const base = `/w/${j.workspaceId}/inbox/comments`;
  const { items } = await j.api<{ items: { id: string }[] }>('GET', `${base}?open=true&limit=200`);
  for (const { id } of items) await j.api('PUT', `${base}/${id}/status`, { status: 'ignored' });
  if (role === 'viewer') await j.signIn('viewer');
}

const comments = (j: Journey, person: string, text: string) =>
  play(j, 'comment', { account, person, text }) as Promise<{ id: string }>;

/** What stands under the posts in the platform's own app, and what the customer has in their messages. */
async function there(j: Journey, person: string) {
  const answer = await fetch(`${sandboxOf(j)}/meta/accounts/${account}`, {
    headers: { accept: 'application/json' },
  });
  const { posts, threads } = (await answer.json()) as {
    posts: { comments: Theirs[] }[];
    threads: { person: string; messages: { by: string; text?: string }[] }[];
  };
  const all = posts.flatMap((post) => post.comments);
  const messages = threads.find((thread) => thread.person === person)?.messages ?? [];
  return {
    theirs: all.find((one) => one.person === person),
    answers: (id: string) => all.filter(({ parentId, person: by }) => parentId === id && by === null),
    messages: messages.filter(({ by }) => by === 'business').map(({ text }) => text),
  };
}

async function openComments({ page, workspaceId, visit }: Journey): Promise<void> {
  await visit(`/w/${workspaceId}/comments`);
  await page.getByRole('heading', { name: 'Comments', level: 1 }).waitFor({ state: 'attached' });
}

for (const theme of ['light', 'dark'] as const)
  journey('a comment is there at once, and is answered, hidden and closed', { theme }, async (j) => {
    await beginComments(j);
    await j.visit(`/w/${j.workspaceId}/comments?status=answered&assignee=me`);
    await j.page.getByText('None like that').waitFor();
    await j.photograph('comments-empty');
    await j.scan();
    await openComments(j);
    const tab = await j.anotherTab();
    await tab.goto(`/w/${j.workspaceId}/comments`);
    await tab.getByRole('button', { name: 'Filter' }).waitFor();

    const ada = newCustomer('ada');
    const { id } = await comments(j, ada, `How much is the oat dress, ${ada}?`);
    await rowOf(j.page, ada).waitFor();
    await rowOf(tab, ada).waitFor();
    const ben = newCustomer('ben');
    await comments(j, ben, `The worst seam I ever had, ${ben}. I want my money back!`);
    await rowOf(j.page, ben).waitFor();
    await j.photograph('comments');
    await j.scan();

    await answersTwice(j, ada, id);
    await hidesAndNotes(j, ben);
    await j.page.keyboard.press('Escape');
    await j.page.keyboard.press('e');
    await rowOf(j.page, ben).waitFor({ state: 'detached' });
    await rowOf(tab, ben).waitFor({ state: 'detached' });
    await j.page.getByText(/^Needs no answer: /).waitFor();
    await j.page.keyboard.press('z');
    await rowOf(j.page, ben).waitFor();
  });

/** Before everybody and in private: each arrives once. */
async function answersTwice(j: Journey, ada: string, id: string): Promise<void> {
  await rowOf(j.page, ada).click();
  await said(j.page).getByText(`How much is the oat dress, ${ada}?`).waitFor();
  await answerTo(j.page).fill('It is 89 francs, and ships within two days.');
  await j.page.keyboard.press('Control+Enter');
  await said(j.page).getByText('It is 89 francs').waitFor();
  await eventually(async () => (await there(j, ada)).answers(id).length > 0);
  assert.deepEqual(
    (await there(j, ada)).answers(id).map(({ text }) => text),
    ['It is 89 francs, and ships within two days.'],
  );

  await j.page.getByRole('button', { name: 'In private' }).click();
  await j.page.getByText(/^One message, until /).waitFor();
  await j.photograph('comment-private');
  await j.scan();
  await privatelyTo(j.page).fill('Here is a code for you: LINEN10.');
  await j.page.keyboard.press('Control+Enter');
  await said(j.page).getByText('Here is a code for you: LINEN10.').waitFor();
  await j.page.getByText(/There is one private reply to a comment/).waitFor();
  assert.deepEqual((await there(j, ada)).messages, ['Here is a code for you: LINEN10.']);
}

async function hidesAndNotes(j: Journey, ben: string): Promise<void> {
  await rowOf(j.page, ben).click();
  await said(j.page)
    .getByText(/The worst seam/)
    .waitFor();
  // Looked at for a moment, it is new to nobody any more.
  await rowOf(j.page, ben).getByText('New', { exact: true }).waitFor({ state: 'detached' });
  // Instagram lets no program like a comment.
  assert.equal(
    await said(j.page)
      .getByRole('button', { name: /^Like / })
      .count(),
    0,
  );
  await j.page.keyboard.press('h');
  await said(j.page)
    .getByText(/^Hidden from others/)
    .waitFor();
  assert.equal((await there(j, ben)).theirs?.hidden, true);
  await j.page.keyboard.press('n');
  await j.page.keyboard.type('Refund is on its way, order 1042.');
  await j.page.keyboard.press('Control+Enter');
  await said(j.page)
    .getByText(/^Note of /)
    .waitFor();
  await j.photograph('comment');
  await j.scan();
}

async function orderByUrgency({ page }: Journey): Promise<void> {
  await page.getByRole('button', { name: 'Newest first' }).click();
  await page.getByRole('menuitem', { name: 'Most urgent first' }).click();
}

/** The one the list begins with, which has not been opened yet. */
async function answersByKeys(j: Journey, other: string): Promise<void> {
  const { keyboard } = j.page;
  await keyboard.press('j');
  await j.page.waitForFunction(() => document.activeElement?.matches('[data-row]'));
  // Typed before there is a field to type in.
  await keyboard.press('r');
  await keyboard.type('We do.');
  await said(j.page)
    .getByText(/Do you ship to Rome/)
    .waitFor();
  assert.equal(await answerTo(j.page).inputValue(), 'We do.');
  await keyboard.press('Escape');
  await j.page.getByRole('button', { name: 'Only this post' }).click();
  await j.page.getByRole('button', { name: 'Show all posts' }).waitFor();
  await rowOf(j.page, other).waitFor();
  await keyboard.press('m');
  await j.page.getByRole('button', { name: /^With .*Give to somebody/ }).waitFor();
  await keyboard.press('r');
  await keyboard.press('Control+Enter');
  await said(j.page).getByText('We do.').waitFor();
}

journey(
  'comments are narrowed by what they are and where they stand, and worked off by keys',
  {},
  async (j) => {
    await beginComments(j);
    const [cora, dora] = [newCustomer('cora'), newCustomer('dora')];
    await comments(j, cora, `Terrible, it tore on the first day, ${cora}`);
    await comments(j, dora, `Do you ship to Rome, ${dora}?`);
    await openComments(j);
    for (const person of [cora, dora]) await rowOf(j.page, person).waitFor();
    const { keyboard } = j.page;

    await j.page.getByRole('button', { name: 'Filter' }).click();
    await j.page.getByRole('combobox', { name: 'Tone' }).click();
    await j.page.getByRole('option', { name: 'Unhappy' }).click();
    await rowOf(j.page, dora).waitFor({ state: 'detached' });
    await j.photograph('comments-filters');
    await j.scan();
    await j.page.getByRole('button', { name: 'Show all again' }).click();
    await keyboard.press('Escape');
    await rowOf(j.page, dora).waitFor();

    // The platform tells the second and no more: which of two is newer is anybody's guess.
    await orderByUrgency(j);
    await list(j.page).getByRole('link').first().filter({ hasText: dora }).waitFor();
    await answersByKeys(j, cora);
    await keyboard.press('Escape');
    await keyboard.press('j');
    await said(j.page)
      .getByText(/it tore on the first day/)
      .waitFor();
    await said(j.page)
      .getByRole('button', { name: /^More about the comment/ })
      .click();
    await j.page.getByRole('menuitem', { name: /^Delete it on Instagram/ }).click();
    await j.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await rowOf(j.page, cora).waitFor({ state: 'detached' });
    await eventually(async () => (await there(j, cora)).theirs === undefined);
  },
);

journey('whoever only looks is told so, and what the platform refuses is too', {}, async (j) => {
  const eva = newCustomer('eva');
  await beginComments(j, 'viewer');
  await comments(j, eva, `Is it wool, ${eva}?`);
  await openComments(j);
  await rowOf(j.page, eva).click();
  await j.page.getByText(/^As a viewer of .* you cannot answer comments/).waitFor();
  await j.photograph('comment-viewer');
  await j.scan();
  j.expectTrouble(/404/);
  await j.visit(`/w/${j.workspaceId}/comments/0198a2f4-0000-7000-8000-000000000000`);
  await j.page.getByRole('heading', { name: 'This comment is not here' }).waitFor();
});

journey('comments on a phone are one pane at a time', { size: 'phone' }, async (j) => {
  await beginComments(j);
  const fay = newCustomer('fay');
  await comments(j, fay, `Do you open on Sunday, ${fay}?`);
  await openComments(j);
  await rowOf(j.page, fay).waitFor();
  await j.photograph('comments');
  await j.scan();
  await rowOf(j.page, fay).click();
  await said(j.page).getByText(`Do you open on Sunday, ${fay}?`).waitFor();
  await j.photograph('comment');
  await j.scan();
  await j.page.getByRole('link', { name: 'Back to the list' }).click();
  await rowOf(j.page, fay).waitFor();
});
