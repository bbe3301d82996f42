import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import type { Ctx, MemberActor, Unit } from '../../../kit/ctx.ts';
import { uuidv7 } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { atTheEnd } from '../../../kit/testing/at-the-end.ts';
import { type TestOutside, testOutside } from '../../../kit/testing/outside.ts';
import { runCheckModels } from './checking.ts';
import { canTake, putAiModel as putAiModelWire, putAiSettings as putWire } from './contract.ts';
import { houseOf } from './house.ts';
import { ensureModels, readList } from './listing.ts';
import { listAiModels, offerAiModel, retireAiModel } from './models.ts';
import { checkAiSettings, deleteAiSettings, getAiSettings, putAiSettings } from './settings.ts';
import { type BillingWorkspace, billingWorkspace, ownModel } from './testing.ts';

let outside: TestOutside;
before(async () => {
  outside = await testOutside();
});

const nothing = { baseUrl: null, chatModel: null, embeddingModel: null, monthMaxMicro: null };
type Given = Parameters<typeof putAiSettings>[1];
const put = (w: BillingWorkspace, given: Partial<Given>, to: TestOutside = outside) =>
  w.as(w.owner, (ctx) => putAiSettings(ctx, { ...nothing, ...given }, to));
const shown = (w: BillingWorkspace) => w.reading(w.owner, (ctx) => getAiSettings(ctx, outside));
const listed = (w: BillingWorkspace, query: Partial<Parameters<typeof listAiModels>[1]> = {}) =>
  w.reading(w.owner, (ctx) => listAiModels(ctx, { limit: 200, retired: 'without', ...query }));
const unitOf = (w: BillingWorkspace): Unit => ({
  ...{ workspaceId: w.workspaceId, jobId: uuidv7(), log: w.ground.log },
  ...{ signal: new AbortController().signal, work: w.system.work, progress: async () => {} },
});
const check = (w: BillingWorkspace, to: TestOutside = outside) => runCheckModels(unitOf(w), {}, to);
const code = (wanted: string) => (error: { code?: string }) => error.code === wanted;

