import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { generateText } from 'ai';
import { z } from 'zod';
import { ai as sandboxAi } from '../../sandbox/ai/routes.ts';
import { openParts } from '../../sandbox/common/testing.ts';
import { aiTool } from './ai.ts';
import type { AiCall, AiHouse, AiModel, AiOptions } from './contract.ts';
import { recordTape, replayTape } from './tape.ts';
import { aiStage, chatModel, embeddingModel, troubleIn } from './testing.ts';
import type { AiTrouble } from './trouble.ts';

let parts: Awaited<ReturnType<typeof openParts>>;
let folder: string;
before(async () => {
  parts = await openParts(sandboxAi);
  folder = await mkdtemp(join(tmpdir(), 'stoa-tape-'));
});
after(async () => {
  await parts.close();
  await rm(folder, { recursive: true });
});

const model = 'openai/gpt-5-mini';
const embedder = 'openai/text-embedding-3-small';
const drawer = 'openai/gpt-image-1';
const catalogue: Record<string, AiModel> = {
  [embedder]: embeddingModel(embedder, 1536),
  [drawer]: chatModel(drawer, { kind: 'image', inputMicro: 500_000, outputMicro: 4_000_000 }),
  'sandbox/moody': embeddingModel('sandbox/moody', 384),
};
const house = (more: Partial<AiHouse> = {}): AiHouse => ({
  baseUrl: `${parts.url}/openrouter.ai/api/v1`,
  key: 'sk-or-sandbox',
  dialect: 'openrouter',
  ...more,
});
const stage = (more: Partial<AiOptions> = {}) =>
  aiStage({ house: house(), models: (id) => catalogue[id] ?? chatModel(id), ...more });
const asking = (text: string, more: Partial<AiCall> = {}): AiCall => ({
  model,
  messages: [
    { role: 'system', text: '[1] Parcels are tracked. [2] Returns are free within thirty days of delivery.' },
    { role: 'user', text },
  ],
  ...more,
});

/** A house that says what it is told to. */
const saying =
  (body: object): typeof fetch =>
  async () =>
    Response.json(body);
const chosen = (content: string) => ({
  id: 'gen-1',
  model,
  choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 40, completion_tokens: 9, total_tokens: 49, cost: 0.00123 },
});

