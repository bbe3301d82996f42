import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openJobs } from '../../../kit/jobs/open.ts';
import { eventually, quiet } from '../../../kit/jobs/testing.ts';
import { policyOf } from '../../../kit/module.ts';
import { connections } from '../index.ts';
import { callsWorld } from './testing.ts';
import { openTestPlatform } from './testing-server.ts';

const floodCount = 300;

test('the calls of one workspace do not wait for a flood of another', async () => {
  const platform = await openTestPlatform({ messages: { hourly: 5_000, daily: 5_000 } });
  const [flood, soft] = [await callsWorld(platform.platform), await callsWorld(platform.platform)];
  for (let n = 0; n < floodCount; n++) await flood.say(`loud ${n}`, 'One of very many.');
  await soft.say('soft', 'The only one.');

  const { db, clock } = soft.ground;
  const modules = [connections];
  const jobs = await openJobs({
    ...{ db, modules, clock, log: quiet, outside: soft.outside, pollSeconds: 0.2 },
    workspaces: async () => [],
  });
  try {
    await jobs.startWorkers({ db, outlets: jobs.outlets, clock, log: quiet, policy: policyOf(modules) });
    const placeOf = (to: string) => platform.done.findIndex((one) => one.to === to);
    await eventually(() => assert.ok(placeOf('soft') >= 0), 60_000);
    assert.ok(placeOf('soft') < 100, `${placeOf('soft')} of the flood were made before the one of the other`);
  } finally {
    await jobs.drain(5_000);
  }
});
