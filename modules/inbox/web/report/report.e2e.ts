import assert from 'node:assert/strict';
import { begin, connectInstagram, eventually, play } from '../../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';

/** Somebody wrote, and it was counted. */
async function aMessageCounted(j: Journey): Promise<void> {
  await begin(j);
  await connectInstagram(j);
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

for (const theme of ['light', 'dark'] as const)
  journey('the report shows what came in, where and when', { theme }, async (j) => {
    await aMessageCounted(j);
    await openReport(j);
    await j.page.getByRole('heading', { name: 'When they write' }).waitFor();
    await j.page.getByRole('table', { name: 'By channel' }).getByText('Linen & Oak').waitFor();
    await j.photograph('report');
    await j.scan();

    await j.page.getByRole('combobox', { name: 'Time' }).click();
    await j.page.getByRole('option', { name: 'The last 7 days' }).click();
    await j.page.waitForURL(/days=7/);
    const begun = j.page.waitForEvent('download');
    await j.page.getByRole('link', { name: 'Save as a table' }).click();
    assert.match((await begun).suggestedFilename(), /^inbox-.*\.csv$/);
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
