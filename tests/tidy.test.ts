import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { modules } from '../app/modules.ts';
import { layers } from './tidy/layers.ts';
import type { Rule } from './tidy/rule.ts';
import { sizes } from './tidy/sizes.ts';
import { readSources, sourceOf } from './tidy/source.ts';
import { statements } from './tidy/statements.ts';

const root = join(import.meta.dirname, '..');
const order = modules.map(({ name }) => name);
const rules: readonly Rule[] = [...layers, ...statements, ...sizes];

/**
 * What breaks a rule today and is known to, as rule to files. It may only shrink: a file that is mended has to leave
 * its list, and one that is not in it is refused.
 */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  // They prove that a child process gets nothing of it.
  'the environment is read in app/config.ts alone': ['kit/child/run.test.ts', 'kit/child/testing/bombs.ts'],
};

describe('the whole project', () => {
  const sources = readSources(root);

  for (const rule of rules) {
    test(rule.name, () => {
      const allowed = exceptions[rule.name] ?? [];
      const found = rule.find(sources, order);
      const isAllowed = (offence: string) => allowed.some((file) => offence.startsWith(`${file}:`));

      assert.deepEqual(
        found.filter((offence) => !isAllowed(offence)),
        [],
      );
      const mended = allowed.filter((file) => !found.some((offence) => offence.startsWith(`${file}:`)));
      assert.deepEqual(mended, [], 'mended: take it out of the exceptions');
    });
  }

  test('locks its packages without saying where they were downloaded from', () => {
    assert.doesNotMatch(readFileSync(join(root, 'package-lock.json'), 'utf8'), /"resolved": "https?:/);
  });

  test('has no exception for a rule that does not exist', () => {
    assert.deepEqual(
      Object.keys(exceptions).filter((name) => !rules.some((rule) => rule.name === name)),
      [],
    );
  });
});

describe('a rule', () => {
  for (const { name, find, broken } of rules) {
    test(`finds what breaks it: ${name}`, () => {
      const sources = Object.entries(broken).map(([file, text]) => sourceOf(file, text));
      const found = find(sources, ['identity', 'workspaces', 'inbox']);

      for (const file of Object.keys(broken)) {
        const folder = file.startsWith('modules/') ? file.split('/').slice(0, 2).join('/') : file;
        assert.ok(
          found.some((offence) => offence.startsWith(folder)),
          `${file} is not found: ${found.join('\n')}`,
        );
      }
    });
  }
});
