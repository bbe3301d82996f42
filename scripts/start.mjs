// `npm start`: from a fresh clone to a running Stoa. Each step is skipped when there is nothing to do for it.
import { ensureInstalled, ensureNode, ensureWeb, runOwn } from './ensure.mjs';

ensureNode();
await ensureInstalled();
await ensureWeb();
runOwn('app/main.ts', process.argv.slice(2));
