import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { jsonOf } from '../common/reading.ts';
import { secondsOf } from '../common/sealing.ts';
import { type Answer, json, type Request } from '../http.ts';
import type { Kept } from '../keep.ts';
import { failureOf } from '../wire-faults.ts';
import type { World } from '../world.ts';
import { type House, type Model, modelAt, noSuchModel, priceOf, tokensOf } from './houses.ts';
import type { AiState, Generation } from './routes.ts';
import { type Thought, think, type Wish, wordsIn } from './thinking.ts';

const bodyBytesMax = 20 * 1024 * 1024;
const generationsKeptMax = 500;
const pieceWords = 3;
const pieceEveryMs = 4;
/** Cuts the stream in the middle of lines, of JSON and of letters, as networks do. */
const packetBytes = 97;
const known = new Set(
  (
    'model messages tools tool_choice parallel_tool_calls stream stream_options response_format max_tokens ' +
    'max_completion_tokens temperature top_p n stop seed user metadata frequency_penalty presence_penalty logit_bias ' +
    'logprobs top_logprobs reasoning_effort store service_tier prediction modalities prompt_cache_key verbosity'
  ).split(' '),
);

interface Told {
  readonly id: string;
  readonly created: number;
  readonly house: House;
  readonly model: Model;
  readonly thought: Thought;
  readonly finish: string;
  readonly usage: object;
  readonly failure: string | undefined;
}

export async function complete(
  world: World,
  state: Kept<AiState>,
  house: House,
  request: Request,
): Promise<Answer> {
  const body = await jsonOf(request, bodyBytesMax);
  if (!body) return house.error(400, 'We could not parse the JSON body of your request.');
  const model = modelAt(house, body.model, 'chat');
  if (!model) return noSuchModel(house, body.model);
  const problem = problemOf(house, body);
  if (problem) return problem;
  const failure = failureOf(request);
  const given = tokensOf(body.messages.map(({ content }: any) => wordsIn(content)).join('\n'));
  if (given > model.contextTokens)
    return house.error(
      400,
      `This model's maximum context length is ${model.contextTokens} tokens. Your messages are ${given}.`,
      { code: 'context_length_exceeded', param: 'messages' },
    );
  const told = tell(world, state, house, model, body, failure);
  const headers = { 'x-generation-id': told.id, 'x-request-id': told.id };
  if (body.stream === true) {
    const lines = linesOf(told, house.name === 'openrouter' || body.stream_options?.include_usage === true);
    return {
      headers: { ...headers, 'content-type': 'text/event-stream; charset=utf-8' },
      body: Readable.from(packets(lines)),
    };
  }
  const answer = json(failure === 'error-midstream' ? { id: told.id, error: brokenOff } : wholeOf(told));
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

const brokenOff = {
  code: 502,
  message: 'Provider disconnected',
  metadata: { error_type: 'provider_unavailable', provider_name: 'Sandbox' },
};

function problemOf(house: House, body: Record<string, any>): Answer | undefined {
  if (!Array.isArray(body.messages) || body.messages.length === 0)
    return house.error(400, "Invalid 'messages': expected a list with at least one message.", {
      param: 'messages',
    });
  const roles = ['system', 'developer', 'user', 'assistant', 'tool'];
  const at = body.messages.findIndex((one: any) => !roles.includes(one?.role));
  if (at !== -1)
    return house.error(400, `Invalid value for 'messages[${at}].role'.`, { param: `messages[${at}].role` });
  const orphan = body.messages.findIndex(
    (one: any) => one.role === 'tool' && typeof one.tool_call_id !== 'string',
  );
  if (orphan !== -1)
    return house.error(400, `Missing parameter 'messages[${orphan}].tool_call_id'.`, {
      param: `messages[${orphan}].tool_call_id`,
    });
  const strange = Object.keys(body).find((name) => !known.has(name));
  // The one house is strict; the other passes on what it does not know.
  if (strange !== undefined && house.name === 'openai')
    return house.error(400, `Unrecognized request argument supplied: ${strange}`, { param: strange });
  const format = body.response_format;
  if (format?.type === 'json_schema' && typeof format.json_schema?.schema !== 'object')
    return house.error(400, "Missing required parameter: 'response_format.json_schema.schema'.", {
      param: 'response_format.json_schema.schema',
    });
  return undefined;
}

function tell(
  world: World,
  state: Kept<AiState>,
  house: House,
  model: Model,
  body: Record<string, any>,
  failure: string | undefined,
): Told {
  const thought = think(body as Wish, failure);
  const most = Number(body.max_completion_tokens ?? body.max_tokens ?? Number.POSITIVE_INFINITY);
  const cutAt = failure === 'length-cut' ? Math.ceil(tokensOf(thought.text) / 2) : most;
  const isCut = tokensOf(thought.text) > cutAt;
  const said = isCut ? { ...thought, text: [...thought.text].slice(0, cutAt * 4).join('') } : thought;
  const given = tokensOf(body.messages.map(({ content }: any) => wordsIn(content)).join('\n'));
  const made = tokensOf(said.text + said.calls.map(({ args }) => args).join(''));
  const cost = priceOf(model, given, made);
  const created = secondsOf(world.now());
  state.value.count += 1;
  const digest = createHash('sha256')
    .update(`${state.value.count}${JSON.stringify(body)}`)
    .digest('hex');
  const id =
    house.name === 'openrouter' ? `gen-${created}-${digest.slice(0, 20)}` : `chatcmpl-${digest.slice(0, 29)}`;
  const usage = {
    prompt_tokens: given,
    completion_tokens: made,
    total_tokens: given + made,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
    ...(house.name === 'openrouter' && {
      cost,
      is_byok: false,
      cost_details: { upstream_inference_cost: null },
    }),
  };
  remember(world, state, {
    id,
    model: model.id,
    created_at: world.now().toISOString(),
    streamed: body.stream === true,
    tokens_prompt: given,
    tokens_completion: made,
    total_cost: cost,
    asked: lastOf(body.messages),
    said: said.text === '' ? said.calls.map(({ name, args }) => `${name}(${args})`).join() : said.text,
  });
  const finish = said.calls.length > 0 ? 'tool_calls' : isCut ? 'length' : 'stop';
  return { id, created, house, model, thought: said, finish, usage, failure };
}

function remember(world: World, state: Kept<AiState>, generation: Generation): void {
  state.value.generations = [generation, ...state.value.generations].slice(0, generationsKeptMax);
  state.changed();
  world.journal.stirred('ai');
}

const shownLengthMax = 300;
const lastOf = (messages: readonly { role: string; content?: unknown }[]) =>
  wordsIn(messages.findLast(({ role }) => role === 'user')?.content).slice(-shownLengthMax);

const callsOf = ({ thought }: Told) =>
  thought.calls.map(({ id, name, args }) => ({ id, type: 'function', function: { name, arguments: args } }));

const wholeOf = (told: Told) => ({
  id: told.id,
  object: 'chat.completion',
  created: told.created,
  model: told.model.id,
  ...(told.house.name === 'openrouter' && { provider: 'Sandbox' }),
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: told.thought.text === '' && told.thought.calls.length > 0 ? null : told.thought.text,
        refusal: null,
        ...(told.thought.calls.length > 0 && { tool_calls: callsOf(told) }),
      },
      logprobs: null,
      finish_reason: told.finish,
      ...(told.house.name === 'openrouter' && { native_finish_reason: told.finish }),
    },
  ],
  usage: told.usage,
});

