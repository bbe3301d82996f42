import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../kit/embedded/start.ts';
import { openApiText } from '../../kit/http/openapi.ts';
import { renderDocs } from '../../kit/migrate/docs.ts';
import { migrateUp } from '../../kit/migrate/migrate.ts';
import { modules } from '../modules.ts';
import { type Command, noMore, UsageError } from './command.ts';

const root = join(import.meta.dirname, '../..');

export const docs: Command = {
  name: 'docs',
  summary: 'Writes what is generated from the migrations and the contracts, on a database made for it.',
  usage: [
    ['docs', 'Writes docs/schema.md, modules/*/schema.sql and docs/openapi.json.'],
    ['docs --check', 'Writes nothing, and fails when one of them is not up to date.'],
  ],
  run: async ([flag, ...more]) => {
    noMore(more);
    if (flag !== undefined && flag !== '--check') throw new UsageError(`"${flag}" is not understood.`);
    const files = await render();
    const stale = [...files].filter(
      ([path, text]) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== text,
    );
    for (const [path, text] of flag === '--check' ? [] : stale) await writeFile(join(root, path), text);
    for (const [path] of stale) console.log(`${flag === '--check' ? '✗' : '✓'} ${path}`);
    if (stale.length === 0) console.log(`All ${files.size} are up to date.`);
    else if (flag === '--check')
      console.log('Not up to date. Run `npm run stoa -- docs` and commit what it writes.');
    return flag === '--check' && stale.length > 0 ? 1 : 0;
  },
};

/** From an empty database of its own: what happens to be in an installation is never documentation. */
async function render(): Promise<Map<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-docs-'));
  const embedded = await startEmbedded({ folder, durability: 'process' });
  try {
    await migrateUp({ url: embedded.url });
    const files = await renderDocs({ url: embedded.url });
    files.set('docs/openapi.json', openApiText(modules));
    return files;
  } finally {
    await embedded.close();
    await rm(folder, { recursive: true, force: true });
  }
}
