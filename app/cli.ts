import { runCommand } from './commands/run.ts';

// `npm run stoa -- <command>`
process.exitCode = await runCommand(process.argv.slice(2));
