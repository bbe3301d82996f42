import { secrets, variables } from '../variables.ts';
import type { Command } from './command.ts';

const program = 'npm run stoa --';

export function helpOf(commands: readonly Command[], [topic]: readonly string[]): string {
  if (topic === 'configuration') return configurationHelp();
  const command = commands.find(({ name }) => name === topic);
  if (command)
    return `${command.summary}\n\n${columns(command.usage.map(([how, what]) => [`${program} ${how}`, what]))}`;
  const rows = commands.map(({ name, summary }): [string, string] => [`${program} ${name}`, summary]);
  rows.push([`${program} help <command>`, 'How to say it exactly.']);
  rows.push([`${program} help configuration`, 'Every setting there is.']);
  return columns(rows);
}

function configurationHelp(): string {
  const rows = Object.entries(variables).map(([name, { about, example }]): [string, string] => [
    name,
    `${about} ${secrets.has(name) ? `(a secret) ${example()}` : `For example ${example()}`}`,
  ]);
  return `Set in the environment, or in a file .env in the folder of Stoa. All may be left out.\n\n${columns(rows)}`;
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}
