import { type Answer, json, type Request } from '../http.ts';
import { failureOf } from '../wire-faults.ts';

/** The two dialects that are spoken here, where they differ. */
export interface House {
  readonly name: 'openrouter' | 'openai';
  readonly path: string;
  readonly models: readonly Model[];
  readonly error: (status: number, message: string, facts?: ErrorFacts) => Answer;
}
export interface ErrorFacts {
  readonly code?: string;
  readonly param?: string;
  readonly metadata?: object;
  readonly headers?: Readonly<Record<string, string>>;
}
export interface Model {
  readonly id: string;
  readonly kind: 'chat' | 'embedding' | 'image';
  /** Dollars of a million tokens. */
  readonly inPrice: number;
  readonly outPrice: number;
  readonly contextTokens: number;
  readonly inputs: readonly string[];
  readonly dimensions?: number;
  /** Whether shorter vectors may be asked for. */
  readonly hasSizes?: boolean;
}

export const key = 'sk-or-sandbox';

const seeing = ['text', 'image'];
const chat = (
  id: string,
  inPrice: number,
  outPrice: number,
  contextTokens = 128_000,
  inputs = seeing,
): Model => ({
  id,
  kind: 'chat',
  inPrice,
  outPrice,
  contextTokens,
  inputs,
});
const embedding = (
  id: string,
  dimensions: number,
  inPrice: number,
  contextTokens: number,
  hasSizes = true,
): Model => ({
  id,
  kind: 'embedding',
  inPrice,
  outPrice: 0,
  contextTokens,
  inputs: ['text'],
  dimensions,
  hasSizes,
});
const openaiModels = [
  chat('gpt-5.2', 1.75, 14, 400_000, ['text', 'image', 'file']),
  chat('gpt-5-mini', 0.25, 2, 400_000, ['text', 'image', 'file']),
  chat('gpt-4.1-mini', 0.4, 1.6, 1_047_576, ['text', 'image', 'file']),
  chat('gpt-4o-mini', 0.15, 0.6, 128_000, ['text', 'image', 'file']),
  embedding('text-embedding-3-small', 1536, 0.02, 8_192),
  embedding('text-embedding-3-large', 3072, 0.13, 8_192),
  {
    id: 'gpt-image-1',
    kind: 'image',
    inPrice: 5,
    outPrice: 40,
    contextTokens: 32_000,
    inputs: seeing,
  } as const,
];
const everything = ['text', 'image', 'file', 'audio', 'video'];
const ofOthers = [
  chat('anthropic/claude-sonnet-4.5', 3, 15, 1_000_000, ['text', 'image', 'file']),
  chat('anthropic/claude-3.5-haiku', 0.8, 4, 200_000),
  chat('google/gemini-2.5-flash', 0.3, 2.5, 1_048_576, everything),
  chat('google/gemini-2.5-flash-lite', 0.1, 0.4, 1_048_576, everything),
  chat('mistralai/mistral-small-3.2-24b-instruct', 0.06, 0.18, 131_072),
  chat('sandbox/extract', 0, 0, 128_000, ['text']),
  embedding('google/gemini-embedding-001', 3072, 0.15, 20_000),
  embedding('qwen/qwen3-embedding-8b', 4096, 0.01, 32_000),
  embedding('baai/bge-small-en-v1.5', 384, 0.005, 512, false),
];

export const openrouter: House = {
  name: 'openrouter',
  path: '/openrouter.ai/api/v1',
  models: [...openaiModels.map((model) => ({ ...model, id: `openai/${model.id}` })), ...ofOthers],
  error: (status, message, { metadata, headers } = {}) => {
    const made = json({ error: { code: status, message, ...(metadata && { metadata }) } }, status);
    return { ...made, headers: { ...made.headers, ...headers } };
  },
};

const kinds: Readonly<Record<number, string>> = {
  401: 'invalid_request_error',
  429: 'requests',
  500: 'server_error',
};

