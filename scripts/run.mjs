// `node scripts/run.mjs <file> ...`: runs one of our own programs on our own Node, after installing it if need be.
import { ensureInstalled, ensureNode, fail, runOwn } from './ensure.mjs';

const [file, ...args] = process.argv.slice(2);
if (file === undefined)
  fail('run.mjs needs the file to run.', 'For example: node scripts/run.mjs app/cli.ts help');
ensureNode();
await ensureInstalled();
runOwn(file, args);
