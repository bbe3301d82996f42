import { gone, type Keys, type Shown, there } from './screen-keys.ts';

export interface ScreenCase {
  readonly name: string;
  readonly run: (keys: Keys) => Promise<void>;
}

const times = 20;
const heldTimes = 50;
/** As a keyboard repeats a key. */
const repeatMs = 33;
/** As somebody reads: long enough to have looked at it. */
const lookMs = 500;

const list = 'section[aria-label="Conversations"]';
const dialog = '[role="dialog"]';

export const screenCases: readonly ScreenCase[] = [
  {
    name: 'j held down, in the list',
    run: async (keys) => {
      await toFirst(keys);
      await keys.hold('j', repeatMs, upTo(heldTimes).map(atRow));
    },
  },
  {
    name: 'k held down, in the list',
    run: async (keys) => {
      await toFirst(keys);
      await down(keys, heldTimes);
      await keys.hold(
        'k',
        repeatMs,
        upTo(heldTimes).map((n) => backAtRow(heldTimes - n)),
      );
    },
  },
  {
    name: 'PageDown, to rows not loaded yet',
    run: async (keys) => {
      await toFirst(keys);
      for (const _ of upTo(times)) {
        await keys.press('PageDown', atRow(1 + (await indexNow(keys))));
        await keys.pause(150);
      }
    },
  },
  { name: 'Enter, a conversation just reached', run: (keys) => openEach(keys, 0) },
  { name: 'Enter, one looked at before', run: (keys) => openEach(keys, lookMs) },
  {
    name: 'Enter, one seen before',
    run: async (keys) => {
      await toFirst(keys);
      for (const _ of upTo(times)) {
        const id = await rowNow(keys);
        await keys.tap('Enter');
        await keys.see(opened(id));
        await backToList(keys);
        await keys.press('Enter', opened(id));
        await backToList(keys);
        await down(keys, 1);
      }
    },
  },
  {
    name: 'j, from one conversation to the next',
    run: async (keys) => {
      await openFirst(keys);
      for (const n of upTo(times)) {
        await keys.pause(lookMs);
        await keys.press('j', opened(await rowOf(keys, n)));
      }
    },
  },
  {
    name: 'j held down, with one open',
    run: async (keys) => {
      await openFirst(keys);
      await keys.hold('j', repeatMs, upTo(heldTimes).map(atRow));
      await keys.see(opened(await rowNow(keys)));
    },
  },
  { name: 'e, in the list', run: closeInList },
  { name: 'e, with one open: the next is there', run: closeOpen },
  { name: 'r, to the answer', run: (keys) => writing(keys, 'r', answerField) },
  { name: 'n, to a note', run: (keys) => writing(keys, 'n', noteField) },
  {
    name: 'a letter of an answer',
    run: async (keys) => {
      await openFirst(keys);
      await keys.tap('r');
      await keys.see(there(`${answerField}:focus`));
      await letters(keys, 'We have it in oak and in ash.');
    },
  },
  { name: '# opens the tags', run: (keys) => opening(keys, '#') },
  { name: 's opens snoozing', run: (keys) => opening(keys, 's') },
  { name: 'mod+K opens the palette', run: (keys) => opening(keys, 'Control+k') },
  { name: '? opens the keys', run: (keys) => opening(keys, '?') },
  {
    name: 'f, to the search',
    run: async (keys) => {
      for (const _ of upTo(times)) {
        await keys.press('f', there('[data-search] input:focus'));
        await keys.tap('Escape');
        await keys.see(there(`${list} [data-row="0"]`));
      }
    },
  },
  { name: 'a letter of a search', run: search },
  { name: 'another view', run: (keys) => views(keys, 'for the first time') },
  { name: 'another view, seen before', run: (keys) => views(keys, 'again') },
];

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

const atRow = (n: number): Shown => ({
  test: (what) => Number(document.activeElement?.getAttribute('data-row') ?? -1) >= Number(what),
  what: String(n),
});
const backAtRow = (n: number): Shown => ({
  test: (what) => Number(document.activeElement?.getAttribute('data-row') ?? Infinity) <= Number(what),
  what: String(n),
});
/** It is the one that is open, and what was said in it is there. */
const opened = (name: string): Shown =>
  there(`section[aria-label="Conversation with ${name}"] [data-message]`);

const rowOf = async ({ page }: Keys, index: number): Promise<string> => {
  const label = await page.evaluate(
    (n) =>
      document.querySelector(`[data-row="${n}"]`)?.parentElement?.querySelector('[aria-label^="Choose "]')
        ?.ariaLabel,
    index,
  );
  if (!label) throw new Error(`there is no row ${index}`);
  return label.slice('Choose '.length);
};
const indexNow = ({ page }: Keys) =>
  page.evaluate(() => Number(document.activeElement?.getAttribute('data-row')));
const rowNow = async (keys: Keys) => rowOf(keys, await indexNow(keys));