describe('tools', () => {
  const whereIs = asking('Where is my order #1042?', {
    messages: [{ role: 'user', text: 'Where is my order #1042?' }],
  });
  const findOrder = (run: (args: { number: string }, signal: AbortSignal) => unknown) =>
    aiTool({
      name: 'find_order',
      description: 'Looks up an order by its number.',
      shape: z.object({ number: z.string() }),
      run,
    });

  test('are run with the arguments of their shape, and every step is in one use', async () => {
    const { ai, uses } = stage();
    const tool = findOrder(({ number }) => `Order ${number} left the workshop on Monday.`);
    const { text, calls, stepsCount, use } = await ai.answer({ ...whereIs, tools: [tool] });
    assert.match(text, /left the workshop on Monday/);
    assert.equal(stepsCount, 2);
    assert.deepEqual(
      calls.map(({ name, args }) => ({ name, args })),
      [{ name: 'find_order', args: { number: '#1042' } }],
    );
    const { use: withoutTools } = await ai.answer(whereIs);
    assert.ok(use.inputTokens > withoutTools.inputTokens);
    assert.deepEqual([uses.length, use.isEstimated], [2, false]);
  });

  test('in a stream are run as well, and what is said at the end is the whole', async () => {
    const { ai, uses } = stage();
    const tool = findOrder(() => 'The order left the workshop on Monday.');
    const { text, calls } = await ai.stream({ ...whereIs, tools: [tool] }).whole;
    assert.match(text, /left the workshop/);
    assert.deepEqual([calls.length, uses.length], [1, 1]);
  });

  test('that fail are failures to the model, and errors to the caller alone', async () => {
    const sent: string[] = [];
    const listening: typeof fetch = (input, init) => {
      sent.push(String(init?.body));
      return fetch(input, init);
    };
    const { ai, lines } = stage({ house: house({ fetch: listening }) });
    const tool = findOrder(() => {
      throw new Error('password=1 at 10.0.0.7');
    });
    const { calls } = await ai.answer({ ...whereIs, tools: [tool] });
    assert.match(String(calls[0]!.error), /password=1/);
    assert.equal(sent.length, 2);
    assert.match(sent[1]!, /The tool failed/);
    assert.doesNotMatch(sent.join() + lines.join(), /password=1|10\.0\.0\.7/);
  });

  test('are not run with arguments that do not fit, nor with some that cannot be read', async () => {
    const { ai, uses } = stage();
    let runs = 0;
    const picky = aiTool({
      name: 'find_order',
      description: 'Looks up an order by its number.',
      shape: z.object({ number: z.string().regex(/^[A-Z]{3}$/) }),
      run: () => {
        runs += 1;
      },
    });
    const { calls } = await ai.answer({ ...whereIs, tools: [picky] });
    assert.deepEqual([runs, calls], [0, []]);
    const broken = { ...whereIs, model: 'sandbox/broken-json', tools: [findOrder(() => runs++)] };
    await ai.answer(broken);
    assert.deepEqual([runs, uses.length], [0, 2]);
  });

  test('are not asked for without end: the last step has to answer', async () => {
    const bodies: { tool_choice?: string }[] = [];
    const insisting: typeof fetch = async (_, init) => {
      const body = JSON.parse(String(init?.body));
      bodies.push(body);
      if (body.tool_choice === 'none') return Response.json(chosen('I could not find it.'));
      const call = {
        id: 'c',
        type: 'function',
        function: { name: 'find_order', arguments: '{"number":"1"}' },
      };
      const answer = chosen('');
      const message = { role: 'assistant', content: null, tool_calls: [call] };
      return Response.json({ ...answer, choices: [{ index: 0, message, finish_reason: 'tool_calls' }] });
    };
    const { ai, uses, allowed } = stage({ house: house({ fetch: insisting }) });
    const { text, stepsCount, use } = await ai.answer({
      ...whereIs,
      tools: [findOrder(() => 'no')],
      maxSteps: 3,
    });
    assert.deepEqual([text, stepsCount, bodies.length], ['I could not find it.', 3, 3]);
    // What the house took for each of them.
    assert.deepEqual([uses.length, use.costMicro, use.inputTokens], [1, 369, 120]);
    assert.ok(allowed[0]!.outputTokensMax >= 3 * 2_048);
  });

  test('that break off in the middle of a loop leave the steps before it paid', async () => {
    const { ai, uses } = stage();
    const tool = findOrder(() => {
      parts.world.failures.arm('ai', 'no-credits', 1);
      return 'It left.';
    });
    const trouble = await troubleIn(ai.answer({ ...whereIs, tools: [tool] }));
    assert.equal(trouble.kind, 'no_credits');
    assert.deepEqual([uses.length, uses[0]!.isEstimated], [1, false]);
    assert.ok(uses[0]!.inputTokens > 0 && uses[0]!.outputTokens > 0);
  });
});

describe('an object', () => {
  const Decision = z.object({
    decision: z.enum(['respond', 'ignore', 'escalate']),
    confidence: z.number().min(0).max(1),
    reply: z.string().nullable(),
  });

  test('is of its shape, with its use', async () => {
    const { ai, uses } = stage();
    const { value, use } = await ai.object({ ...asking('How long do returns stay free?'), shape: Decision });
    assert.match(value.reply!, /thirty days/);
    assert.ok(value.confidence > 0.5);
    assert.deepEqual([uses, use.isEstimated], [[use], false]);
  });

  test('that is none costs what it cost, and says where it does not fit and nothing of what it says', async () => {
    const { ai, uses } = stage();
    const shape = z.object({ reply: z.string().refine((text) => text.includes('bicycle')) });
    const trouble = await troubleIn(ai.object({ ...asking('How long do returns stay free?'), shape }));
    assert.deepEqual([trouble.kind, trouble.detail], ['broken_answer', 'reply: custom']);
    assert.deepEqual([uses.length, uses[0]!.outcome, uses[0]!.isEstimated], [1, 'failed', false]);
    assert.ok(uses[0]!.outputTokens > 0 && uses[0]!.costMicro > 0);
    assert.equal(trouble.use, uses[0]);
  });

  test('in JSON that nobody can read is broken, and one in a fence is not', async () => {
    const broken = stage();
    const call = { ...asking('How long do returns stay free?'), shape: Decision };
    assert.equal(
      (await troubleIn(broken.ai.object({ ...call, model: 'sandbox/broken-json' }))).kind,
      'broken_answer',
    );
    const text = 'Here you are:\n```json\n{"decision":"ignore","confidence":0.5,"reply":null}\n```';
    const fenced = stage({ house: house({ fetch: saying(chosen(text)) }) });
    assert.equal((await fenced.ai.object({ ...call, shape: Decision })).value.decision, 'ignore');
  });

  test('is asked for in words of a model that cannot be held to a shape', async () => {
    const bodies: string[] = [];
    const answer = chosen('{"decision":"ignore","confidence":1,"reply":null}');
    const listening: typeof fetch = async (_, init) => {
      bodies.push(String(init?.body));
      return Response.json(answer);
    };
    const abilities = { tools: true, json: false, images: false, audio: false };
    for (const json of [true, false]) {
      const models = (id: string) => chatModel(id, { abilities: { ...abilities, json } });
      const { ai } = stage({ house: house({ fetch: listening }), models });
      await ai.object({ ...asking('x'), shape: Decision });
    }
    const [held, told] = bodies.map((body) => JSON.parse(body));
    assert.equal(held.response_format.json_schema.schema.properties.decision.enum.length, 3);
    assert.equal(held.messages.length, 2);
    assert.equal(told.response_format, undefined);
    assert.match(told.messages.at(-1).content, /JSON Schema.*escalate/s);
  });
});