/** A house that answers what it is told to, and remembers what it was sent. */
async function houseThat(answer: (path: string) => { status?: number; body: string }) {
  const asked: { path: string; authorization: string | undefined }[] = [];
  const server = createServer(({ url, headers }, response) => {
    asked.push({ path: url!, authorization: headers.authorization });
    const { status = 200, body } = answer(url!);
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atTheEnd(async () => void server.close());
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, asked };
}
const listOf = (...data: object[]) => ({ body: JSON.stringify({ object: 'list', data }) });

describe('models on offer', () => {
  test('SS-63 come cheapest first, page by page, and each costs more than nothing', async () => {
    const w = await billingWorkspace();
    await ownModel(w, { model: 'free:1b' });
    const prices = (await listed(w)).items.map(({ callMicro }) => callMicro);
    assert.ok(prices.length > 5 && prices.every((micro) => micro > 0));
    assert.deepEqual(
      prices,
      prices.toSorted((a, b) => a - b),
    );
    const [first, rest] = [await listed(w, { limit: 3 }), await listed(w)];
    const second = await listed(w, { limit: 200, after: first.next! });
    assert.deepEqual([...first.items, ...second.items], rest.items);
  });

  test('SS-63 are those that are not retired, and a name is there once', async () => {
    const w = await billingWorkspace();
    const modelId = await ownModel(w, { model: 'llama:3b' });
    const names = async (retired: 'with' | 'without') =>
      (await listed(w, { retired })).items.map(({ model }) => model);
    await w.as(w.owner, (ctx) => retireAiModel(ctx, { modelId }, outside));
    assert.ok(!(await names('without')).includes('llama:3b'));
    assert.ok((await names('with')).includes('llama:3b'));
    await w.as(w.owner, (ctx) => offerAiModel(ctx, { modelId }));
    assert.ok((await names('without')).includes('llama:3b'));
    await assert.rejects(ownModel(w, { model: 'llama:3b' }), code('billing.model_exists'));
  });

  test('SS-63 are put in once, however many look for the first time', async () => {
    const w = await billingWorkspace();
    const before = await listed(w);
    await w.as(w.owner, (ctx) => ctx.tx.run(sql`delete from billing.ai_models`));
    await Promise.all(Array.from({ length: 6 }, () => w.system.work(ensureModels)));
    assert.equal((await listed(w)).items.length, before.items.length);
  });

  test('SS-64 take what they can, and a message with another kind cannot go to them', () => {
    const plain = { supportsText: true, supportsImages: false, supportsAudio: false };
    assert.ok(canTake(plain, ['text']));
    assert.ok(!canTake(plain, ['text', 'image']));
    assert.ok(!canTake(plain, ['audio']));
    assert.ok(canTake({ ...plain, supportsImages: true }, ['text', 'image']));
    const { body } = putAiModelWire;
    const given = { model: 'm', name: 'M', inputMicro: 0, outputMicro: 0, contextTokensMax: 4_096 };
    const { supportsText, supportsImages, supportsAudio } = body.parse(given) as typeof plain;
    assert.deepEqual({ supportsText, supportsImages, supportsAudio }, plain);
  });

  test('have a size of their vectors exactly when they make some', async () => {
    const w = await billingWorkspace();
    for (const wrong of [{ kind: 'embedding' as const }, { dimensions: 384 }])
      await assert.rejects(ownModel(w, wrong), code('billing.vectors_need_a_size'));
    await ownModel(w, { kind: 'embedding', dimensions: 384 });
  });

  test('are not retired while they are the one that is used', async () => {
    const w = await billingWorkspace();
    const used = (await listed(w)).items.find(({ model }) => model === outside.ai!.chatModel)!;
    const retire = () => w.as(w.owner, (ctx) => retireAiModel(ctx, { modelId: used.id }, outside));
    await assert.rejects(retire(), code('billing.model_is_used'));
    await put(w, { chatModel: 'openai/gpt-5.2' });
    assert.ok((await retire()).retiredAt);
  });
});

describe('where the models are', () => {
  test('is the installation, until a workspace says otherwise and once it takes that back', async () => {
    const w = await billingWorkspace();
    const house = (ctx: Ctx) => houseOf(ctx, outside);
    assert.equal((await w.system.work(house))!.house.baseUrl, outside.ai!.house.baseUrl);
    await put(w, { baseUrl: 'https://models.example.com/v1', chatModel: 'mine' });
    const own = (await w.system.work(house))!;
    assert.deepEqual([own.house.baseUrl, own.chatModel], ['https://models.example.com/v1', 'mine']);
    await w.as(w.owner, deleteAiSettings);
    assert.equal((await w.system.work(house))!.house.baseUrl, outside.ai!.house.baseUrl);
  });

  test('keeps the key sealed, shows the end of it, and gives it to nobody', async () => {
    const w = await billingWorkspace();
    const key = 'sk-very-secret-0123wxyz';
    const answer = await put(w, { baseUrl: 'https://models.example.com/v1', key });
    assert.equal(answer.keyHint, 'wxyz');
    assert.ok(!JSON.stringify([answer, await shown(w)]).includes('very-secret'));
    const Row = z.object({ sealed: z.instanceof(Uint8Array) });
    const { sealed } = await w.as(w.owner, (ctx) => ctx.tx.one(Row, sql`select sealed from billing.ai_keys`));
    assert.ok(!Buffer.from(sealed).toString('latin1').includes('very-secret'));
    assert.equal((await w.system.work((ctx) => houseOf(ctx, outside)))!.house.key, key);
  });

  test('never sends a key to another address than it was entered for', async () => {
    const w = await billingWorkspace();
    const keyNow = async () => (await w.system.work((ctx) => houseOf(ctx, outside)))!.house.key;
    await put(w, { baseUrl: 'https://models.example.com/v1', key: 'sk-of-the-first-one' });
    await put(w, { baseUrl: 'https://models.example.com/v1', chatModel: 'other' });
    assert.equal(await keyNow(), 'sk-of-the-first-one');
    assert.equal((await put(w, { baseUrl: 'https://attacker.example.com/v1' })).keyHint, null);
    assert.equal(await keyNow(), '');
    await put(w, { baseUrl: 'https://models.example.com/v1' });
    assert.equal(await keyNow(), '');
    await assert.rejects(put(w, { key: 'sk-for-nowhere' }), code('billing.key_without_address'));
  });

  test('is a public address, encrypted, unless this installation may call itself', async () => {
    const w = await billingWorkspace();
    const closed = { ...outside, allowPrivate: false };
    for (const baseUrl of [
      'http://models.example.com/v1',
      'https://127.0.0.1/v1',
      'https://[::1]:8080/v1',
      'https://169.254.169.254/latest',
      'https://10.0.0.7/v1',
    ])
      await assert.rejects(put(w, { baseUrl }, closed), code('billing.address_not_allowed'), baseUrl);
    assert.equal((await put(w, { baseUrl: 'https://localhost/v1' }, closed)).baseUrl, 'https://localhost/v1');
    await check(w, closed);
    assert.equal((await shown(w)).failureCode, 'address_not_allowed');
    for (const baseUrl of ['https://a:b@models.example.com', 'https://x.example.com/?key=1', 'ftp://x.test'])
      assert.ok(!putWire.body.safeParse({ baseUrl }).success, baseUrl);
  });

  test('is changed by owners and admins alone, and read by managers as well', async () => {
    const w = await billingWorkspace();
    const change = (actor: MemberActor) => w.as(actor, (ctx) => putAiSettings(ctx, nothing, outside));
    await assert.rejects(change(await w.member('manager')), code('stoa.not_permitted'));
    const reads = async (role: 'manager' | 'member') =>
      w.reading(await w.member(role), (ctx) => getAiSettings(ctx, outside));
    await reads('manager');
    await assert.rejects(reads('member'), code('stoa.not_permitted'));
  });
});

describe('reading the list of models', () => {
  test('takes what says its price, names what does not, and drops what is gone', async () => {
    const w = await billingWorkspace();
    const priced = (id: string, prompt: string) => ({ id, pricing: { prompt, completion: '0.000002' } });
    let data: object[] = [
      priced('a/one', '0.000001'),
      { id: 'llama3.2:3b' },
      { id: 'gpt-5-mini' },
      { no: 1 },
    ];
    const { baseUrl, asked } = await houseThat(() => listOf(...data));
    const mine = await ownModel(w, { model: 'by-hand:7b' });
    await put(w, { baseUrl, key: 'sk-for-this-house' });
    await check(w);
    assert.deepEqual(asked, [{ path: '/v1/models', authorization: 'Bearer sk-for-this-house' }]);
    const names = async () => (await listed(w)).items.map(({ model }) => model).sort();
    assert.deepEqual(await names(), ['a/one', 'by-hand:7b', 'gpt-5-mini']);
    assert.deepEqual((await shown(w)).unpricedModels, ['llama3.2:3b']);
    const one = (await listed(w)).items.find(({ model }) => model === 'a/one')!;
    assert.deepEqual([one.inputMicro, one.outputMicro], [100_000, 200_000]);
    data = [priced('a/one', '0.000003')];
    await check(w);
    assert.deepEqual(await names(), ['a/one', 'by-hand:7b']);
    assert.equal((await listed(w)).items.find(({ model }) => model === 'a/one')!.inputMicro, 300_000);
    assert.ok((await listed(w)).items.some(({ id }) => id === mine));
  });

  test('leaves retired what somebody retired', async () => {
    const w = await billingWorkspace();
    const { baseUrl } = await houseThat(() =>
      listOf({ id: 'a/one', pricing: { prompt: '0', completion: '0' } }),
    );
    await put(w, { baseUrl });
    await check(w);
    const { id: modelId } = (await listed(w)).items[0]!;
    await w.as(w.owner, (ctx) => retireAiModel(ctx, { modelId }, outside));
    await check(w);
    assert.deepEqual((await listed(w)).items, []);
  });

  test('says by name why it could not', async () => {
    const failures = [
      ['unauthorized', () => ({ status: 401, body: '{}' })],
      ['no_list', () => ({ status: 404, body: 'nothing here' })],
      ['no_list', () => ({ body: '<html>' })],
      ['no_list', () => ({ body: '{"models":[]}' })],
      ['unreachable', () => ({ status: 502, body: '' })],
    ] as const;
    const w = await billingWorkspace();
    for (const [failure, answer] of failures) {
      await put(w, { baseUrl: (await houseThat(answer)).baseUrl });
      await check(w);
      assert.equal((await shown(w)).failureCode, failure);
    }
    await put(w, { baseUrl: 'http://127.0.0.1:9/v1' });
    await check(w);
    assert.equal((await shown(w)).failureCode, 'unreachable');
  });

  test('finds a wrong key out where the list is for everybody, as it is at OpenRouter', async () => {
    const w = await billingWorkspace();
    const { baseUrl } = outside.ai!.house;
    await put(w, { baseUrl, key: 'sk-or-wrong-one' });
    await check(w);
    assert.equal((await shown(w)).failureCode, 'unauthorized');
    await put(w, { baseUrl, key: 'sk-or-sandbox' });
    await check(w);
    const { failureCode, checkedAt } = await shown(w);
    assert.ok(failureCode === null && checkedAt !== null);
    assert.ok((await listed(w)).items.some(({ model }) => model === 'anthropic/claude-sonnet-4.5'));
  });

  test('of another address than is entered by now changes nothing', async () => {
    const w = await billingWorkspace();
    const { baseUrl } = await houseThat(() =>
      listOf({ id: 'a/one', pricing: { prompt: '0', completion: '0' } }),
    );
    await put(w, { baseUrl });
    const unit = unitOf(w);
    let turn = 0;
    // Between its two transactions somebody else enters another address.
    const work: Unit['work'] = async (fn) => {
      turn += 1;
      if (turn === 2) await put(w, { baseUrl: 'https://models.example.com/v1' });
      return unit.work(fn);
    };
    await runCheckModels({ ...unit, work }, {}, outside);
    assert.equal((await shown(w)).checkedAt, null);
    assert.ok(!(await listed(w)).items.some(({ model }) => model === 'a/one'));
  });

  test('keeps what it finds out also where a workspace has entered nothing', async () => {
    const w = await billingWorkspace();
    await w.as(w.owner, (ctx) => checkAiSettings(ctx, outside));
    await check(w);
    assert.ok((await shown(w)).checkedAt);
  });

  test('reads a list that is half nonsense as far as it makes sense', () => {
    const { models, unpriced } = readList({
      data: [null, 7, { id: 'has spaces' }, { id: 'x'.repeat(300) }, { id: 'ok', pricing: { prompt: '-1' } }],
    });
    assert.deepEqual([models, unpriced], [[], ['ok']]);
    assert.throws(() => readList({ data: 'none' }));
  });
});
