import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { openCtxOf } from '../../../kit/work.ts';
import { newWorkspace } from '../testing.ts';
import { mailTrialWarnings } from './trial-mails.ts';

const Mail = z.object({ step: z.string(), facts: z.record(z.string(), z.string()) });

test('CR-07 queues one warning per step and owner, however many look at once', async () => {
  const w = await newWorkspace();
  await w.member('owner');
  await w.member('admin');
  const { ground, workspaceId } = w;
  await w.system.work((ctx) =>
    ctx.tx.run(sql`
      update workspaces.workspaces
         set trial_started_at = '2026-01-01', trial_ends_at = '2026-01-20T12:00:00Z' where id = ${workspaceId}`),
  );
  const look = () =>
    ground.db.transaction({ kind: 'installation' }, (tx) =>
      mailTrialWarnings(openCtxOf(ground, tx, { actor: { kind: 'system' } })),
    );
  const queued = () =>
    ground.db.reader({ kind: 'owner' }).many(
      Mail,
      sql`
        select step, facts from identity.campaign_mails
         where campaign = ${`trial:${workspaceId}:2026-01-20`} order by queued_at`,
    );

  ground.clock.set(new Date('2026-01-14T12:00:00Z'));
  await Promise.all([look(), look(), look(), look()]);
  const first = await queued();
  assert.deepEqual(
    first.map(({ step }) => step),
    ['trial_7', 'trial_7'],
  );
  assert.equal(first[0]!.facts.endsOn, '20 January 2026');

  ground.clock.set(new Date('2026-01-19T12:00:00Z'));
  await look();
  assert.deepEqual(
    (await queued()).map(({ step }) => step),
    ['trial_7', 'trial_7', 'trial_1', 'trial_1'],
  );
});
