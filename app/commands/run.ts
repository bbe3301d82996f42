import { ConfigError } from '../config.ts';
import { nearest } from '../nearest.ts';
import { admin } from './admin.ts';
import { type Command, UsageError } from './command.ts';
import { connections } from './connections.ts';
import { demo } from './demo.ts';
import { docs } from './docs.ts';
import { doctor } from './doctor.ts';
import { explainFailure } from './explain.ts';
import { helpOf } from './help.ts';
import { ledger } from './ledger.ts';
import { migrate } from './migrate.ts';
import { platforms } from './platforms.ts';
import { vault } from './vault.ts';

const commands: readonly Command[] = [
  doctor,
  demo,
  admin,
  migrate,
  docs,
  platforms,
  vault,
  connections,
  ledger,
];

export interface Print {
  out(text: string): void;
  err(text: string): void;
}
const terminal: Print = { out: (text) => console.log(text), err: (text) => console.error(text) };

/** 0: done. 1: it could not be done, or something needed is wrong. 2: what was asked is not understood. */
export async function runCommand(words: readonly string[], print: Print = terminal): Promise<number> {
  const say = (text: string) => {
    print.out(text);
    return 0;
  };
  const refuse = (problem: string, help: string) => {
    print.err(`${problem}\n\n${help}`);
    return 2;
  };
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
    print.err(error instanceof ConfigError ? error.message : `✗ ${explainFailure(error)}`);
    return 1;
  }
}