export const openai: House = {
  name: 'openai',
  path: '/api.openai.com/v1',
  models: openaiModels,
  error: (status, message, { code, param, headers } = {}) => {
    const type = kinds[status] ?? 'invalid_request_error';
    const made = json({ error: { message, type, param: param ?? null, code: code ?? null } }, status);
    return { ...made, headers: { ...made.headers, ...headers } };
  },
};

/** The model of this name; one of the sandbox's own may be called anything, so that a failure can be. */
export function modelAt(house: House, id: unknown, kind: Model['kind']): Model | undefined {
  if (typeof id !== 'string') return undefined;
  if (/^sandbox[/-][a-z0-9-]+$/.test(id))
    return {
      id,
      kind,
      inPrice: 0,
      outPrice: 0,
      contextTokens: 128_000,
      inputs: ['text'],
      ...(kind === 'embedding' && { dimensions: 384, hasSizes: true }),
    };
  return house.models.find((model) => model.id === id && model.kind === kind);
}

export function noSuchModel(house: House, id: unknown): Answer {
  if (id === undefined) return house.error(400, 'you must provide a model parameter', { param: 'model' });
  return house.name === 'openai'
    ? house.error(404, `The model '${id}' does not exist or you do not have access to it.`, {
        code: 'model_not_found',
      })
    : house.error(400, `${id} is not a valid model ID`);
}

/** What either house refuses before it looks at the work. */
export function refusalOf(house: House, request: Request, bearer: string): Answer | undefined {
  if (bearer !== key)
    return house.name === 'openai'
      ? house.error(401, `Incorrect API key provided: ${bearer.slice(0, 6)}****.`, {
          code: 'invalid_api_key',
        })
      : house.error(401, bearer === '' ? 'No auth credentials found' : 'User not found.');
  const failure = failureOf(request);
  if (failure === 'no-credits')
    return house.name === 'openai'
      ? house.error(429, 'You exceeded your current quota.', { code: 'insufficient_quota' })
      : house.error(402, 'Insufficient credits. Add more to go on.');
  if (failure === 'moderated')
    return house.error(403, 'Your input was flagged.', {
      code: 'content_policy_violation',
      metadata: { reasons: ['sandbox'], flagged_input: '…', provider_name: 'Sandbox', model_slug: 'sandbox' },
    });
  return undefined;
}

export const priceOf = ({ inPrice, outPrice }: Model, given: number, made: number) =>
  Number(((given * inPrice + made * outPrice) / 1e6).toFixed(8));
export const tokensOf = (text: string) => Math.ceil([...text].length / 4);

const chatParameters = (
  'max_tokens temperature top_p stop seed frequency_penalty presence_penalty tools tool_choice ' +
  'response_format structured_outputs'
).split(' ');
const createdAt = 1_735_689_600;
const perToken = (dollarsOfAMillion: number) => (dollarsOfAMillion / 1e6).toFixed(12).replace(/\.?0+$/, '');

/** As either house lists it. Prices are dollars of one token, as text: numbers this small do not survive as numbers. */
export const modelFacts = ({ name }: House, model: Model) =>
  name === 'openai'
    ? { id: model.id, object: 'model', created: createdAt, owned_by: 'openai' }
    : {
        id: model.id,
        canonical_slug: model.id,
        name: model.id,
        created: createdAt,
        description: '',
        context_length: model.contextTokens,
        architecture: {
          modality: `${model.inputs.join('+')}->${outputOf(model)}`,
          input_modalities: model.inputs,
          output_modalities: [outputOf(model)],
          tokenizer: 'Other',
          instruct_type: null,
        },
        pricing: {
          prompt: perToken(model.inPrice),
          completion: perToken(model.outPrice),
          request: '0',
          image: '0',
          web_search: '0',
          internal_reasoning: '0',
        },
        supported_parameters: model.kind === 'chat' ? chatParameters : [],
        per_request_limits: null,
        top_provider: {
          context_length: model.contextTokens,
          max_completion_tokens: model.kind === 'chat' ? outputTokensMax : null,
          is_moderated: false,
        },
      };

const outputTokensMax = 16_384;
const outputOf = ({ kind }: Model) => (kind === 'chat' ? 'text' : kind === 'image' ? 'image' : 'embeddings');
