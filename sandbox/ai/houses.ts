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
  readonly dimensions?: number;
}

export const key = 'sk-or-sandbox';

const chat = (id: string, inPrice: number, outPrice: number): Model => ({
  id,
  kind: 'chat',
  inPrice,
  outPrice,
});
const embedding = (id: string, dimensions: number): Model => ({
  id,
  kind: 'embedding',
  inPrice: 0.02,
  outPrice: 0,
  dimensions,
});
const openaiModels = [
  chat('gpt-5.2', 1.75, 14),
  chat('gpt-5-mini', 0.25, 2),
  chat('gpt-4.1-mini', 0.4, 1.6),
  embedding('text-embedding-3-small', 1536),
  embedding('text-embedding-3-large', 3072),
  { id: 'gpt-image-1', kind: 'image', inPrice: 5, outPrice: 40 } as const,
];
const ofOthers = [
  chat('anthropic/claude-sonnet-4.5', 3, 15),
  chat('google/gemini-2.5-flash', 0.3, 2.5),
  chat('mistralai/mistral-small-3.2-24b-instruct', 0.06, 0.18),
  chat('sandbox/extract', 0, 0),
  embedding('qwen/qwen3-embedding-8b', 4096),
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
    return { id, kind, inPrice: 0, outPrice: 0, ...(kind === 'embedding' && { dimensions: 384 }) };
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
