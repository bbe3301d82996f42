import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { modules } from '../app/modules.ts';
import { openApiOf, openApiText, operationIdOf } from '../kit/http/openapi.ts';

describe('the API description', () => {
  test('is what docs/openapi.json says; after a change of the API: npm run stoa -- docs', () => {
    assert.equal(
      readFileSync(new URL('../docs/openapi.json', import.meta.url), 'utf8'),
      openApiText(modules),
    );
  });

  test('is valid OpenAPI 3.1 without a warning', async () => {
    const config = await createConfig({ extends: ['recommended'] });
    const problems = await lintFromString({
      source: openApiText(modules),
      absoluteRef: 'openapi.json',
      config,
    });
    const said = problems.map(
      ({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`,
    );
    assert.deepEqual(said, []);
  });

  test('has every route once, under a name of its own', () => {
    const described = Object.values(
      openApiOf(modules).paths as Record<string, Record<string, { operationId: string }>>,
    )
      .flatMap((operations) => Object.values(operations))
      .map(({ operationId }) => operationId);
    const mounted = modules.flatMap(({ routes }) => routes).map(({ endpoint }) => operationIdOf(endpoint));
    assert.deepEqual(described.toSorted(), mounted.toSorted());
    assert.equal(new Set(described).size, described.length);
  });

  test('names for every permission a policy that has it', () => {
    for (const { routes, authorize } of modules) {
      for (const { endpoint } of routes) {
        if (endpoint.permission) assert.ok(endpoint.permission in authorize.policy, endpoint.permission);
      }
    }
  });
});
