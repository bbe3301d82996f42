import assert from 'node:assert/strict';
import { newId } from '../../../../kit/ids.ts';
import { accountsOf, begin, eventually, openAccounts, play } from '../../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';
import { newCustomer } from '../../../../tests/journeys/inbox.ts';
import { sandboxOf } from '../../../../tests/journeys/newcomers.ts';
import { SyncRunId } from '../../../connections/contract.ts';

type Screen = Journey['page'];
const list = (page: Screen) => page.getByRole('region', { name: 'Comments' });
const rowOf = (page: Screen, words: string) => list(page).getByRole('link').filter({ hasText: words });
const said = (page: Screen) => page.getByRole('list', { name: 'What was said' });
const answerTo = (page: Screen) => page.getByRole('textbox', { name: /^Answer to / });

/** Through Google's consent, as whoever has this address. */
async function goThroughGoogle({ page }: Journey, address: string): Promise<void> {
  await page.getByRole('button', { name: 'Connect an account' }).click();
  const dialog = page.getByRole('dialog', { name: 'Connect an account' });
  await dialog.getByRole('radio', { name: 'Google' }).click();
  await dialog.getByText('Read and answer reviews of its places').waitFor();
  await dialog.getByRole('button', { name: 'Go to Google' }).click();
  await page.getByLabel('E-mail address').fill(address);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

interface Shop {
  readonly accountId: string;
  readonly place: string;
}

/** Signed in, with a shop of one's own that nobody has reviewed, and with all that was to do before done. */
async function beginReviews(j: Journey): Promise<Shop> {
  await begin(j);
  await openAccounts(j);
  await goThroughGoogle(j, `${newCustomer('shop')}@sandbox.test`);
  await j.page.getByRole('heading', { name: /’s shop, Hamburg$/, level: 1 }).waitFor({ timeout: 20_000 });
  const [account] = (await accountsOf(j)).filter(({ platform }) => platform === 'google');
  const { id: accountId } = account!;
  const comments = `/w/${j.workspaceId}/inbox/comments`;
  const { items } = await j.api<{ items: { id: string }[] }>('GET', `${comments}?open=true&limit=200`);
  for (const { id } of items) await j.api('PUT', `${comments}/${id}/status`, { status: 'ignored' });
  const base = `/w/${j.workspaceId}/connections/${accountId}`;
  const { platformAccountId: place } = await j.api<{ platformAccountId: string }>('GET', base);
  return { accountId, place };
}

/** Nobody tells of a review: it is asked for, here at once. */
async function asks(j: Journey, { accountId }: Shop, resource: 'comments' | 'metrics'): Promise<void> {
  const base = `/w/${j.workspaceId}/connections/${accountId}`;
  await eventually(async () => {
    const { items } = await j.api<{ items: { isRunning: boolean }[] }>('GET', `${base}/sync`);
    return items.every(({ isRunning }) => !isRunning);
  });
  await j.api('PUT', `${base}/sync-runs/${newId(SyncRunId)}`, { resource });
}

const reviews = (j: Journey, { place }: Shop, person: string, stars: number, text: string) =>
  play(j, 'review', { place, person, stars, text }, 'google') as Promise<{ id: string }>;

/** What the customer reads under their review. */
async function answerThere(j: Journey, { place }: Shop, id: string): Promise<string | undefined> {
  const shown = await fetch(`${sandboxOf(j)}/google/places/${place}`, {
    headers: { accept: 'application/json' },
  });
  const { reviews } = (await shown.json()) as { reviews: { id: string; answer: { text: string } | null }[] };
  return reviews.find((one) => one.id === id)?.answer?.text;
}

async function openReviews(j: Journey): Promise<void> {
  await j.visit(`/w/${j.workspaceId}/comments?kind=review`);
  await j.page.getByRole('button', { name: 'Show all that wait' }).waitFor();
}

for (const theme of ['light', 'dark'] as const)
  journey('a review is there at once, is answered, and the answer is written anew', { theme }, async (j) => {
    const shop = await beginReviews(j);
    await j.photograph('connection-google');
    await j.scan();
    await openReviews(j);
    const bad = await reviews(j, shop, 'nora', 2, 'Lovely linen, but I waited for an hour.');
    await reviews(j, shop, 'matteo', 5, '');
    await asks(j, shop, 'comments');
    await rowOf(j.page, '5 of 5 stars').waitFor({ timeout: 20_000 });
    await rowOf(j.page, 'I waited for an hour').click();
    await said(j.page).getByText('2 of 5 stars').waitFor();
    await j.page.getByText(/^A review of .*’s shop, Hamburg on Google\. It has one answer/).waitFor();
    assert.equal(await j.page.getByRole('button', { name: /^(Hide it|In private)/ }).count(), 0);
    await j.photograph('review');
    await j.scan();

    await answersTwice(j, shop, bad.id);
    await j.page
      .getByRole('link', { name: /^Google:/ })
      .first()
      .waitFor();
    const phone = await j.anotherTab();
    await phone.goto(`${sandboxOf(j)}/?as=nora&on=google`);
    await phone.locator(`#own-${bad.id}`).getByText('Come on a Tuesday, Nora.').waitFor();
    await phone.getByText('Places near you').scrollIntoViewIfNeeded();
    await j.photograph('review-there', phone);
    await takesBack(j, shop, bad.id);
  });

/** Before everybody; the second takes the place of the first. */
async function answersTwice(j: Journey, shop: Shop, id: string): Promise<void> {
  await answerTo(j.page).fill('We are sorry, Nora.');
  await j.page.keyboard.press('Control+Enter');
  await said(j.page).getByText('We are sorry, Nora.').waitFor();
  await eventually(async () => (await answerThere(j, shop, id)) === 'We are sorry, Nora.');
  await j.page.getByRole('button', { name: 'Change the answer' }).waitFor();
  await answerTo(j.page).fill('Come on a Tuesday, Nora.');
  await j.photograph('review-answered');
  await j.scan();
  await j.page.keyboard.press('Control+Enter');
  await said(j.page).getByText('We are sorry, Nora.').waitFor({ state: 'detached' });
  await said(j.page).getByText('Come on a Tuesday, Nora.').waitFor();
  assert.equal(await answerThere(j, shop, id), 'Come on a Tuesday, Nora.');
}

async function takesBack(j: Journey, shop: Shop, id: string): Promise<void> {
  await said(j.page)
    .getByRole('button', { name: /^More about the comment/ })
    .click();
  await j.page.getByRole('menuitem', { name: 'Take it back on Google' }).click();
  await j.page.getByRole('alertdialog').getByRole('button', { name: 'Take it back' }).click();
  await eventually(async () => (await answerThere(j, shop, id)) === undefined);
  await said(j.page).getByText('Come on a Tuesday, Nora.').waitFor({ state: 'detached' });
}

journey('reviews are narrowed by their stars, and go when their writer deletes them', {}, async (j) => {
  const shop = await beginReviews(j);
  await openReviews(j);
  const { id } = await reviews(j, shop, 'jonas', 1, 'Closed at noon.');
  await reviews(j, shop, 'yuki', 4, 'Good cloth.');
  await asks(j, shop, 'comments');
  await rowOf(j.page, 'Good cloth.').waitFor({ timeout: 20_000 });
  await j.page.getByRole('button', { name: /filters?$/ }).click();
  await j.page.getByRole('combobox', { name: 'Stars' }).click();
  await j.page.getByRole('option', { name: '1 of 5 stars' }).click();
  await rowOf(j.page, 'Good cloth.').waitFor({ state: 'detached' });
  await rowOf(j.page, 'Closed at noon.').waitFor();
  await j.photograph('reviews-filters');
  await j.scan();
  await play(j, 'delete-review', { review: id }, 'google');
  await asks(j, shop, 'metrics');
  await rowOf(j.page, 'Closed at noon.').waitFor({ state: 'detached', timeout: 20_000 });
});

journey('a place that is not verified is shown with the reason', {}, async (j) => {
  await begin(j);
  await openAccounts(j);
  await goThroughGoogle(j, 'ada@sandbox.test');
  await j.page.getByRole('heading', { name: 'Which of them?' }).waitFor({ timeout: 20_000 });
  await j.page.getByText(/Not verified on Google yet: verify it there/).waitFor();
  const workshop = j.page.getByRole('checkbox', { name: 'Linen & Oak Workshop, Hamburg' });
  assert.deepEqual([await workshop.isChecked(), await workshop.isDisabled()], [false, true]);
  await j.photograph('connect-google-places');
  await j.scan();
  await j.page.getByRole('button', { name: 'Connect 2 accounts' }).click();
  await j.page.getByRole('row', { name: /Linen & Oak, Porto/ }).waitFor({ timeout: 20_000 });
});

journey('reviews on a phone', { size: 'phone' }, async (j) => {
  const shop = await beginReviews(j);
  await openReviews(j);
  await reviews(j, shop, 'chloe', 3, 'Très joli, un peu cher ✨');
  await asks(j, shop, 'comments');
  await rowOf(j.page, 'un peu cher').waitFor({ timeout: 20_000 });
  await j.photograph('reviews');
  await j.scan();
  await rowOf(j.page, 'un peu cher').click();
  await said(j.page).getByText('3 of 5 stars').waitFor();
  await j.photograph('review');
  await j.scan();
});
