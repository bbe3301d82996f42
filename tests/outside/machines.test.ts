import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openFal } from '../../providers/fal/fal.ts';
import { falKeysOf, fetchFalKeys, splitFal, verifyFal } from '../../providers/fal/webhook.ts';
import { openReplicate } from '../../providers/replicate/replicate.ts';
import { splitReplicate, verifyReplicate } from '../../providers/replicate/webhook.ts';
import { isTrouble } from '../../providers/trouble.ts';
import { moveClock } from '../../sandbox/common/testing.ts';
import { fal as falPart } from '../../sandbox/fal/routes.ts';
import { replicate as replicatePart } from '../../sandbox/replicate/routes.ts';
import { openEars, openOutside } from './ears.ts';

const app = 'fal-ai/flux/dev';
const model = { name: 'black-forest-labs/flux-schnell' };
const input = { prompt: 'an oak tray' };

let world: Awaited<ReturnType<typeof openOutside>>;
let ears: Awaited<ReturnType<typeof openEars>>;
before(async () => {
  world = await openOutside('machines', falPart, replicatePart);
  ears = await openEars();
});
after(async () => {
  await world.close();
  ears.close();
});

const replicateOf = (headers = {}) => openReplicate({ ...world.outside(headers), token: 'r8_sandbox' });
const falOf = (headers = {}) => openFal({ ...world.outside(headers), key: 'sandbox-id:sandbox-secret' });
const has = (header: string) => (delivery: { headers: object }) => header in delivery.headers;

describe('replicate, played', () => {
  test('works on a prediction and tells of its end, signed', async () => {
    const replicate = replicateOf();
    const made = await replicate.create({ model, input, webhookUrl: `${ears.url}/r` });
    assert.equal(made.status, 'starting');
    moveClock(world.world, 60_000);
    const done = await replicate.prediction(made.id);
    assert.equal(done.status, 'succeeded');
    assert.ok(Array.isArray(done.output));
    const { raw, headers } = await ears.first(has('webhook-id'));
    const secret = await replicate.webhookSecret();
    assert.deepEqual(verifyReplicate(raw, headers, [secret], world.now()), { ok: true });
    const [event] = splitReplicate(JSON.parse(raw.toString('utf8')), headers);
    assert.deepEqual([event!.kind, event!.conversationKey], ['prediction.succeeded', made.id]);
    assert.equal((await replicate.cancel(made.id)).status, 'succeeded');
  });

  test('lost its answer after it had begun: nobody here knows', async () => {
    const replicate = replicateOf({ 'x-sandbox-failure': 'lost-answer' });
    await assert.rejects(replicate.create({ model, input }), (error) => isTrouble(error, 'unknown_outcome'));
  });
});

describe('fal, played', () => {
  test('works on a request and tells of its end, signed', async () => {
    const fal = falOf();
    const { requestId } = await fal.submit({ app, input, webhookUrl: `${ears.url}/f` });
    assert.equal((await fal.status(app, requestId)).state, 'queued');
    await assert.rejects(fal.result(app, requestId), (error) => isTrouble(error, 'unavailable'));
    moveClock(world.world, 60_000);
    assert.equal((await fal.status(app, requestId)).state, 'completed');
    assert.ok((await fal.result(app, requestId)) !== undefined);
    assert.equal(await fal.cancel(app, requestId), 'completed');
    const { raw, headers } = await ears.first(has('x-fal-webhook-signature'));
    const keys = falKeysOf(await fetchFalKeys(world.outside()));
    assert.deepEqual(verifyFal(raw, headers, keys, world.now()), { ok: true });
    const [event] = splitFal(JSON.parse(raw.toString('utf8')), headers);
    assert.deepEqual([event!.kind, event!.eventId], ['request.ok', requestId]);
  });

  test('lost its answer after it had queued: nobody here knows', async () => {
    const fal = falOf({ 'x-sandbox-failure': 'lost-answer' });
    await assert.rejects(fal.submit({ app, input }), (error) => isTrouble(error, 'unknown_outcome'));
  });
});
