import { pictureOf } from '../common/picture.ts';
import { bearerOf, jsonOf } from '../common/reading.ts';
import { secondsOf } from '../common/sealing.ts';
import { type Answer, json, page, type Request, type Route } from '../http.ts';
import type { Kept } from '../keep.ts';
import { many } from '../page.ts';
import { type Faces, onAFaultyWire, wireFailures } from '../wire-faults.ts';
import type { Part, World } from '../world.ts';
import { complete } from './completions.ts';
import { embed, inBase64 } from './embedding.ts';
import {
  type House,
  modelAt,
  modelFacts,
  noSuchModel,
  openai,
  openrouter,
  priceOf,
  refusalOf,
  tokensOf,
} from './houses.ts';
import { aiPage } from './page.ts';

export interface Generation {
  readonly id: string;
  readonly model: string;
  readonly created_at: string;
  readonly streamed: boolean;
  readonly tokens_prompt: number;
  readonly tokens_completion: number;
  readonly total_cost: number;
  /** For people who look at the page. */
  readonly asked: string;
  readonly said: string;
}
export interface AiState {
  count: number;
  generations: Generation[];
}

const inputsMax = 2048;
const imagesMax = 4;
const bodyBytesMax = 20 * 1024 * 1024;
const own = [
  ['no-credits', 'says that nothing is left to pay with'],
  ['moderated', 'answers 403: the input was flagged'],
  ['error-midstream', 'answers 200 and fails in the middle; without a stream, 200 with an error in it'],
  ['empty-answer', 'answers without a word'],
  ['length-cut', 'stops in the middle, with finish_reason length'],
  ['broken-json', 'writes JSON, and arguments of tools, that nobody can parse'],
].map(([name, does]) => ({ name: name!, trigger: `use the model sandbox/${name}, or arm it`, does: does! }));

/** A machine that answers: with the sentences it was given, in the shape that was asked for, always the same. */
export async function ai(world: World): Promise<Part> {
  const state = await world.keep<AiState>('ai', () => ({ count: 0, generations: [] }));
  return {
    name: 'ai',
    title: 'AI models',
    summary:
      'OpenRouter and OpenAI: chat, tools, JSON by schema, embeddings; the same answer to the same question.',
    gauge: () => many(state.value.count, 'answer'),
    failures: [...wireFailures, ...own],
    routes: [
      ...routesOf(world, state, openrouter),
      ...routesOf(world, state, openai),
      {
        method: 'GET',
        path: '/ai',
        handle: ({ wantsPage }) => (wantsPage ? page(aiPage(world, state.value)) : json(state.value)),
      },
    ],
    reset: () => state.reset(),
  };
}

function routesOf(world: World, state: Kept<AiState>, house: House): Route[] {
  const at = (
    method: string,
    path: string,
    handle: (request: Request) => Promise<Answer> | Answer,
  ): Route => ({
    method,
    path: house.path + path,
    handle: async (request) =>
      refusalOf(house, request, bearerOf(request)) ?? limited(house, await handle(request)),
  });
  const faces: Faces = {
    rateLimited: () =>
      house.error(429, 'Rate limit exceeded', {
        code: 'rate_limit_exceeded',
        headers: {
          'retry-after': '3',
          'x-ratelimit-remaining-requests': '0',
          'x-ratelimit-reset-requests': '3s',
        },
      }),
    serverError: () => house.error(500, 'Internal Server Error'),
    expiredToken: () => house.error(401, 'This key has expired.', { code: 'invalid_api_key' }),
  };
  return onAFaultyWire(world, 'ai', faces, subjectOf, [
    at('GET', '/models', () =>
      json({ object: 'list', data: house.models.map((one) => modelFacts(house, one)) }),
    ),
    at('POST', '/chat/completions', (request) => complete(world, state, house, request)),
    at('POST', '/embeddings', (request) => embeddings(house, request)),
    at('POST', '/images/generations', (request) => images(world, house, request)),
    ...(house.name === 'openrouter'
      ? [
          at('GET', '/generation', (request) => generation(house, state.value, request)),
          at('GET', '/key', () => json({ data: keyFacts(state.value) })),
        ]
      : []),
  ]);
}

/** Names of models and users: what people write is no reason to fail, even if they write “slow”. */
async function subjectOf(request: Request): Promise<string> {
  const body = request.method === 'POST' ? await jsonOf(request, bodyBytesMax) : undefined;
  return [body?.model, body?.user].filter((word) => typeof word === 'string').join(' ');
}

