import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { paths } from './paths.ts';
import type { ModuleScreens } from './screen.ts';

const root = new URL('../', import.meta.url);
const files = globSync('modules/*/web/screens.ts', { cwd: root }).sort();
const modules = await Promise.all(
  files.map(async (file) => ((await import(new URL(file, root).href)) as { default: ModuleScreens }).default),
);
const screens = modules.flatMap((module) => module.screens);
const repeated = (values: readonly string[]) =>
  values.filter((value, index) => values.indexOf(value) !== index);

describe('paths', () => {
  test('are the ones a reviewer has seen', () => {
    const lines = Object.entries(paths).map(([name, path]) => `${name} ${path.pattern}`);
    assert.deepEqual(
      lines.sort(),
      readFileSync(new URL('paths.golden.txt', import.meta.url), 'utf8')
        .trim()
        .split('\n'),
      'an address was added or changed: if that is meant, change web/paths.golden.txt with it',
    );
  });

  test('carry what is in them safely', () => {
    assert.equal(
      paths.location({ workspaceId: 'a/b', locationId: 'ü ?' }),
      '/w/a%2Fb/locations/%C3%BC%20%3F',
    );
    assert.equal(paths.signIn(), '/sign-in');
  });
});

describe('screens', () => {
  test('stand at an address of the list, each at its own', () => {
    const known = Object.values(paths).map(({ pattern }) => pattern as string);
    const used = screens.map(({ path }) => path.pattern);
    assert.deepEqual(
      used.filter((pattern) => !known.includes(pattern)),
      [],
    );
    assert.deepEqual(repeated(used), []);
  });

  test('are in a workspace exactly when their address is', () => {
    const odd = screens.filter(
      ({ path, audience }) => path.pattern.startsWith('/w/:') !== (audience === 'workspace'),
    );
    assert.deepEqual(
      odd.map(({ path }) => path.pattern),
      [],
    );
  });

  test('share no go-to key', () => {
    // Two shells, which never show together.
    for (const inWorkspace of [true, false]) {
      const shell = screens.filter(({ audience }) => (audience === 'workspace') === inWorkspace);
      assert.deepEqual(repeated(shell.flatMap(({ nav }) => nav?.goKey ?? [])), []);
    }
  });

  test('of a module have their place in the navigation to themselves', () => {
    assert.deepEqual(repeated(modules.map(({ order }) => String(order))), []);
  });
});
