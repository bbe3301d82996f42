// What a browser fetches before somebody can work: `node web/budget.mjs dist/web` prints it, a test holds it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export const firstLoadMax = 200 * 1024;

const entry = 'index.html';
/** What somebody meets first: without a session, and with one. */
const firstScreens = {
  'sign in': ['../modules/identity/web/SignInPage.tsx'],
  inbox: ['layout/Shell.tsx', '../modules/inbox/web/InboxPage.tsx'],
  locations: ['layout/Shell.tsx', '../modules/workspaces/web/LocationsPage.tsx'],
};

/** The heavier of the first screens: its scripts and styles with everything they import, compressed by gzip. */
export function firstLoadBytes(distFolder) {
  return Math.max(...Object.values(firstLoads(distFolder)).map(({ bytes }) => bytes));
}

export function firstLoads(distFolder) {
  const manifest = JSON.parse(readFileSync(join(distFolder, '.vite/manifest.json'), 'utf8'));
  const load = ([name, chunks]) => [name, weigh(distFolder, filesOf(manifest, [entry, ...chunks]))];
  return Object.fromEntries(Object.entries(firstScreens).map(load));
}

function filesOf(manifest, names, files = new Set(), seen = new Set()) {
  for (const name of names) {
    if (seen.has(name)) continue;
    seen.add(name);
    const chunk = manifest[name];
    if (!chunk) throw new Error(`the build has no chunk called ${name}`);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    filesOf(manifest, chunk.imports ?? [], files, seen);
  }
  return files;
}

function weigh(distFolder, files) {
  const sizes = [...files].map((file) => [
    file,
    gzipSync(readFileSync(join(distFolder, file)), { level: 9 }).length,
  ]);
  return { bytes: sizes.reduce((sum, [, size]) => sum + size, 0), files: Object.fromEntries(sizes) };
}

if (import.meta.main) {
  for (const [name, { bytes, files }] of Object.entries(firstLoads(process.argv[2] ?? 'dist/web'))) {
    console.log(`${name}: ${(bytes / 1024).toFixed(1)} kB in ${Object.keys(files).length} files`);
    if (process.argv.includes('--files')) console.table(files);
  }
}
