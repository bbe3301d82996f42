import assert from 'node:assert/strict';
import { uuidv7 } from '../../../../kit/ids.ts';
import { beginWithInstagram, eventually, play } from '../../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';
import { newCustomer } from '../../../../tests/journeys/inbox.ts';
import { sandboxOf } from '../../../../tests/journeys/newcomers.ts';

type Screen = Journey['page'];
const account = 'linen.and.oak';
const list = (page: Screen) => page.getByRole('region', { name: 'Comments' });
const rowOf = (page: Screen, words: string) => list(page).getByRole('link').filter({ hasText: words });
const said = (page: Screen) => page.getByRole('list', { name: 'What was said' });
const field = (page: Screen) => page.getByRole('searchbox', { name: 'Find comments' });
const picker = (page: Screen) => page.getByRole('dialog', { name: 'Saved replies' });

interface Reply {
  readonly id: string;
  readonly usageCount: number;
}
const replies = async ({ api, workspaceId }: Journey) =>
  (await api<{ items: Reply[] }>('GET', `/w/${workspaceId}/inbox/saved-replies?limit=200`)).items;

/** A reply that is kept ready, and none beside it. */
async function saveReply(j: Journey, body: string): Promise<void> {
  const base = `/w/${j.workspaceId}/inbox/saved-replies`;
  for (const { id } of await replies(j)) await j.api('DELETE', `${base}/${id}`);
  await j.api('PUT', `${base}/${uuidv7()}`, { name: 'Wood', body, shortcut: 'wood' });
}

/** A word nobody has written before, and the same in a hurry. Of letters only: a number is not misspelt. */
function newWord(): { word: string; mistyped: string } {
  const letters = [...uuidv7().replaceAll('-', '').slice(8, 16)].map((digit) =>
    String.fromCharCode(97 + Number.parseInt(digit, 16)),
  );
  return { word: `birch${letters.join('')}`, mistyped: `brich${letters.join('')}` };
}

/** What the account has answered there, in the platform's own app. */
async function answersThere(j: Journey, id: string): Promise<readonly string[]> {
  const answer = await fetch(`${sandboxOf(j)}/meta/accounts/${account}`, {
    headers: { accept: 'application/json' },
  });
  const { posts } = (await answer.json()) as {
    posts: { comments: { parentId: string | null; person: string | null; text: string }[] }[];
  };
  const all = posts.flatMap((post) => post.comments);
  return all.filter(({ parentId, person }) => parentId === id && person === null).map(({ text }) => text);
}

async function findMistyped(j: Journey, { word, mistyped }: ReturnType<typeof newWord>): Promise<void> {
  await field(j.page).fill('b');
  await list(j.page).getByText('Write a letter more.').waitFor();
  await field(j.page).fill('xyzzyquux');
  await list(j.page).getByRole('heading', { name: 'Nothing was found' }).waitFor();
  await j.photograph('comments-found-nothing');
  await j.scan();
  await field(j.page).fill(mistyped);
  await list(j.page).getByText(`Nobody wrote “${mistyped}”. This is what has “${word}”.`).waitFor();
  await rowOf(j.page, word).waitFor();
  assert.equal(await list(j.page).getByRole('link').count(), 1);
  assert.deepEqual(await rowOf(j.page, word).locator('mark').allTextContents(), [word]);
  await j.photograph('comments-found');
  await j.scan();
}

/** From the keyboard: in private it is asked for by a slash in the empty field, and left again. */
async function answerWithSaved(j: Journey, expected: RegExp): Promise<void> {
  const { page } = j;
  await page.keyboard.press('p');
  await page.getByRole('textbox', { name: /^Private answer to / }).waitFor();
  await page.keyboard.press('/');
  await picker(page).waitFor();
  await page.keyboard.press('Escape');
  await picker(page).waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Answer', exact: true }).first().click();
  await page.getByRole('button', { name: 'Saved replies' }).click();
  await picker(page).getByText('Wood').waitFor();
  await j.photograph('comment-saved-replies');
  await j.scan();
  await page.keyboard.type('wood');
  await page.keyboard.press('Enter');
  const answer = page.getByRole('textbox', { name: /^Answer to / });
  await eventually(async () => expected.test(await answer.inputValue()));
  await j.photograph('comment-saved-reply');
  await page.keyboard.press('Control+Enter');
  await said(page).getByText(expected).waitFor();
}