/** As a key of the second tier has it; nothing here counts down. */
const limited = (house: House, answer: Answer): Answer =>
  house.name === 'openrouter'
    ? answer
    : {
        ...answer,
        headers: {
          ...answer.headers,
          'x-ratelimit-limit-requests': '5000',
          'x-ratelimit-remaining-requests': '4999',
          'x-ratelimit-reset-requests': '12ms',
          'x-ratelimit-limit-tokens': '2000000',
          'x-ratelimit-remaining-tokens': '1999000',
          'x-ratelimit-reset-tokens': '30ms',
        },
      };

const keyFacts = ({ generations }: AiState) => ({
  label: 'sk-or-…box',
  limit: 100,
  limit_remaining: 100,
  usage: generations.reduce((sum, { total_cost: cost }) => sum + cost, 0),
  is_free_tier: false,
});

function generation(house: House, { generations }: AiState, { url }: Request): Answer {
  const id = url.searchParams.get('id');
  if (id === null) return house.error(400, 'id is required');
  const found = generations.find((one) => one.id === id);
  if (!found) return house.error(404, `Generation ${id} not found`);
  const { asked: _, said: __, ...facts } = found;
  return json({
    data: {
      ...facts,
      native_tokens_prompt: facts.tokens_prompt,
      native_tokens_completion: facts.tokens_completion,
      provider_name: 'Sandbox',
      usage: facts.total_cost,
      finish_reason: 'stop',
    },
  });
}

async function embeddings(house: House, request: Request): Promise<Answer> {
  const body = await jsonOf(request, bodyBytesMax);
  if (!body) return house.error(400, 'We could not parse the JSON body of your request.');
  const model = modelAt(house, body.model, 'embedding');
  if (!model) return noSuchModel(house, body.model);
  const given: unknown[] = typeof body.input === 'string' ? [body.input] : body.input;
  if (!Array.isArray(given) || given.length === 0 || given.length > inputsMax)
    return house.error(400, `'input' must be a text or a list of 1 to ${inputsMax}.`, { param: 'input' });
  if (given.some((one) => typeof one !== 'string' || one === ''))
    return house.error(400, "'input' cannot hold an empty text.", { param: 'input' });
  const long = (given as string[]).find((text) => tokensOf(text) > model.contextTokens);
  if (long !== undefined)
    return house.error(400, `This model's maximum context length is ${model.contextTokens} tokens.`, {
      code: 'context_length_exceeded',
      param: 'input',
    });
  const dimensions = body.dimensions ?? model.dimensions!;
  const least = model.hasSizes ? 1 : model.dimensions!;
  if (!Number.isInteger(dimensions) || dimensions < least || dimensions > model.dimensions!)
    return house.error(400, `'dimensions' must be between ${least} and ${model.dimensions}.`, {
      param: 'dimensions',
    });
  const format = body.encoding_format ?? 'float';
  if (format !== 'float' && format !== 'base64')
    return house.error(400, "'encoding_format' must be float or base64.", { param: 'encoding_format' });
  const vectors = (given as string[]).map((text) => embed(text, dimensions));
  const tokens = (given as string[]).reduce((sum, text) => sum + tokensOf(text), 0);
  return json({
    object: 'list',
    data: vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: format === 'float' ? vector : inBase64(vector),
    })),
    model: model.id,
    usage: {
      prompt_tokens: tokens,
      total_tokens: tokens,
      ...(house.name === 'openrouter' && { cost: priceOf(model, tokens, 0) }),
    },
  });
}

async function images(world: World, house: House, request: Request): Promise<Answer> {
  const body = await jsonOf(request);
  if (!body) return house.error(400, 'We could not parse the JSON body of your request.');
  if (!modelAt(house, body.model, 'image')) return noSuchModel(house, body.model);
  if (typeof body.prompt !== 'string' || body.prompt === '')
    return house.error(400, "Missing required parameter: 'prompt'.", { param: 'prompt' });
  const count = body.n ?? 1;
  if (!Number.isInteger(count) || count < 1 || count > imagesMax)
    return house.error(400, `'n' must be between 1 and ${imagesMax}.`, { param: 'n' });
  const size = body.size ?? '1024x1024';
  const [width, height] = String(size === 'auto' ? '1024x1024' : size)
    .split('x')
    .map(Number);
  if (!width || !height) return house.error(400, `Invalid size '${size}'.`, { param: 'size' });
  const pictures = Array.from({ length: count }, (_, i) =>
    pictureOf(`${body.prompt} ${i}`, { width, height }),
  );
  const tokens = tokensOf(body.prompt);
  return json({
    created: secondsOf(world.now()),
    data: (await Promise.all(pictures)).map((bytes) => ({ b64_json: bytes.toString('base64') })),
    size,
    output_format: 'png',
    quality: 'medium',
    background: 'opaque',
    usage: { input_tokens: tokens, output_tokens: 1056 * count, total_tokens: tokens + 1056 * count },
  });
}
