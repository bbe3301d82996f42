import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { z } from 'zod';
import { ai as sandboxAi } from '../../sandbox/ai/routes.ts';
import { openParts } from '../../sandbox/common/testing.ts';
import { aiTool } from './ai.ts';
import type { AiCall, AiModel, AiOptions } from './contract.ts';
import { aiStage, chatModel, embeddingModel, troubleIn } from './testing.ts';
import { AiTrouble } from './trouble.ts';

let parts: Awaited<ReturnType<typeof openParts>>;
before(async () => {
  parts = await openParts(sandboxAi);
});
after(() => parts.close());

const model = 'openai/gpt-5-mini';
const catalogue: Record<string, AiModel> = {
  [model]: chatModel(model),
  'blind/and-dumb': chatModel('blind/and-dumb', {
    abilities: { tools: false, json: false, images: false, audio: false },
  }),
  'openai/text-embedding-3-small': embeddingModel('openai/text-embedding-3-small', 1536),
  'openai/gpt-image-1': chatModel('openai/gpt-image-1', { kind: 'image' }),
};
const house = (more = {}) => ({
  baseUrl: `${parts.url}/openrouter.ai/api/v1`,
  key: 'sk-or-sandbox',
  dialect: 'openrouter' as const,
  ...more,
});
const stage = (more: Partial<AiOptions> = {}) =>
  aiStage({ house: house(), models: (id) => catalogue[id] ?? chatModel(id), ...more });
const shop = `[1] We ship within Europe in two working days. Parcels are tracked.
[2] Returns are free within thirty days of delivery.`;
const asking = (text: string, more: Partial<AiCall> = {}): AiCall => ({
  model,
  messages: [
    { role: 'system', text: shop },
    { role: 'user', text },
  ],
  ...more,
});
const returns = asking('How long do returns stay free?');
const quoted = 'Returns are free within thirty days of delivery. [2]';
const long = asking('Tell me about returns, parcels, delivery and how you ship within Europe.');

async function textOf(stream: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of stream) text += piece;
  return text;
}