async function toFirst(keys: Keys): Promise<void> {
  await keys.tap('j');
  await keys.see(there('[data-row="0"]:focus'));
}

async function down(keys: Keys, rows: number): Promise<void> {
  const from = await indexNow(keys);
  for (const n of upTo(rows)) {
    await keys.tap('j');
    await keys.see(atRow(from + n));
  }
}

async function openFirst(keys: Keys): Promise<void> {
  await toFirst(keys);
  const first = await rowOf(keys, 0);
  await keys.tap('Enter');
  await keys.see(opened(first));
}

async function backToList(keys: Keys): Promise<void> {
  await keys.tap('Escape');
  await keys.see(gone('section[aria-label^="Conversation with"]'));
}

async function openEach(keys: Keys, afterMs: number): Promise<void> {
  await toFirst(keys);
  for (const _ of upTo(times)) {
    await keys.pause(afterMs);
    await keys.press('Enter', opened(await rowNow(keys)));
    await backToList(keys);
    await down(keys, 1);
  }
}

const rowCalled = (name: string) => `${list} [aria-label="Choose ${name}"]`;

async function closeInList(keys: Keys): Promise<void> {
  await toFirst(keys);
  for (const _ of upTo(times)) {
    await keys.press('e', gone(rowCalled(await rowOf(keys, 0))));
    await keys.pause(lookMs);
  }
}

async function closeOpen(keys: Keys): Promise<void> {
  await openFirst(keys);
  for (const _ of upTo(times)) {
    await keys.pause(lookMs);
    await keys.press('e', opened(await rowOf(keys, 1)));
  }
}

const answerField = 'textarea[aria-label^="Answer to"]';
const noteField = 'textarea[aria-label="Note"]';

/** From the list's row, which keeps the focus while its conversation is open; and from the other kind of words. */
async function writing(keys: Keys, key: 'r' | 'n', field: string): Promise<void> {
  await openFirst(keys);
  const [otherKey, otherField] = key === 'r' ? (['n', noteField] as const) : (['r', answerField] as const);
  for (const _ of upTo(times)) {
    await keys.press(key, there(`${field}:focus`));
    await keys.tap('Escape');
    await keys.tap(otherKey);
    await keys.see(there(`${otherField}:focus`));
    await keys.tap('Escape');
    await keys.see(gone(`${otherField}:focus`));
  }
}

const written = (length: number): Shown => ({
  test: (what) => ((document.activeElement as HTMLInputElement | null)?.value ?? '').length >= Number(what),
  what: String(length),
});

async function letters(keys: Keys, text: string): Promise<void> {
  for (const [n, letter] of [...text].entries()) {
    await keys.press(letter === ' ' ? 'Space' : letter, written(n + 1));
    await keys.pause(60);
  }
}

async function opening(keys: Keys, key: string): Promise<void> {
  await toFirst(keys);
  for (const _ of upTo(times)) {
    await keys.press(key, there(dialog));
    await keys.pause(100);
    await keys.tap('Escape');
    await keys.see(gone(dialog));
  }
}

const found = (words: string): Shown => ({
  test: (what) =>
    new URLSearchParams(location.search).get('q') === what &&
    document.querySelector('[data-search] [aria-busy="false"]') !== null,
  what: words,
});

async function search(keys: Keys): Promise<void> {
  await keys.tap('f');
  await keys.see(there('[data-search] input:focus'));
  for (const word of ['kobaba', 'rubaba', 'tedusha', 'loruba', 'mibaba']) {
    for (const letter of word.slice(0, 2)) await keys.tap(letter);
    await keys.see(found(word.slice(0, 2)));
    for (let n = 3; n <= word.length; n++) await keys.press(word[n - 1]!, found(word.slice(0, n)));
    await keys.page.getByRole('searchbox').fill('');
  }
}

/** By the keyboard: to the next one in their row, and Enter. */
async function views(keys: Keys, when: 'for the first time' | 'again'): Promise<void> {
  const tabs = keys.page.getByRole('navigation', { name: 'Saved views' }).getByRole('button');
  await tabs.first().waitFor();
  const isShown = (nth: number): Shown => ({
    test: (what) => {
      const shown = [...document.querySelectorAll('nav[aria-label="Saved views"] > button')];
      const busy = document.querySelector('section[aria-label="Conversations"] [aria-busy="true"]');
      return shown[Number(what)]?.ariaCurrent === 'true' && busy === null;
    },
    what: String(nth),
  });
  const count = await tabs.count();
  for (const round of when === 'again' ? [0, 1, 2, 3] : [0]) {
    for (let nth = 0; nth < count; nth++) {
      await tabs.nth(nth).focus();
      if (when === 'again' && round === 0) {
        await keys.tap('Enter');
        await keys.see(isShown(nth));
      } else await keys.press('Enter', isShown(nth));
      await keys.pause(lookMs);
    }
  }
}
