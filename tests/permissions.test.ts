import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { modules } from '../app/modules.ts';
import { roles } from '../kit/ctx.ts';

const golden = fileURLToPath(new URL('permissions.golden.txt', import.meta.url));
const write = 'node tests/permissions.test.ts --write';
const columns = [...roles, 'guest', 'autopilot'] as const;
const policies = modules.flatMap(({ name: module, authorize }) =>
  Object.entries(authorize.policy as Record<string, readonly string[]>).map(([permission, who]) => ({
    module,
    permission,
    who,
  })),
);
const routes = modules.flatMap((module) =>
  module.routes.map(({ endpoint }) => ({ module: module.name, endpoint })),
);

describe('who may do what', () => {
  // Committed, so that a role that gains or loses something is a line a reviewer reads.
  test('is what the committed table says', () => {
    if (process.argv.includes('--write')) writeFileSync(golden, matrix());
    const committed = existsSync(golden) ? readFileSync(golden, 'utf8') : '';
    assert.equal(committed, matrix(), `write it anew by \`${write}\` and look at the difference`);
  });

  test('is said of roles that exist', () => {
    const known: readonly string[] = columns;
    assert.deepEqual(
      policies.filter(({ who }) => who.some((role) => !known.includes(role))),
      [],
    );
  });

  test('is decided once for each permission', () => {
    const names = policies.map(({ permission }) => permission);
    assert.deepEqual(
      names.filter((name, i) => names.indexOf(name) !== i),
      [],
    );
  });

  // Otherwise a workspace could end with something in it that nobody can do.
  test('leaves nothing that an owner may not', () => {
    assert.deepEqual(
      policies.filter(({ who }) => !who.includes('owner')).map(({ permission }) => permission),
      [],
    );
  });
});

describe('every permission', () => {
  test("is named by its module and a verb: 'inbox.reply'", () => {
    assert.deepEqual(
      policies
        .filter(({ module, permission }) => !new RegExp(`^${module}\\.[a-z]+(_[a-z]+)*$`).test(permission))
        .map(({ permission }) => permission),
      [],
    );
  });
});

describe('every route of a workspace', () => {
  test('names a permission of its own module', () => {
    const known = (module: string) =>
      policies.filter((p) => p.module === module).map(({ permission }) => permission);
    assert.deepEqual(
      routes
        .filter(({ endpoint }) => endpoint.audience === 'workspace')
        .filter(
          ({ module, endpoint }) => !endpoint.permission || !known(module).includes(endpoint.permission),
        )
        .map(({ endpoint }) => `${endpoint.method} ${endpoint.path}: ${endpoint.permission}`),
      [],
    );
  });

  test('has the workspace first in its path, and no other route has it', () => {
    const inWorkspace = (path: string) => path.startsWith('/w/:workspaceId/') || path === '/w/:workspaceId';
    assert.deepEqual(
      routes
        .filter(({ endpoint }) => inWorkspace(endpoint.path) !== (endpoint.audience === 'workspace'))
        .map(({ endpoint }) => `${endpoint.method} ${endpoint.path}`),
      [],
    );
  });
});

function matrix(): string {
  const width = Math.max(...policies.map(({ permission }) => permission.length));
  const line = (name: string, cells: readonly string[]) =>
    [name.padEnd(width), ...cells.map((cell, i) => cell.padEnd(columns[i]!.length))].join('  ').trimEnd();
  const rows = [...policies]
    .sort((a, b) => (a.permission < b.permission ? -1 : 1))
    .map(({ permission, who }) =>
      line(
        permission,
        columns.map((role) => (who.includes(role) ? 'yes' : '-')),
      ),
    );
  return `${[`# Who may do what. Written by \`${write}\`.`, line('', columns), ...rows].join('\n')}\n`;
}
