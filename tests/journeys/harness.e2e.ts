import assert from 'node:assert/strict';
import { test } from 'node:test';
import { journey } from './harness.ts';
import { watchPage } from './watch.ts';

journey('a scan finds what keeps somebody out', {}, async ({ page, visit, scan }) => {
  await visit('/sign-in');
  await page.getByRole('heading', { name: 'Come in' }).waitFor();
  await page.evaluate(() => document.querySelector('main')?.append(document.createElement('button')));
  await assert.rejects(scan(), /button-name/);
});

journey('what the browser complains of is a failure', {}, async ({ page, visit }) => {
  const causes = {
    'an error on the console': () => console.error('something is wrong'),
    'an uncaught error': () => void setTimeout(() => Promise.reject(new Error('something broke'))),
    'an image the policy forbids': () => {
      document.body.append(Object.assign(new Image(), { src: 'http://127.0.0.1:1/pixel.png' }));
    },
  };
  for (const [cause, act] of Object.entries(causes)) {
    const complaints = watchPage();
    const tab = await page.context().newPage();
    complaints.watch(tab);
    await tab.goto('/sign-in');
    complaints.assertNone();
    const heard = Promise.race([tab.waitForEvent('console'), tab.waitForEvent('pageerror')]);
    await tab.evaluate(act);
    await heard;
    assert.throws(() => complaints.assertNone(), /the browser complained/, cause);
    await tab.close();
  }
  await visit('/sign-in');
});

test('trouble that was expected and did not come is a failure', () => {
  const complaints = watchPage();
  complaints.expect(/404/);
  assert.throws(() => complaints.assertNone(), /did not/);
});
