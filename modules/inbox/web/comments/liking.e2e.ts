import assert from 'node:assert/strict';
import { accountsOf, begin, eventually, goTo, play } from '../../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';
import { newCustomer } from '../../../../tests/journeys/inbox.ts';
import { sandboxOf } from '../../../../tests/journeys/newcomers.ts';

type Screen = Journey['page'];
const account = 'linen-and-oak';
const rowOf = (page: Screen, words: string) =>
  page.getByRole('region', { name: 'Comments' }).getByRole('link').filter({ hasText: words });
const said = (page: Screen) => page.getByRole('list', { name: 'What was said' });
const heart = (page: Screen, isPressed: boolean) =>
  said(page).getByRole('button', { name: /^Like the comment of /, pressed: isPressed });
const likedLine = (page: Screen) => said(page).getByText('Liked by us', { exact: true });

/** Signed in, with one Page that tells of what is said under its posts. Answers the account. */
async function beginPage(j: Journey): Promise<string> {
  await begin(j);
  await goTo(j, 'Messenger');
  const offers = j.page.getByRole('group', { name: 'Which of yours?' }).getByRole('checkbox');
  for (const offer of await offers.all()) await offer.setChecked(false);
  await j.page.getByRole('checkbox', { name: account }).check();
  await j.page.getByRole('button', { name: 'Allow', exact: true }).click();
  await j.page.getByRole('heading', { name: 'Linen & Oak', level: 1 }).waitFor({ timeout: 20_000 });
  const [{ id } = { id: '' }] = await accountsOf(j);
  // What is written before the platform was asked to tell of it is told to nobody.
  await eventually(async () => {
    const { subscription } = await j.api('GET', `/w/${j.workspaceId}/connections/${id}/health`);
    return subscription?.status === 'active';
  });
  const comments = `/w/${j.workspaceId}/inbox/comments`;
  const { items } = await j.api<{ items: { id: string }[] }>('GET', `${comments}?open=true&limit=200`);
  for (const one of items) await j.api('PUT', `${comments}/${one.id}/status`, { status: 'ignored' });
  return id;
}

/** Somebody comments under a post of the Page, and it is opened. */
async function opened(j: Journey, name: string, words: string): Promise<string> {
  const person = newCustomer(name);
  await j.visit(`/w/${j.workspaceId}/comments`);
  await j.page.getByRole('heading', { name: 'Comments', level: 1 }).waitFor({ state: 'attached' });
  await play(j, 'comment', { account, person, text: `${words}, ${person}` });
  await rowOf(j.page, person).click();
  await heart(j.page, false).waitFor();
  return person;
}

/** Whether the Page likes it in the platform's own app. */
async function isLikedThere(j: Journey, person: string): Promise<boolean> {
  const answer = await fetch(`${sandboxOf(j)}/meta/accounts/${account}`, {
    headers: { accept: 'application/json' },
  });
  const { posts } = (await answer.json()) as {
    posts: { comments: { person: string | null; likedByPage?: boolean }[] }[];
  };
  const theirs = posts.flatMap(({ comments }) => comments).find((one) => one.person === person);
  return theirs?.likedByPage ?? false;
}

journey(
  'a comment of a Page is liked by a key, seen by others, and refused with its reason',
  {},
  async (j) => {
    const accountId = await beginPage(j);
    const nora = await opened(j, 'nora', 'The oat one is lovely');
    const tab = await j.anotherTab();
    await tab.goto(j.page.url());
    await heart(tab, false).waitFor();

    await j.page.keyboard.press('l');
    await likedLine(j.page).waitFor();
    await likedLine(tab).waitFor();
    await eventually(() => isLikedThere(j, nora));
    await j.photograph('comment-liked');
    await j.scan();

    await j.page.keyboard.press('z');
    await likedLine(j.page).waitFor({ state: 'detached' });
    await likedLine(tab).waitFor({ state: 'detached' });
    await eventually(async () => !(await isLikedThere(j, nora)));

    j.expectTrouble(/409/);
    await j.api('DELETE', `/w/${j.workspaceId}/connections/${accountId}`);
    await heart(j.page, false).click();
    await j.page.getByText('It is not liked').waitFor();
    await heart(j.page, false).waitFor();
    assert.equal(await likedLine(j.page).count(), 0);
    assert.equal(await isLikedThere(j, nora), false);
  },
);

journey('a comment of a Page is liked on a phone', { theme: 'dark', size: 'phone' }, async (j) => {
  await beginPage(j);
  const olga = await opened(j, 'olga', 'I wear it every day');
  await heart(j.page, false).tap();
  await likedLine(j.page).waitFor();
  await heart(j.page, true).waitFor();
  await eventually(() => isLikedThere(j, olga));
  await j.photograph('comment-liked');
  await j.scan();
  await heart(j.page, true).tap();
  await heart(j.page, false).waitFor();
  await eventually(async () => !(await isLikedThere(j, olga)));
});
