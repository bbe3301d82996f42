import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, Result } from 'axe-core';
import type { Page } from 'playwright-core';

/** Its short form: reading the long one takes a browser as long as half a scan. */
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Looks at the whole page as it stands, with every rule axe has. */
export async function scanPage(page: Page): Promise<void> {
  // Evaluated by the browser itself and not as a script of the page, so the page's policy stays as strict as it is.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe);
  const { violations } = (await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] })',
  )) as AxeResults;
  if (violations.length === 0) return;
  const problems = violations.map(described).join('\n');
  throw new Error(`${page.url()} keeps people out in ${violations.length} ways:\n${problems}`);
}

function described({ id, impact, help, helpUrl, nodes }: Result): string {
  const places = nodes.map(({ target, html, failureSummary }) => {
    const why = failureSummary?.split('\n').slice(1).join(' ').trim();
    return `      ${target.join(' ')}\n        ${html.slice(0, 160)}\n        ${why}`;
  });
  return `  ${impact} ${id}: ${help}\n    ${helpUrl}\n${places.join('\n')}`;
}
