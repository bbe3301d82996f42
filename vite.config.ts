import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Browsers that know oklch() and light-dark(): the theme is written in them and not rewritten for older ones. */
const target = ['chrome123', 'edge123', 'firefox120', 'safari17.5'];

/** A pattern of file names, given as alternatives. Windows writes its paths with another slash. */
const files = (...alternatives: readonly string[]) =>
  new RegExp(`(?:${alternatives.join('|')})`.replaceAll('/', '[\\\\/]'));

/** What every page stands on, in one piece: many small files are heavier than one. */
const ground = files(
  'node_modules/(?:react|react-dom|scheduler|react-router|cookie-es|zod)/',
  'node_modules/@tanstack/(?:query-core|react-query)/',
  'node_modules/lucide-react/dist/esm/(?!icons)',
  'vite/preload',
);
/** Of our own, what stands around every page. */
const frame = files(
  'web/kit/(?:Badge|Button|ErrorBoundary|Kbd|Link|Logo|Page|actions|api|cx|keys|popup|send|states)\\.',
  'web/kit/(?:time|time-words|toast|screen-size)\\.',
  'web/(?:paths|session|workspace|screen)\\.',
  'kit/(?:ids|page|client|errors|ctx|access|http/endpoint)\\.ts',
);

/** The API is described by the server; what turns shapes into JSON Schema is no use to a browser. */
const describing = new Map([
  ['json-schema-processors', 'export const [toJSONSchema, allProcessors] = [];'],
  [
    'to-json-schema',
    `const none = () => ({});
     export { none as process, none as processSchema, none as initializeContext, none as handleUnrepresentable };
     export { none as extractDefs, none as finalize };
     export const [createToJSONSchemaMethod, createStandardJSONSchemaMethod] = [() => none, () => none];`,
  ],
]);
const withoutJsonSchema: Plugin = {
  name: 'without-json-schema',
  load: (id) => describing.get(/zod.v4.core.([\w-]+)\.js$/.exec(id)?.[1] ?? ''),
};

const pressFromBytes = 1_024;

/** What the server would press with little effort for everybody is pressed once, with all of it. */
const pressed: Plugin = {
  name: 'pressed',
  apply: 'build',
  async writeBundle({ dir }, bundle) {
    const files = Object.keys(bundle).filter((name) => /\.(?:js|css|svg)$/.test(name));
    await Promise.all(files.map((name) => press(join(dir!, name))));
  },
};
const brotli = promisify(brotliCompress);
async function press(file: string): Promise<void> {
  const bytes = await readFile(file);
  if (bytes.length >= pressFromBytes) await writeFile(`${file}.br`, await brotli(bytes));
}

export default defineConfig({
  root: fileURLToPath(new URL('web/', import.meta.url)),
  plugins: [react(), tailwind(), withoutJsonSchema, pressed],
  build: {
    outDir: fileURLToPath(new URL('dist/web/', import.meta.url)),
    emptyOutDir: true,
    target,
    cssTarget: target,
    // The budget reads which chunks a screen needs from here.
    manifest: true,
    // A page's chunk names what it stands on; a list of it for every page beforehand weighs more than it saves.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_file, all, { hostType }) => (hostType === 'html' ? all : []),
    },
    rolldownOptions: {
      // A contract is a list of calls that do nothing but make a value: what no page uses of it goes. Only names that
      // nothing else has: whatever is called so, and whatever is called on it, is taken for doing nothing.
      treeshake: { manualPureFunctions: ['endpoint', 'pageOf', 'errorsOf'] },
      output: {
        codeSplitting: {
          groups: [
            { name: 'ground', test: ground },
            { name: 'frame', test: frame },
          ],
        },
      },
    },
    // A data: address would need an exception in the content security policy.
    assetsInlineLimit: 0,
  },
  server: {
    // Screens live in modules/*/web, outside of the root.
    fs: { allow: [fileURLToPath(new URL('.', import.meta.url))] },
    proxy: Object.fromEntries(['/api', '/files'].map((path) => [path, { target: 'http://127.0.0.1:4100' }])),
  },
});
