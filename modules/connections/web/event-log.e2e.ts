import assert from 'node:assert/strict';
import { begin, connectInstagram } from '../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../tests/journeys/harness.ts';
import { sandboxOf } from '../../../tests/journeys/newcomers.ts';

const row = ({ page }: Pick<Journey, 'page'>, name: string | RegExp) => page.getByRole('row', { name });

async function openLog(j: Journey, query = ''): Promise<void> {
  await j.visit(`/w/${j.workspaceId}/connection-events${query}`);
  await j.page.getByRole('heading', { name: 'Event log', level: 1 }).waitFor();
}

interface Told {
  readonly items: readonly { readonly id: string }[];
}
const newestMessage = async ({ api, workspaceId }: Journey): Promise<string | undefined> =>
  (await api<Told>('GET', `/w/${workspaceId}/connection-events?kind=message&limit=1`)).items[0]?.id;

/** Others may have written before: it is there once another one stands first. */
const newOneShown = ({ page }: Journey, before: string | undefined) =>
  page.waitForResponse(
    async (response) =>
      response.url().includes('/connection-events?') &&
      ((await response.json()) as Told).items[0]?.id !== before,
  );

/** On a customer's phone, in another tab. */
async function writeAsNora(j: Journey, text: string): Promise<void> {
  const page = await j.anotherTab();
  await page.goto(`${sandboxOf(j)}/meta/threads/linen.and.oak/nora`);
  await page.getByRole('textbox').first().fill(text);
  await page.getByRole('textbox').first().press('Enter');
  await page.getByText(text).first().waitFor();
  await page.close();
}

journey('what a customer writes stands in the log at once, and opens by the keyboard', {}, async (j) => {
  await begin(j);
  await connectInstagram(j);
  await openLog(j, '?kind=message');
  await j.page.getByRole('status', { name: /^Live/ }).waitFor();
  const text = `Do you have the oat shirt in M? ${Date.now()}`;
  const isShown = newOneShown(j, await newestMessage(j));
  await writeAsNora(j, text);
  await isShown;
  await row(j, /^Message /)
    .first()
    .waitFor();
  await j.photograph('event-log');
  await j.scan();

  await j.page.keyboard.press('j');
  await j.page.locator('[data-row="0"]:focus').waitFor();
  await j.page.keyboard.press('Enter');
  const drawer = j.page.getByRole('dialog', { name: 'Message' });
  await drawer.getByText(text).waitFor();
  await drawer.getByText('Done', { exact: true }).waitFor();
  await j.photograph('event-log-entry');
  await j.scan();

  const replay = j.page.waitForResponse((response) => response.url().endsWith('/replay'));
  await drawer.getByRole('button', { name: 'Work off once more' }).click();
  assert.equal((await replay).status(), 200);
  await drawer
    .getByText('2 attempts')
    .or(drawer.getByText('Done', { exact: true }))
    .first()
    .waitFor();
});

for (const variation of [{ theme: 'dark' }, { size: 'phone' }] as const) {
  journey('the event log', variation, async (j) => {
    await begin(j);
    await connectInstagram(j);
    // However much was written meanwhile: the oldest stand far below.
    await openLog(j, '?kind=comment');
    await row(j, /^Comment/)
      .first()
      .waitFor();
    await openLog(j);
    await row(j, /Done/).first().waitFor();
    await j.photograph('event-log');
    await j.scan();
  });
}

journey('what failed is worked off once more, one or all', {}, async (j) => {
  await begin(j);
  await connectInstagram(j);
  const failed = await failTheLog(j);
  await openLog(j, '?show=failed');
  await j.page.getByText(/events? failed\. Once the cause is mended/).waitFor();
  await row(j, /Handler failed/)
    .first()
    .waitFor();
  await j.photograph('event-log-failed');
  await j.scan();

  const asked = j.page.waitForRequest((request) => request.url().endsWith('/connection-event-replays'));
  await j.page.getByRole('button', { name: 'Work off all' }).click();
  assert.equal((await asked).method(), 'POST');
  await j.page
    .getByText(/Nothing has failed any more|once more/)
    .first()
    .waitFor();

  await j.page.keyboard.press('j');
  await j.page.locator('[data-row="0"]:focus').waitFor();
  const one = j.page.waitForRequest((request) => request.url().endsWith(`/${failed}/replay`));
  await j.page.keyboard.press('r');
  assert.equal((await one).method(), 'POST');
});

/** The log as it would be had its first event failed: nothing here fails by itself. Answers which it is. */
async function failTheLog(j: Journey): Promise<string> {
  const { items } = await j.api<{ items: { id: string }[] }>('GET', `/w/${j.workspaceId}/connection-events`);
  const [first] = items;
  const event = { ...first!, status: 'failed', attempts: 8, failureCode: 'handler_failed' };
  await j.page.route(
    (url) => url.pathname.endsWith('/connection-events') && url.searchParams.get('status') === 'failed',
    (route) => route.fulfill({ json: { items: [event], next: null } }),
  );
  return first!.id;
}

journey('nothing of a kind came in: the log says so, and shows everything again', {}, async (j) => {
  await begin(j);
  await openLog(j, '?kind=order');
  await j.page.getByRole('heading', { name: 'Nothing like that came in' }).waitFor();
  await j.scan();
});

journey('a viewer does not read what customers wrote, and is told why', {}, async (j) => {
  await begin(j, 'viewer');
  await openLog(j);
  await j.page.getByText(/As a viewer of .* you cannot read what came in/).waitFor();
  await j.photograph('event-log-viewer');
  await j.scan();
});