describe('embeddings', () => {
  const texts = Array.from({ length: 5_000 }, (_, i) => `line number ${i} of the price list`);

  test('of 5,000 texts come in their order, in few requests and one use', async () => {
    let requests = 0;
    const counting: typeof fetch = (input, init) => {
      requests += 1;
      return fetch(input, init);
    };
    const { ai, uses } = stage({ house: house({ fetch: counting }) });
    const { vectors, use } = await ai.embed({ model: embedder, texts, dimensions: 64 });
    assert.deepEqual([vectors.length, requests, uses.length], [5_000, 10, 1]);
    assert.ok(vectors.every((vector) => vector instanceof Float32Array && vector.length === 64));
    const alone = await ai.embed({ model: embedder, texts: [texts[4_321]!], dimensions: 64 });
    assert.deepEqual(vectors[4_321], alone.vectors[0]);
    assert.deepEqual([use.outputTokens, use.isEstimated], [0, false]);
    assert.ok(use.inputTokens > 30_000);
  });

  test('that are too few, too short, not numbers or in no order are no answer', async () => {
    const body = (data: object[]) => ({ data, usage: { prompt_tokens: 3 } });
    const kindOf = async (data: object[]) => {
      const { ai, uses } = stage({ house: house({ fetch: saying(body(data)) }) });
      const trouble = await troubleIn(ai.embed({ model: embedder, texts: ['a', 'b'], dimensions: 2 }));
      assert.deepEqual([uses.length, uses[0]!.inputTokens, uses[0]!.outcome], [1, 3, 'failed']);
      return trouble.kind;
    };
    const right = { index: 0, embedding: [1, 0] };
    assert.equal(await kindOf([right]), 'broken_answer');
    assert.equal(await kindOf([right, { index: 1, embedding: [1] }]), 'broken_answer');
    assert.equal(await kindOf([right, right]), 'broken_answer');
    assert.equal(await kindOf([right, { ...right, index: 7 }]), 'broken_answer');
    assert.equal(await kindOf([right, { ...right, index: 1 }, right]), 'broken_answer');
    const swapped = body([{ index: 1, embedding: [0, 1] }, right]);
    const { ai } = stage({ house: house({ fetch: saying(swapped) }) });
    const { vectors } = await ai.embed({ model: embedder, texts: ['a', 'b'], dimensions: 2 });
    assert.deepEqual(
      vectors.map((vector) => [...vector]),
      [
        [1, 0],
        [0, 1],
      ],
    );
  });

  test('cost by our own count where the house does not count', async () => {
    const silent = saying({ data: [{ embedding: new Array(384).fill(0) }], usage: null });
    const { ai } = stage({ house: house({ fetch: silent }) });
    const { use } = await ai.embed({ model: 'sandbox/moody', texts: ['twelve chars'] });
    assert.deepEqual([use.inputTokens, use.isEstimated, use.costMicro], [3, true, 1]);
  });

  test('that break off are charged for what had been done', async () => {
    let requests = 0;
    const dying: typeof fetch = (input, init) => {
      requests += 1;
      return fetch(
        input,
        requests === 1 ? init : { ...init, headers: { 'content-type': 'application/json' } },
      );
    };
    const { ai, uses } = stage({ house: house({ fetch: dying }) });
    const trouble = await troubleIn(ai.embed({ model: embedder, texts: texts.slice(0, 600), dimensions: 8 }));
    assert.equal(trouble.kind, 'unauthorized');
    assert.equal(uses.length, 1);
    assert.ok(uses[0]!.inputTokens > 3_000 && !uses[0]!.isEstimated);
  });

  test('of nothing ask nobody, and of what cannot be read whole are refused before', async () => {
    const { ai, uses } = stage();
    assert.deepEqual((await ai.embed({ model: embedder, texts: [] })).vectors, []);
    assert.equal(
      (await troubleIn(ai.embed({ model: embedder, texts: ['x'.repeat(40_000)] }))).kind,
      'too_long',
    );
    assert.equal(
      (await troubleIn(ai.embed({ model: embedder, texts: ['x'], dimensions: 4_000 }))).kind,
      'no_such_model',
    );
    await assert.rejects(ai.embed({ model: embedder, texts: [''] }), TypeError);
    assert.equal(uses.filter(({ inputTokens }) => inputTokens > 0).length, 0);
  });
});

