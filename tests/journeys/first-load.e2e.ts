import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { firstLoadMax } from '../../web/budget.mjs';
import { journey } from './harness.ts';

const manifestFile = join(import.meta.dirname, '../../dist/web/.vite/manifest.json');

/** What is fetched for a screen, as it comes over the wire. */
function watchAssets(page: Page) {
  const files = new Map<string, number>();
  page.on('requestfinished', async (request) => {
    const path = new URL(request.url()).pathname;
    if (!/\.(js|css)$/.test(path)) return;
    files.set(path.slice(1), 0);
    const { responseBodySize } = await request.sizes().catch(() => ({ responseBodySize: 0 }));
    files.set(path.slice(1), responseBodySize);
  });
  return files;
}

/** The chunk of every screen: `SignInPage`, `LocationsPage` ... */
function screenChunks(): Map<string, string> {
  const manifest: Record<string, { file: string }> = JSON.parse(readFileSync(manifestFile, 'utf8'));
  return new Map(
    Object.entries(manifest)
      .filter(([source]) => /\/web\/\w+Page\.tsx$|^gallery\/\w+Page\.tsx$/.test(source))
      .map(([source, { file }]) => [file, source.replace(/^.*\/|\.tsx$/g, '')]),
  );
}

const screensIn = (files: ReadonlyMap<string, number>) =>
  [...screenChunks()].filter(([file]) => files.has(file)).map(([, screen]) => screen);

journey('the first page is small, and brings no other screen with it', {}, async ({ page, visit }) => {
  const files = watchAssets(page);
  await visit('/sign-in');
  await page.getByRole('heading', { name: 'Come in' }).waitFor();
  await page.waitForLoadState('networkidle');
  assert.deepEqual(screensIn(files), ['SignInPage']);
  assertSmall(files);
});

for (const [screen, path] of [
  ['InboxPage', 'inbox'],
  ['LocationsPage', 'locations'],
] as const)
  journey(`the ${path} as the first screen of work is small, and brings no other with it`, {}, async (j) => {
    await j.signIn();
    const files = watchAssets(j.page);
    await j.visit(`/w/${j.workspaceId}/${path}`);
    await j.page.getByRole('status', { name: /^Live/ }).waitFor();
    assert.deepEqual(screensIn(files), [screen]);
    assertSmall(files);
  });

function assertSmall(files: ReadonlyMap<string, number>): void {
  const bytes = [...files.values()].reduce((sum, size) => sum + size, 0);
  assert.ok(bytes > 0, 'no size was seen');
  assert.ok(bytes <= firstLoadMax, `${bytes} bytes in ${[...files.keys()].join(', ')}`);
}
