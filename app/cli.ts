import { type Command, UsageError } from './commands/command.ts';
import { demo } from './commands/demo.ts';
import { docs } from './commands/docs.ts';
import { doctor } from './commands/doctor.ts';
import { explainFailure } from './commands/explain.ts';
import { helpOf } from './commands/help.ts';
import { migrate } from './commands/migrate.ts';
import { vault } from './commands/vault.ts';
import { ConfigError } from './config.ts';
import { nearest } from './nearest.ts';

const commands: readonly Command[] = [doctor, demo, migrate, docs, vault];

/** 0: done. 1: it could not be done, or something needed is wrong. 2: what was asked is not understood. */
async function main(words: readonly string[]): Promise<number> {
  const [name, ...args] = words;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h')
    return say(helpOf(commands, args));
  const command = commands.find((one) => one.name === name);
  if (!command) {
    const meant = nearest(name, [...commands.map((one) => one.name), 'help']);
    return refuse(
      `There is no command "${name}".${meant ? ` Did you mean "${meant}"?` : ''}`,
      helpOf(commands, []),
    );
  }
  if (args.includes('--help') || args.includes('-h')) return say(helpOf(commands, [name]));
  try {
    return await command.run(args);
  } catch (error) {
    if (error instanceof UsageError) return refuse(error.message, helpOf(commands, [name]));
    console.error(error instanceof ConfigError ? error.message : `✗ ${explainFailure(error)}`);
    return 1;
  }
}

function say(text: string): number {
  console.log(text);
  return 0;
}

function refuse(problem: string, help: string): number {
  console.error(`${problem}\n\n${help}`);
  return 2;
}

process.exitCode = await main(process.argv.slice(2));
