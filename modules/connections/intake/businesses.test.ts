import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import fastify, { type FastifyInstance } from 'fastify';
import { systemClock } from '../../../kit/clock.ts';
import { eventually } from '../../../kit/jobs/testing.ts';
import { sql } from '../../../kit/sql.ts';
import type { AccountId } from '../accounts/contract.ts';
import {
  type ConnectionsWorkspace,
  connectedAccount,
  connectionsWorkspace,
  newPlatformId,
} from '../connecting/testing.ts';
import type { ConnectionsOutside } from '../outside.ts';
import { openPlatforms } from '../platforms/open.ts';
import { sandboxCredentials } from '../platforms/testing.ts';
import { intakePlugin } from './plugin.ts';
import { eventsOf } from './testing.ts';

/* What WhatsApp tells of a business, which has several numbers, and these in several workspaces. */

const credentials = sandboxCredentials('http://127.0.0.1:1');
let app: FastifyInstance;
let one: ConnectionsWorkspace;
let other: ConnectionsWorkspace;
before(async () => {
  [one, other] = [await connectionsWorkspace(), await connectionsWorkspace()];
  const platforms = openPlatforms({ credentials, clock: systemClock, hookTokens: () => ['our-word'] });
  app = fastify();
  await intakePlugin(one.ground, { platforms } as ConnectionsOutside)(app);
  await app.ready();
});
after(() => app?.close());

async function tell(businessId: string, template: string): Promise<void> {
  const payload = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: businessId,
        time: 1_763_683_200,
        changes: [
          {
            field: 'message_template_status_update',
            value: {
              event: 'APPROVED',
              message_template_id: 1,
              message_template_name: template,
              reason: 'NONE',
            },
          },
        ],
      },
    ],
  });
  const mark = createHmac('sha256', credentials.meta.app!.secret).update(payload).digest('hex');
  const headers = { 'x-hub-signature-256': `sha256=${mark}` };
  const answer = await app.inject({ method: 'POST', url: '/hooks/meta', payload, headers });
  assert.equal(answer.statusCode, 200);
}

const numberOf = (w: ConnectionsWorkspace, parentPlatformId: string) =>
  connectedAccount(w, w.outside, { platform: 'whatsapp', parentPlatformId }, { login: 'facebook' });

const templatesOf = async (w: ConnectionsWorkspace, id: AccountId) =>
  (await eventsOf(w, { id })).map(
    ({ payload }) => (payload as { value: { message_template_name: string } }).value.message_template_name,
  );

describe('what is told of a business', () => {
  test('is told of each of its numbers, once, wherever they are', async () => {
    const businessId = newPlatformId();
    const [rome, milan] = [await numberOf(one, businessId), await numberOf(one, businessId)];
    const abroad = await numberOf(other, businessId);
    const another = await numberOf(other, newPlatformId());
    await tell(businessId, 'order_sent');
    await tell(businessId, 'order_sent');
    assert.deepEqual(await templatesOf(one, rome), ['order_sent']);
    assert.deepEqual(await templatesOf(one, milan), ['order_sent']);
    assert.deepEqual(await templatesOf(other, abroad), ['order_sent']);
    assert.deepEqual(await templatesOf(other, another), []);
  });

  test('is heard of a number that was connected a moment ago, and of none that is gone', async () => {
    const businessId = newPlatformId();
    const first = await numberOf(one, businessId);
    await tell(businessId, 'one');
    const second = await numberOf(other, businessId);
    // Whoever keeps routes in memory hears of the change in a moment.
    let told = 0;
    await eventually(async () => {
      told += 1;
      await tell(businessId, `later ${told}`);
      assert.ok((await templatesOf(other, second)).length > 0);
    });
    await one.system.work(({ tx }) =>
      tx.run(sql`delete from connections.account_routes where account_id = ${first}`),
    );
    await eventually(async () => {
      const before = (await templatesOf(one, first)).length;
      told += 1;
      await tell(businessId, `later ${told}`);
      assert.equal((await templatesOf(one, first)).length, before);
    });
    assert.ok((await templatesOf(other, second)).includes(`later ${told}`));
  });

  test('is nobody’s where nobody has the business', async () => {
    await tell(newPlatformId(), 'order_sent');
  });
});
