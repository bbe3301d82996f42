// Makes catalogue.json out of the full documents of the five systems:
//   node db/lenses/compact.mjs <folder with catalogue.json and assignment.json>
// One line per table, so that a change of one table is a change of one line.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
if (!folder) throw new Error('Say which folder holds catalogue.json and assignment.json.');
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const { systems } = read('catalogue.json');
const assignment = read('assignment.json');

const blocks = Object.entries(systems).map(([system, { tables, functions = [] }]) => {
  const lines = Object.entries(tables).map(([table, { columns }]) => {
    const { module, target } = assignment[system][table];
    return `    ${JSON.stringify(table)}: ${JSON.stringify([module, target, columns.map(({ name, type }) => [name, type])])}`;
  });
  const names = JSON.stringify(functions.map(({ name }) => name));
  return `  ${JSON.stringify(system)}: {\n   "functions": ${names},\n   "tables": {\n${lines.join(',\n')}\n   }\n  }`;
});
writeFileSync(new URL('catalogue.json', import.meta.url), `{\n${blocks.join(',\n')}\n}\n`);
