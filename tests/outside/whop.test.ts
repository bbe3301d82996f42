import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { isTrouble } from '../../providers/trouble.ts';
import { splitWhop, verifyWhop } from '../../providers/whop/webhook.ts';
import { openWhop } from '../../providers/whop/whop.ts';
import { whop as whopPart } from '../../sandbox/whop/routes.ts';
import { openEars, openOutside } from './ears.ts';

let world: Awaited<ReturnType<typeof openOutside>>;
let ears: Awaited<ReturnType<typeof openEars>>;
before(async () => {
  world = await openOutside('whop', whopPart);
  ears = await openEars();
});
after(async () => {
  await world.close();
  ears.close();
});

describe('whop, played', () => {
  test('tells of a new membership, signed, and reads it with its payment', async () => {
    const url = `${ears.url}/whop`;
    const hook = await fetch(`${world.url}/api.whop.com/api/v1/webhooks`, {
      method: 'POST',
      headers: { authorization: 'Bearer sandbox-whop-key', 'content-type': 'application/json' },
      body: JSON.stringify({ url, events: ['membership.activated', 'payment.succeeded'] }),
    });
    const { webhook_secret: secret } = (await hook.json()) as { webhook_secret: string };
    const { membership } = await world.post('/whop/play/join', { person: 'nora', plan: 'plan_clubmonthly' });
    const { raw, headers } = await ears.first();
    assert.deepEqual(verifyWhop(raw, headers, [secret], world.now()), { ok: true });
    const [event] = splitWhop(JSON.parse(raw.toString('utf8')));
    assert.equal(event!.eventId, headers['webhook-id']);
    assert.match(event!.accountId!, /^biz_/);

    const whop = openWhop({ ...world.outside(), apiKey: 'sandbox-whop-key' });
    const read = await whop.membership(membership);
    assert.deepEqual([read.status, read.person?.username], ['active', 'nora']);
    const companyId = event!.accountId!;
    const payments = await whop.payments({ companyId });
    assert.ok(payments.items.some(({ membershipId }) => membershipId === membership));
    assert.ok((await whop.products({ companyId })).items.length > 0);
    const stranger = openWhop({ ...world.outside(), apiKey: 'another' });
    await assert.rejects(stranger.membership(membership), (error) => isTrouble(error, 'unauthorized'));
  });
});