async function* linesOf(told: Told, withUsage: boolean): AsyncGenerator<string> {
  const { id, created, model, house, thought, failure } = told;
  const facts = { id, object: 'chat.completion.chunk', created, model: model.id };
  const line = (value: object) => `data: ${JSON.stringify({ ...facts, ...value })}\n\n`;
  const delta = (value: object, finish: string | null = null) =>
    line({ choices: [{ index: 0, delta: value, finish_reason: finish }] });
  const strange = failure === 'unknown-fields' ? { kind_of_tomorrow: ['NOT_DESCRIBED'] } : {};
  if (house.name === 'openrouter') yield ': OPENROUTER PROCESSING\n\n';
  yield delta({ role: 'assistant', content: '', ...strange });
  const pieces = thought.text.match(new RegExp(`(?:\\S+\\s*|\\s+){1,${pieceWords}}`, 'g')) ?? [];
  for (const [i, piece] of pieces.entries()) {
    await wait(pieceEveryMs);
    if (failure === 'error-midstream' && i >= pieces.length / 2) break;
    if (house.name === 'openrouter' && i % 8 === 4) yield ': OPENROUTER PROCESSING\n\n';
    yield delta({ content: piece });
  }
  if (failure === 'error-midstream') {
    const choices = [{ index: 0, delta: { content: '' }, finish_reason: 'error' }];
    yield line({ error: brokenOff, choices });
    return;
  }
  for (const [index, call] of thought.calls.entries()) {
    const first = { index, id: call.id, type: 'function', function: { name: call.name, arguments: '' } };
    yield delta({ tool_calls: [first] });
    for (const part of call.args.match(/[\s\S]{1,7}/g) ?? [])
      yield delta({ tool_calls: [{ index, function: { arguments: part } }] });
  }
  yield delta({}, told.finish);
  if (withUsage) yield line({ choices: [], usage: told.usage });
  yield 'data: [DONE]\n\n';
}

async function* packets(lines: AsyncGenerator<string>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const line of lines) {
    rest = Buffer.concat([rest, Buffer.from(line)]);
    while (rest.length >= packetBytes) {
      yield rest.subarray(0, packetBytes);
      rest = rest.subarray(packetBytes);
    }
  }
  if (rest.length > 0) yield rest;
}