describe('pictures', () => {
  test('come as bytes of a kind, with their use', async () => {
    const { ai, uses } = stage();
    const { images, use } = await ai.image({ model: drawer, prompt: 'hills', size: '64x64', count: 2 });
    assert.deepEqual(
      images.map(({ mediaType }) => mediaType),
      ['image/png', 'image/png'],
    );
    assert.equal(use.outputTokens, 2_112);
    assert.deepEqual(uses, [use]);
  });

  test('that are somewhere else are not fetched', async () => {
    for (const url of ['http://10.0.0.7/secret.png', 'https://pictures.example/hills.png']) {
      const asked: unknown[] = [];
      const elsewhere: typeof fetch = async (input) => {
        asked.push(input);
        return Response.json({ data: [{ url }] });
      };
      const { ai, uses } = stage({ house: house({ fetch: elsewhere }) });
      assert.equal((await troubleIn(ai.image({ model: drawer, prompt: 'hills' }))).kind, 'broken_answer');
      assert.deepEqual([asked.length, uses.length], [1, 1]);
    }
  });
});

describe('a tape', () => {
  test('answers what was recorded, streams and tools and all, and asks nobody', async () => {
    const file = join(folder, 'one.jsonl');
    const recorded = stage({ tape: recordTape(file) });
    const call = asking('How long do returns stay free?');
    const first = await recorded.ai.answer(call);
    const streamed = await recorded.ai.stream(call).whole;
    const { vectors } = await recorded.ai.embed({ model: embedder, texts: ['größe'], dimensions: 16 });
    assert.doesNotMatch(await readFile(file, 'utf8'), /sk-or-sandbox|127\.0\.0\.1/);

    const nobody: typeof fetch = () => assert.fail('somebody was asked');
    const { ai, uses, allowed } = stage({ tape: await replayTape(file), house: house({ fetch: nobody }) });
    const again = await ai.answer(call);
    assert.deepEqual(
      [again.text, again.use.costMicro, again.use.isReplayed],
      [first.text, first.use.costMicro, true],
    );
    assert.equal((await ai.stream(call).whole).text, streamed.text);
    const same = await ai.embed({ model: embedder, texts: ['größe'], dimensions: 16 });
    assert.deepEqual(same.vectors, vectors);
    assert.deepEqual([uses.length, allowed.length], [3, 0]);
  });

  test('refuses what was not recorded, if only a word of it is another', async () => {
    const file = join(folder, 'two.jsonl');
    await stage({ tape: recordTape(file) }).ai.answer(asking('Are parcels tracked?'));
    const { ai, uses } = stage({ tape: await replayTape(file) });
    const trouble = await troubleIn(ai.answer(asking('Are parcels tracked today?')));
    assert.match(trouble.detail!, /not on the tape: chat\/completions openai\/gpt-5-mini/);
    assert.deepEqual([uses.length, uses[0]!.costMicro], [1, 0]);
  });

  test('has no half answers on it', async () => {
    const file = join(folder, 'three.jsonl');
    const { ai } = stage({ tape: recordTape(file) });
    await ai.answer(asking('Are parcels tracked?'));
    await troubleIn(ai.stream({ ...asking('Are parcels tracked?'), model: 'sandbox/half-stream' }).whole);
    assert.equal((await readFile(file, 'utf8')).trim().split('\n').length, 1);
  });
});

test('a model by name alone reaches nobody', async () => {
  await assert.rejects(generateText({ model: 'openai/gpt-5', prompt: 'x', maxRetries: 0 }), (error) => {
    assert.match(String((error as AiTrouble).detail), /by name alone/);
    return true;
  });
});
