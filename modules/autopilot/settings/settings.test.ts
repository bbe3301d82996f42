import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { sql } from '../../../kit/sql.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import { finishRun } from '../evaluating/runs.sql.ts';
import type { Gate } from '../evaluating/runs.ts';
import { startedRun } from '../evaluating/testing.ts';
import { autopilot } from '../index.ts';
import { modulesBelow } from '../testing/modules.ts';
import { defaultSettings, type GivenSettings, putSettings as wire } from './contract.ts';
import { getSettings, putSettings } from './settings.ts';

let w: TestWorkspace;
beforeEach(async () => {
  w = await newWorkspace([...modulesBelow, autopilot]);
});

const system = { kind: 'system' } as const;
const get = () => w.as(system, getSettings);
const put = (given: Partial<GivenSettings> & { version?: number; gatedBy?: Gate } = {}) =>
  w.as(system, (ctx) => putSettings(ctx, { ...defaultSettings, ...given }));

/** One through a set of three questions, of which so many came out right. */
async function finishedRun(changes: Partial<GivenSettings>, rightCount: number, of?: Gate['setId']) {
  const gate = await startedRun(w, { changes, ...(of && { setId: of }) });
  await w.as(system, async ({ tx, now }) => {
    await tx.run(
      sql`update autopilot.evaluation_runs set right_count = ${rightCount} where id = ${gate.runId}`,
    );
    await finishRun(tx, gate.runId, null, now);
  });
  return gate;
}

describe('the settings of the machine', () => {
  test('SS-09, SS-12, SS-13 are friendly, cool and open where nobody has set anything, and nothing is answered', async () => {
    const { model, temperature, topP, language, tone, version } = await get();
    assert.deepEqual(
      { model, temperature, topP, language, tone, version },
      {
        ...{ model: 'anthropic/claude-3.5-haiku', temperature: 0.2, topP: 1, language: 'en' },
        ...{ tone: 'friendly', version: 0 },
      },
    );
    const { answersMessages, answersComments, flaggedKeywords, flaggedPhrases } = await get();
    assert.deepEqual([answersMessages, answersComments], [true, true]);
    assert.deepEqual([flaggedKeywords, flaggedPhrases], [[], []]);
  });

  test('SS-08 are one row of a workspace, whose version rises with what changes', async () => {
    assert.equal((await put()).version, 1);
    assert.equal((await put({ tone: 'dry' })).version, 2);
    assert.equal((await put({ tone: 'dry' })).version, 2);
    assert.equal((await get()).tone, 'dry');
  });

  test('are not written over what somebody has changed meanwhile', async () => {
    await put({ version: 0 });
    await put({ tone: 'dry', version: 1 });
    await assert.rejects(put({ tone: 'warm', version: 1 }), {
      code: 'autopilot.settings_changed_meanwhile',
    });
    assert.equal((await get()).tone, 'dry');
  });

  test('SS-10 take a temperature of 0 to 2', () => {
    const takes = (temperature: number) => wire.body.safeParse({ temperature }).success;
    assert.deepEqual([-0.1, 0, 2, 2.1].map(takes), [false, true, true, false]);
  });

  test('take each word once, and no more of them than fit', async () => {
    assert.deepEqual(wire.body.parse({ flaggedKeywords: ['a', 'b', 'a'] }).flaggedKeywords, ['a', 'b']);
    const long = Array.from({ length: 500 }, (_, i) => `${i}${'ü'.repeat(295)}`);
    await assert.rejects(put({ flaggedPhrases: long, ignoreExamples: long }), {
      code: 'autopilot.flags_too_large',
    });
  });

  test('are held to a run that was with them, where somebody asks for that', async () => {
    await put();
    const { setId } = await finishedRun({}, 3);
    const worse = await finishedRun({ temperature: 1 }, 2, setId);
    const better = await finishedRun({ temperature: 0.5 }, 3, setId);
    const refused = { code: 'autopilot.evaluation_is_worse' };
    await assert.rejects(put({ temperature: 1, gatedBy: worse }), refused);
    const other = { code: 'autopilot.evaluation_is_another' };
    await assert.rejects(put({ temperature: 0.6, gatedBy: better }), other);
    assert.equal((await get()).temperature, 0.2);
    assert.equal((await put({ temperature: 0.5, gatedBy: better })).temperature, 0.5);
  });

  test('are set by those who manage, and seen by all', async () => {
    const member = await w.member('member');
    await assert.rejects(
      w.as(member, (ctx) => putSettings(ctx, defaultSettings)),
      { code: 'stoa.not_permitted' },
    );
    assert.equal((await w.reading(member, getSettings)).version, 0);
  });
});
