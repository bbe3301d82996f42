import assert from 'node:assert/strict';
import { uuidv7 } from '../../../../kit/ids.ts';
import { beginWithInstagram, eventually, play } from '../../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';

/** Somebody wrote, and it was counted. */
async function aMessageCounted(j: Journey): Promise<void> {
  await beginWithInstagram(j);
  await play(j, 'message', { account: 'linen.and.oak', person: 'nora', text: 'Do you ship to Rome?' });
  await eventually(async () => (await receivedToday(j)) > 0);
}

async function receivedToday(j: Journey): Promise<number> {
  // Every hour is counted at once, and not with the next minute.
  await j.api('POST', `/w/${j.workspaceId}/inbox/figures/rebuild`);
  const on = new Date().toISOString().slice(0, 10);
  const figures = await j.api<{ all: { inbound: number } }>(
    'GET',
    `/w/${j.workspaceId}/inbox/figures?from=${on}&until=${on}`,
  );
  return figures.all.inbound;
}

async function openReport({ page, workspaceId, visit }: Journey) {
  await visit(`/w/${workspaceId}/report`);
  await page.getByRole('heading', { name: 'Report', level: 1 }).waitFor();
}

/** There may be another of the name, of a journey before. */
const byChannel = ({ page }: Journey) => page.getByRole('table', { name: 'By channel' });

for (const theme of ['light', 'dark'] as const)
  journey('the report shows what came in, where and when', { theme }, async (j) => {
    await aMessageCounted(j);
    await openReport(j);
    await j.page.getByRole('heading', { name: 'When they write' }).waitFor();
    await byChannel(j).getByText('Linen & Oak').first().waitFor();
    await j.photograph('report');
    await j.scan();

    await j.page.getByRole('combobox', { name: 'Time' }).click();
    await j.page.getByRole('option', { name: 'The last 7 days' }).click();
    await j.page.waitForURL(/days=7/);
    const begun = j.page.waitForEvent('download');
    await j.page.getByRole('link', { name: 'Save as a table' }).click();
    assert.match((await begun).suggestedFilename(), /^inbox-.*\.csv$/);
  });

journey('the report of a saved view: what is in it now', {}, async (j) => {
  const save = (name: string, filters: object, more: object = {}) =>
    j.api('PUT', `/w/${j.workspaceId}/inbox/views/${uuidv7()}`, { name, filters, ...more });
  await aMessageCounted(j);
  await save('Open ones', { status: 'open' });
  await save('Urgent ones', { priority: 'urgent' }, { isShared: true });
  await save('About Rome', {}, { search: 'Rome' });
  await openReport(j);
  const { page } = j;
  await page.getByRole('combobox', { name: 'Time' }).click();
  await page.getByRole('option', { name: 'The last year' }).click();
  const chosen = async (name: string) => {
    await page.getByRole('combobox', { name: 'View' }).click();
    assert.equal(await page.getByRole('option', { name: 'About Rome' }).count(), 0);
    await page.getByRole('option', { name }).click();
    await page.getByText('in this view now').waitFor();
  };
  await chosen('Open ones');
  await page.waitForURL(/view=/);
  await page.getByRole('combobox', { name: 'Time' }).getByText('The last 90 days').waitFor();
  await byChannel(j).getByText('Linen & Oak').first().waitFor();
  await j.photograph('report-of-a-view');
  await j.scan();
  const begun = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save as a table' }).click();
  assert.match((await begun).url(), /viewId=/);
  await chosen('Urgent ones');
  await page.getByRole('heading', { name: 'Nothing was said in this time' }).waitFor();
});

journey('the report on a phone', { size: 'phone' }, async (j) => {
  await aMessageCounted(j);
  await openReport(j);
  await j.page.getByRole('heading', { name: 'When they write' }).waitFor();
  await j.photograph('report');
  await j.scan();
});

journey('a viewer is told who sees the report', {}, async (j) => {
  await j.signIn('viewer');
  await openReport(j);
  await j.page.getByText(/you cannot see its figures/).waitFor();
  await j.scan();
});
