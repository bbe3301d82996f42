import { journey } from './harness.ts';

for (const theme of ['light', 'dark'] as const) {
  for (const size of ['desktop', 'phone'] as const) {
    journey('the gallery of the kit', { theme, size }, async ({ page, visit, photograph, scan }) => {
      await visit('/kit');
      await page.getByRole('heading', { name: 'The kit' }).waitFor();
      for (const part of await page.getByRole('navigation', { name: 'Parts' }).getByRole('link').all()) {
        const title = (await part.textContent()) ?? '';
        const region = page.getByRole('region', { name: title });
        await region.scrollIntoViewIfNeeded();
        await region.getByRole('status', { name: 'Loading', exact: true }).waitFor({ state: 'detached' });
        await photograph(`gallery-${title.toLowerCase().replaceAll(' ', '-')}`, region);
      }
      await scan();
    });
  }
}

for (const theme of ['light', 'dark'] as const) {
  journey('the description of the API', { theme }, async ({ page, visit, photograph, scan }) => {
    await visit('/api/docs');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await photograph('api-docs');
    await scan();
  });
}