/** Where somebody listened a moment ago. */
async function addressOfNobody(): Promise<string> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/v1`;
}

describe('an answer', () => {
  test('is what the house said, allowed once before and told of once after, with what the house took', async () => {
    const { ai, uses, allowed } = stage();
    const { text, finish, use } = await ai.answer({ ...returns, reference: 'turn 7' });
    assert.deepEqual([text, finish], [quoted, 'stop']);
    assert.deepEqual(uses, [use]);
    assert.deepEqual([use.outcome, use.isEstimated, use.firstTokenMs], ['done', false, null]);
    assert.match(use.requestId!, /^gen-/);
    // $0.25 and $2 of a million, in units of $0.00001, rounded up.
    assert.equal(use.costMicro, Math.ceil((use.inputTokens * 25_000 + use.outputTokens * 200_000) / 1e6));
    assert.equal(allowed.length, 1);
    assert.ok(allowed[0]!.inputTokens >= use.inputTokens && allowed[0]!.costMicro >= use.costMicro);
    assert.deepEqual([allowed[0]!.reference, use.reference], ['turn 7', 'turn 7']);
  });

  test('is not asked for where the budget, the model or its reading forbid it, and nothing is told', async () => {
    const { ai, uses } = stage({
      allow: async ({ reference }) => {
        if (reference === 'dear') throw new AiTrouble('over_budget');
      },
      models: (id) => (id === 'small' ? chatModel(id, { contextTokens: 100 }) : catalogue[id]),
    });
    const tools = [aiTool({ name: 'x', description: 'x', shape: z.object({}), run: () => 1 })];
    const kindOf = async (call: AiCall) => (await troubleIn(ai.answer(call))).kind;
    assert.equal(await kindOf({ ...returns, reference: 'dear' }), 'over_budget');
    assert.equal(await kindOf({ ...returns, model: 'nobody/knows' }), 'no_such_model');
    assert.equal(await kindOf({ ...returns, model: 'small' }), 'too_long');
    assert.equal(await kindOf({ ...returns, model: 'blind/and-dumb', tools }), 'no_such_model');
    assert.equal(await kindOf({ ...returns, signal: AbortSignal.abort() }), 'aborted');
    assert.deepEqual(uses, []);
  });

  test('costs what the price was when the call began, where the house does not say', async () => {
    let inputMicro = 1_000_000;
    const models = (id: string) => chatModel(id, { inputMicro, outputMicro: 0 });
    const { ai } = stage({
      house: house({ baseUrl: `${parts.url}/api.openai.com/v1`, dialect: 'openai' }),
      models,
      allow: async () => {
        inputMicro *= 2;
      },
    });
    const openai = { ...returns, model: 'gpt-5-mini' };
    const { use: first } = await ai.answer(openai);
    const { use: second } = await ai.answer(openai);
    assert.deepEqual([first.costMicro, second.costMicro], [first.inputTokens, first.inputTokens * 2]);
  });

  test('stands when its use cannot be recorded, and the use is in the log without a word of it', async () => {
    const { ai, lines } = stage({
      meter: async () => {
        throw new Error('the database is gone');
      },
    });
    assert.equal((await ai.answer(returns)).text, quoted);
    assert.match(lines.join(), /could not be recorded/);
    assert.match(lines.join(), /"costMicro":\d+.*"inputCount":\d+/);
    assert.doesNotMatch(lines.join(), /returns|thirty|sk-or/i);
  });

  test('is asked for with pictures where the model sees, and not where it is blind', async () => {
    const bodies: string[] = [];
    const listening: typeof fetch = (input, init) => {
      bodies.push(String(init?.body));
      return fetch(input, init);
    };
    const { ai } = stage({ house: house({ fetch: listening }) });
    const images = [{ bytes: Buffer.from('89504e470d0a1a0a', 'hex'), mediaType: 'image/png' }];
    const messages = [...returns.messages, { role: 'user' as const, text: 'Are returns free?', images }];
    await ai.answer({ ...returns, messages });
    const { content } = JSON.parse(bodies[0]!).messages.at(-1);
    assert.match(content[1].image_url.url, /^data:image\/png;base64,iVBORw0KGgo/);
    const blind = await troubleIn(ai.answer({ ...returns, messages, model: 'blind/and-dumb' }));
    assert.equal(blind.kind, 'no_such_model');
  });

  test('is cut off at its length, and says so', async () => {
    const { ai } = stage();
    const { finish, use } = await ai.answer({ ...returns, maxOutputTokens: 3 });
    assert.deepEqual([finish, use.outputTokens], ['length', 3]);
  });
});

describe('a failure', () => {
  const kinds = {
    'expired-token': ['unauthorized', 1],
    'no-credits': ['no_credits', 1],
    moderated: ['refused', 1],
    'rate-limited': ['rate_limited', 3],
    'server-error': ['unavailable', 3],
    'lost-answer': ['unavailable', 3],
    'half-stream': ['unavailable', 3],
    'error-midstream': ['unavailable', 3],
    'empty-answer': ['broken_answer', 1],
  } as const;
  for (const [name, [kind, attempts]] of Object.entries(kinds)) {
    test(`by the name of ${name} is ${kind} after ${attempts}, told of once, and no words of it are written`, async () => {
      const { ai, uses, waits, lines } = stage();
      const trouble = await troubleIn(ai.answer({ ...returns, model: `sandbox/${name}` }));
      assert.equal(trouble.kind, kind);
      assert.equal(waits.length, attempts - 1);
      assert.equal(uses.length, 1);
      assert.deepEqual([uses[0]!.outcome, uses[0]!.failure, trouble.use], ['failed', kind, uses[0]]);
      assert.doesNotMatch(
        lines.join() + JSON.stringify(trouble) + trouble.stack,
        /returns stay|thirty|sk-or/i,
      );
    });
  }

  test('that passes is waited out, by the time the house asks for', async () => {
    const { ai, uses, waits } = stage();
    parts.world.failures.arm('ai', 'rate-limited', 2);
    assert.equal((await ai.answer(returns)).text, quoted);
    assert.equal(waits.length, 2);
    for (const ms of waits) assert.ok(ms >= 3_000 && ms <= 3_300, String(ms));
    // What a house refuses, it does not charge for.
    assert.deepEqual([uses.length, uses[0]!.isEstimated], [1, false]);
  });

  test('that took the answer with it is counted beside the answer that came in its place', async () => {
    const { ai, uses } = stage();
    const { use: once } = await ai.answer(returns);
    for (const name of ['lost-answer', 'half-stream']) {
      parts.world.failures.arm('ai', name, 1);
      const { use: twice } = await ai.answer(returns);
      assert.equal(twice.isEstimated, true);
      assert.equal(twice.outputTokens, once.outputTokens * 2);
      assert.ok(Math.abs(twice.inputTokens - once.inputTokens * 2) <= once.inputTokens * 0.3);
    }
    assert.equal(uses.length, 3);
  });

  test('to reach anybody is nothing that is charged', async () => {
    const { ai, uses } = stage({ house: house({ baseUrl: await addressOfNobody() }) });
    assert.equal((await troubleIn(ai.answer(returns))).kind, 'unavailable');
    assert.deepEqual([uses[0]!.inputTokens, uses[0]!.costMicro, uses[0]!.isEstimated], [0, 0, false]);
  });

  test('to be quick enough is a timeout, charged by our own count', async () => {
    const { ai, uses } = stage();
    const trouble = await troubleIn(ai.answer({ ...returns, model: 'sandbox/slow', timeoutMs: 100 }));
    assert.deepEqual([trouble.kind, trouble.isRetryable], ['timeout', true]);
    assert.deepEqual([uses.length, uses[0]!.outcome, uses[0]!.isEstimated], [1, 'failed', true]);
    assert.ok(uses[0]!.inputTokens > 20);
  });

  test('of the key says so in both dialects, and of the model too', async () => {
    for (const baseUrl of [`${parts.url}/openrouter.ai/api/v1`, `${parts.url}/api.openai.com/v1`]) {
      const wrong = stage({ house: house({ baseUrl, key: 'wrong', dialect: 'plain' }) });
      assert.equal((await troubleIn(wrong.ai.answer(returns))).kind, 'unauthorized');
      const right = stage({ house: house({ baseUrl, dialect: 'plain' }) });
      const unknown = await troubleIn(right.ai.answer({ ...returns, model: 'no/such' }));
      assert.equal(unknown.kind, 'no_such_model');
    }
  });
});

describe('a stream', () => {
  test('is the answer in pieces, with the same use at its end', async () => {
    const { ai, uses } = stage();
    const japanese = asking('返品はできますか', {
      messages: [
        {
          role: 'system',
          text: '送料は無料です。返品は三十日以内に可能です。お気軽にお問い合わせください。',
        },
        { role: 'user', text: '返品は三十日以内にできますか' },
      ],
    });
    const { text: whole, use } = await ai.answer(japanese);
    const stream = ai.stream(japanese);
    // Packets end in the middle of letters.
    assert.equal(await textOf(stream), whole);
    const streamed = await stream.whole;
    assert.equal(streamed.text, whole);
    assert.deepEqual([streamed.use.outputTokens, streamed.use.costMicro], [use.outputTokens, use.costMicro]);
    assert.equal(streamed.use.firstTokenMs, 0);
    assert.equal(uses.length, 2);
  });

  test('is there as a whole for who does not listen', async () => {
    const { ai, uses } = stage();
    assert.equal((await ai.stream(returns).whole).text, quoted);
    assert.equal(uses.length, 1);
  });

  test('is refused as an answer is, and asked for again before its first letter', async () => {
    const { ai, uses, waits } = stage();
    const trouble = await troubleIn(textOf(ai.stream({ ...returns, model: 'sandbox/no-credits' })));
    assert.deepEqual([trouble.kind, uses.length], ['no_credits', 1]);
    parts.world.failures.arm('ai', 'server-error', 1);
    assert.equal(await textOf(ai.stream(returns)), quoted);
    assert.equal(waits.length, 1);
  });

  for (const name of ['error-midstream', 'half-stream']) {
    test(`that breaks in its middle (${name}) is not begun anew, and what came of it is charged`, async () => {
      const { ai, uses, waits } = stage();
      const stream = ai.stream({ ...long, model: `sandbox/${name}` });
      const heard: string[] = [];
      const trouble = await troubleIn(
        (async () => {
          for await (const piece of stream) heard.push(piece);
        })(),
      );
      assert.equal(trouble.kind, 'unavailable');
      assert.equal((await troubleIn(stream.whole)).kind, 'unavailable');
      assert.deepEqual([waits.length, uses.length, uses[0]!.outcome], [0, 1, 'failed']);
      assert.ok(uses[0]!.isEstimated && uses[0]!.inputTokens > 20);
      assert.equal(uses[0]!.outputTokens > 0, heard.length > 0);
    });
  }

  test('that nobody reads on is hung up, and charged for what had come', async () => {
    const { ai, uses } = stage();
    const { use: whole } = await ai.answer(long);
    const stream = ai.stream(long);
    for await (const _ of stream) break;
    assert.equal((await troubleIn(stream.whole)).kind, 'aborted');
    const [, use] = uses;
    assert.deepEqual([uses.length, use!.outcome, use!.isEstimated], [2, 'aborted', true]);
    assert.ok(use!.outputTokens > 0 && use!.outputTokens < whole.outputTokens);
    assert.ok(use!.inputTokens >= whole.inputTokens);
  });

  test('that is aborted before its first letter is charged for what was asked', async () => {
    const cut = new AbortController();
    const hangingUp: typeof fetch = (input, init) => {
      const answer = fetch(input, init);
      cut.abort();
      return answer;
    };
    const { ai, uses } = stage({ house: house({ fetch: hangingUp }) });
    const stream = ai.stream({ ...returns, signal: cut.signal });
    assert.equal((await troubleIn(textOf(stream))).kind, 'aborted');
    assert.deepEqual([uses.length, uses[0]!.outcome, uses[0]!.outputTokens], [1, 'aborted', 0]);
    assert.equal(uses[0]!.firstTokenMs, null);
    assert.ok(uses[0]!.isEstimated && uses[0]!.inputTokens > 20);
  });
});
