import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openParts } from '../common/testing.ts';
import { ai } from './routes.ts';

let parts: Awaited<ReturnType<typeof openParts>>;
before(async () => {
  parts = await openParts(ai);
});
after(() => parts.close());

const houses = { openrouter: 'openrouter.ai/api/v1', openai: 'api.openai.com/v1' };
const send = (path: string, body: object, headers: Record<string, string> = {}, house = houses.openrouter) =>
  fetch(`${parts.url}/${house}/${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk-or-sandbox', 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const post = async (path: string, body: object, house = houses.openrouter): Promise<any> =>
  (await send(path, body, {}, house)).json();
const model = 'openai/gpt-5-mini';
const facts = `You are the assistant of a shop. Answer from the sources.
[1] We ship within Europe in two working days. Parcels are tracked.
[2] Returns are free within thirty days of delivery.
[3] Leinenkleider werden kalt gewaschen und an der Luft getrocknet.
[4] 送料は無料です。返品は三十日以内に可能です。`;
const asking = (question: string, more = {}) => ({
  model,
  messages: [
    { role: 'system', content: facts },
    { role: 'user', content: question },
  ],
  ...more,
});
const said = async (question: string) =>
  (await post('chat/completions', asking(question))).choices[0].message.content;
const streamed = async (body: object, house?: string) => {
  const answer = await send('chat/completions', { ...body, stream: true }, {}, house);
  const text = await answer.text();
  const lines = text.split('\n').filter((line) => line.startsWith('data: {'));
  return { text, chunks: lines.map((line) => JSON.parse(line.slice(6))) };
};

describe('an answer', () => {
  test('is what was given that fits, with its mark, in whichever language', async () => {
    assert.equal(
      await said('How long do returns stay free?'),
      'Returns are free within thirty days of delivery. [2]',
    );
    assert.match(await said('Wie wasche ich ein Leinenkleid?'), /kalt gewaschen/);
    assert.match(await said('返品はできますか'), /返品/);
  });

  test('says so when nothing fits, in the language of the question', async () => {
    assert.equal(await said('Do you sell bicycles?'), 'I could not find this in what I was given.');
    assert.match(await said('Haben Sie auch Fahrräder und was kosten die?'), /nichts gefunden/);
  });

  test('is the same to the same question', async () => {
    const [a, b] = await Promise.all([said('Are parcels tracked?'), said('Are parcels tracked?')]);
    assert.equal(a, b);
  });

  test('fills in JSON of the shape that was asked for', async () => {
    const schema = {
      type: 'object',
      properties: {
        intent: { type: 'string', enum: ['shipping', 'refund', 'other'] },
        sentiment: { enum: ['positive', 'negative', 'neutral'] },
        language: { type: 'string' },
        order: { type: ['string', 'null'] },
        confidence: { type: 'number', minimum: 0, maximum: 1 },
        person: { $ref: '#/$defs/person' },
      },
      $defs: { person: { type: 'object', properties: { email: { type: ['string', 'null'] } } } },
    };
    const format = { type: 'json_schema', json_schema: { name: 'x', schema, strict: true } };
    const question = 'My parcel #4711 never arrived, this is terrible. ada@people.test';
    const { choices } = await post('chat/completions', asking(question, { response_format: format }));
    const { confidence, ...rest } = JSON.parse(choices[0].message.content);
    assert.deepEqual(rest, {
      intent: 'shipping',
      sentiment: 'negative',
      language: 'en',
      order: '#4711',
      person: { email: 'ada@people.test' },
    });
    assert.ok(confidence >= 0 && confidence <= 1);
  });

  test('is a tool to call when one fits, and what the tool said afterwards', async () => {
    const tools = [
      {
        type: 'function',
        function: {
          name: 'find_order',
          description: 'Looks up an order by its number.',
          parameters: { type: 'object', properties: { number: { type: 'string' } }, required: ['number'] },
        },
      },
    ];
    const first = await post('chat/completions', asking('Where is my order #1042?', { tools }));
    const [call] = first.choices[0].message.tool_calls;
    assert.deepEqual([first.choices[0].finish_reason, call.function.name], ['tool_calls', 'find_order']);
    assert.deepEqual(JSON.parse(call.function.arguments), { number: '#1042' });
    const messages = [
      { role: 'user', content: 'Where is my order #1042?' },
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: call.id, content: 'The order left the workshop on Monday.' },
    ];
    const second = await post('chat/completions', { model, messages, tools });
    assert.match(second.choices[0].message.content, /left the workshop on Monday/);
    assert.equal(
      (await post('chat/completions', asking('Do returns cost?', { tools }))).choices[0].message.tool_calls,
      undefined,
    );
  });

  test('is filled with what somebody wrote, without the marks it was given in', async () => {
    const parameters = { type: 'object', properties: { about: { type: 'string' } }, required: ['about'] };
    const tools = [
      { type: 'function', function: { name: 'book', description: 'Books a fitting.', parameters } },
    ];
    const asked = 'Sources:\n<<<\n\n>>>\n\nQuestion:\n<<<\nMay I book a fitting on Friday?\n>>>';
    const { choices } = await post('chat/completions', asking(asked, { tools }));
    assert.deepEqual(JSON.parse(choices[0].message.tool_calls[0].function.arguments), {
      about: 'May I book a fitting on Friday?',
    });
  });
});

describe('a stream', () => {
  test('says what the whole says, among comments, with the usage at the end and no choice beside it', async () => {
    const { text, chunks } = await streamed(asking('返品はできますか'));
    const content = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
    assert.equal(content, await said('返品はできますか'));
    assert.match(text, /^: OPENROUTER PROCESSING/);
    assert.match(text, /data: \[DONE\]\n\n$/);
    assert.deepEqual(chunks.at(-1).choices, []);
    assert.ok(chunks.at(-1).usage.total_tokens > 0);
  });

  test('of the other house has usage only when it is asked for', async () => {
    const body = { ...asking('Are parcels tracked?'), model: 'gpt-5-mini' };
    const without = await streamed(body, houses.openai);
    assert.ok(without.chunks.every(({ usage }) => usage === undefined));
    const asked = await streamed({ ...body, stream_options: { include_usage: true } }, houses.openai);
    assert.ok(asked.chunks.at(-1).usage.total_tokens > 0);
    assert.doesNotMatch(asked.text, /OPENROUTER/);
  });

  test('brings the arguments of a tool in pieces, of which the first alone has its name', async () => {
    const tools = [
      {
        type: 'function',
        function: {
          name: 'track_parcel',
          parameters: { type: 'object', properties: { text: { type: 'string' } } },
        },
      },
    ];
    const { chunks } = await streamed(asking('Please track my parcel', { tools, tool_choice: 'required' }));
    const pieces = chunks.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? []);
    assert.ok(pieces.length > 2);
    assert.deepEqual(pieces.map(({ id }) => id !== undefined).indexOf(true), 0);
    assert.equal(pieces.filter(({ id }) => id !== undefined).length, 1);
    JSON.parse(pieces.map((piece) => piece.function.arguments).join(''));
  });

  test('fails in its middle by name, though it began with 200', async () => {
    const body = {
      ...asking('How long do returns stay free within thirty days?'),
      model: 'sandbox/error-midstream',
    };
    const { chunks, text } = await streamed(body);
    assert.equal(chunks.at(-1).choices[0].finish_reason, 'error');
    assert.equal(chunks.at(-1).error.code, 502);
    assert.doesNotMatch(text, /\[DONE\]/);
    const answer = await send('chat/completions', body);
    assert.deepEqual([answer.status, (await answer.json()).error.code], [200, 502]);
  });
});

describe('an embedding', () => {
  const embed = async (input: unknown, more = {}) =>
    post('embeddings', { model: 'openai/text-embedding-3-small', input, ...more });
  const likeness = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

  test('has unit length, and texts that share words are nearer than others', async () => {
    const { data } = await embed(['linen dresses', 'a dress of linen', 'oak stool with three legs'], {
      dimensions: 512,
    });
    const [a, b, c] = data.map(({ embedding }: any) => embedding);
    assert.ok(Math.abs(likeness(a, a) - 1) < 1e-9);
    assert.ok(likeness(a, b) > likeness(a, c) + 0.2);
    assert.equal(a.length, 512);
  });

  test('is the same in base64, as little-endian floats', async () => {
    const plain = (await embed('größe', { dimensions: 64 })).data[0].embedding;
    const { embedding } = (await embed('größe', { dimensions: 64, encoding_format: 'base64' })).data[0];
    const bytes = Buffer.from(embedding, 'base64');
    assert.equal(bytes.length, 256);
    for (const [i, value] of plain.entries()) assert.ok(Math.abs(bytes.readFloatLE(i * 4) - value) < 1e-6);
  });

  test('is of the size its model has, and shorter where the model can', async () => {
    const sizeOf = async (name: string, more = {}) =>
      (await embed('linen', { model: name, ...more })).data?.[0].embedding.length;
    assert.equal(await sizeOf('openai/text-embedding-3-small'), 1536);
    assert.equal(await sizeOf('google/gemini-embedding-001'), 3072);
    assert.equal(await sizeOf('google/gemini-embedding-001', { dimensions: 768 }), 768);
    assert.equal(await sizeOf('baai/bge-small-en-v1.5'), 384);
    assert.equal(await sizeOf('baai/bge-small-en-v1.5', { dimensions: 384 }), 384);
    assert.equal(await sizeOf('baai/bge-small-en-v1.5', { dimensions: 128 }), undefined);
  });

  test('of nothing, of more than is read at once, or of too many dimensions, is refused', async () => {
    assert.ok((await embed('')).error);
    assert.match(
      (await embed('linen '.repeat(400), { model: 'baai/bge-small-en-v1.5' })).error.message,
      /context length/,
    );
    assert.ok((await embed([])).error);
    assert.ok((await embed('x', { dimensions: 9999 })).error);
  });
});

test('lists its models with price, context and abilities, as each house does', async () => {
  const listOf = async (path: string): Promise<any[]> => {
    const answer = await fetch(`${parts.url}/${path}/models`, {
      headers: { authorization: 'Bearer sk-or-sandbox' },
    });
    return ((await answer.json()) as any).data;
  };
  const all = await listOf(houses.openrouter);
  const called = (id: string) => all.find((one) => one.id === id);
  const mini = called('openai/gpt-4o-mini');
  assert.deepEqual([mini.pricing.prompt, mini.pricing.completion], ['0.00000015', '0.0000006']);
  assert.equal(mini.context_length, 128_000);
  assert.ok(mini.supported_parameters.includes('tools'));
  assert.deepEqual(called('anthropic/claude-3.5-haiku').architecture.input_modalities, ['text', 'image']);
  assert.ok(called('google/gemini-2.5-flash-lite').architecture.input_modalities.includes('audio'));
  const bge = called('baai/bge-small-en-v1.5');
  assert.deepEqual(
    [bge.context_length, bge.architecture.output_modalities, bge.supported_parameters, bge.pricing.prompt],
    [512, ['embeddings'], [], '0.000000005'],
  );
  assert.ok((await listOf(houses.openai)).every((one) => one.pricing === undefined));
});

test('refuses more than a model can read', async () => {
  const { error } = await post(
    'chat/completions',
    asking('x'.repeat(600_000), { model: 'openai/gpt-4o-mini' }),
  );
  assert.match(error.message, /maximum context length is 128000/);
});

test('remembers what an answer cost', async () => {
  const { id, usage } = await post('chat/completions', asking('Are parcels tracked?'));
  const answer = await fetch(`${parts.url}/openrouter.ai/api/v1/generation?id=${id}`, {
    headers: { authorization: 'Bearer sk-or-sandbox' },
  });
  const { data } = (await answer.json()) as any;
  assert.deepEqual([data.total_cost, data.tokens_prompt], [usage.cost, usage.prompt_tokens]);
});

test('refuses in the words of each house', async () => {
  const wrong = { authorization: 'Bearer wrong' };
  const bad = async (body: object, house: string, headers = {}) => {
    const answer = await send('chat/completions', body, headers, house);
    return [answer.status, ((await answer.json()) as any).error.code];
  };
  assert.deepEqual(await bad(asking('x'), houses.openrouter, wrong), [401, 401]);
  assert.deepEqual(await bad(asking('x'), houses.openai, wrong), [401, 'invalid_api_key']);
  assert.deepEqual(await bad({ ...asking('x'), model: 'no/such' }, houses.openrouter), [400, 400]);
  assert.deepEqual(await bad({ ...asking('x'), model: 'gpt-9' }, houses.openai), [404, 'model_not_found']);
  assert.deepEqual(await bad({ ...asking('x'), model: 'gpt-5-mini', colour: 1 }, houses.openai), [400, null]);
  assert.deepEqual(await bad({ ...asking('x'), messages: [] }, houses.openrouter), [400, 400]);
  assert.deepEqual(
    await bad({ ...asking('x'), model: 'sandbox/rate-limited' }, houses.openrouter),
    [429, 429],
  );
  assert.deepEqual(await bad({ ...asking('x'), model: 'sandbox/no-credits' }, houses.openrouter), [402, 402]);
});

test('does not go wrong because somebody writes the name of a failure', async () => {
  assert.equal((await send('chat/completions', asking('Why is shipping rate-limited?'))).status, 200);
});

test('draws the same picture for the same words', async () => {
  const draw = async (prompt: string) =>
    (await post('images/generations', { model: 'openai/gpt-image-1', prompt, size: '64x64' })).data[0]
      .b64_json;
  const [a, b, c] = await Promise.all([draw('hills'), draw('hills'), draw('sea')]);
  assert.equal(a, b);
  assert.notEqual(a, c);
  assert.equal(Buffer.from(a, 'base64').toString('latin1', 1, 4), 'PNG');
});
