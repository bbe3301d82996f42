import { fileURLToPath } from 'node:url';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Browsers that know oklch() and light-dark(): the theme is written in them and not rewritten for older ones. */
const target = ['chrome123', 'edge123', 'firefox120', 'safari17.5'];

export default defineConfig({
  root: fileURLToPath(new URL('web/', import.meta.url)),
  plugins: [react(), tailwind()],
  build: {
    outDir: fileURLToPath(new URL('dist/web/', import.meta.url)),
    emptyOutDir: true,
    target,
    cssTarget: target,
    // The budget reads which chunks a screen needs from here.
    manifest: true,
    // A data: address would need an exception in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    // Screens live in modules/*/web, outside of the root.
    fs: { allow: [fileURLToPath(new URL('.', import.meta.url))] },
    proxy: Object.fromEntries(['/api', '/files'].map((path) => [path, { target: 'http://127.0.0.1:4100' }])),
  },
});