for (const [theme, size] of [
  ['light', 'desktop'],
  ['dark', 'desktop'],
  ['light', 'phone'],
] as const)
  journey(
    'a comment is found by a mistyped word, and answered by a saved reply',
    { theme, size },
    async (j) => {
      await beginWithInstagram(j);
      await saveReply(j, 'Hello {{contact.name}}, it is oak.');
      const [nora, words] = [newCustomer('nora'), newWord()];
      const text = `Is the ${words.word} table oiled, ${nora}?`;
      const { id } = (await play(j, 'comment', { account, person: nora, text })) as { id: string };
      await j.visit(`/w/${j.workspaceId}/comments`);
      await rowOf(j.page, nora).waitFor();

      if (size === 'phone') await list(j.page).getByRole('button', { name: 'Find comments' }).click();
      else await j.page.keyboard.press('f');
      await findMistyped(j, words);
      await j.page.keyboard.press('Enter');
      await said(j.page).getByText(text).waitFor();
      await answerWithSaved(j, /^Hello @nora\.\w+, it is oak\.$/);
      await eventually(async () => (await answersThere(j, id)).length > 0);
      await eventually(async () => (await replies(j))[0]?.usageCount === 1);

      await j.visit(`/w/${j.workspaceId}/inbox?q=${words.mistyped}`);
      const found = j.page.getByRole('region', { name: 'Comments' }).getByRole('link');
      await found.filter({ hasText: nora }).waitFor();
      await j.photograph('inbox-search-comments');
      await j.scan();
      await found.filter({ hasText: nora }).click();
      await said(j.page).getByText(text).waitFor();
    },
  );

/** Answers what ends the pause after which an address follows a list, in the very moment in which a key is pressed. */
async function holdPause(page: Screen): Promise<(key: string) => Promise<void>> {
  const pauses = await page.evaluateHandle(() => {
    const after = globalThis.setTimeout;
    const pause = { end: () => {} };
    globalThis.setTimeout = ((run: () => void, ms?: number) => {
      if (ms !== 250) return after(run, ms);
      pause.end = run;
      return 0;
    }) as typeof after;
    return pause;
  });
  return (key) =>
    pauses.evaluate((pause, pressed) => {
      pause.end();
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: pressed, bubbles: true }));
    }, key);
}

journey('whoever goes on when a list has just been narrowed gets there', {}, async (j) => {
  await beginWithInstagram(j);
  const { word } = newWord();
  const [first, second] = [`The ${word} one?`, `Or the ${word} other?`];
  await play(j, 'comment', { account, person: newCustomer('olga'), text: second });
  await j.visit(`/w/${j.workspaceId}/comments`);
  await rowOf(j.page, second).waitFor();
  await play(j, 'comment', { account, person: newCustomer('nora'), text: first });
  await rowOf(j.page, first).waitFor();
  await j.page.keyboard.press('f');
  await field(j.page).fill(word);
  await j.page.waitForURL((url) => url.searchParams.get('words') === word);
  await list(j.page).getByRole('link').first().click();
  await said(j.page).getByText(word).waitFor();
  const before = new URL(j.page.url()).pathname;

  const pressAfterThePause = await holdPause(j.page);
  await j.page.getByRole('button', { name: 'Only this post' }).click();
  await j.page.getByRole('button', { name: 'Show all posts' }).waitFor();
  await rowOf(j.page, second).waitFor();
  await pressAfterThePause('j');
  await j.page.waitForURL((url) => url.pathname !== before && url.searchParams.has('post'));
  await said(j.page).getByText(word).waitFor();
});
