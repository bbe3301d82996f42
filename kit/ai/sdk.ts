import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, isStepCount, type LanguageModelMiddleware, streamText, wrapLanguageModel } from 'ai';
import type { Account } from './account.ts';
import type { AiCall, AiHouse, AiModel, AiToolCall } from './contract.ts';
import { messagesOf, toolsOf } from './given.ts';
import { tokensOfPrompt } from './tokens.ts';
import { AiTrouble, troubleOf } from './trouble.ts';

// The SDK sends a model that is given as a plain word to its maker's own gateway, past the house that was chosen. It
// is never given one here, and if it ever were, there is nobody to ask.
const nobody = new Proxy(
  {},
  {
    get: (_, name) => {
      if (name === 'specificationVersion') return 'v4';
      return () => {
        throw new AiTrouble('no_such_model', { detail: 'a model by name alone' });
      };
    },
  },
);
Object.assign(globalThis, { AI_SDK_DEFAULT_PROVIDER: nobody, AI_SDK_LOG_WARNINGS: false });

/** What a call needs to reach its model. */
export interface Line {
  readonly house: AiHouse;
  readonly model: AiModel;
  /** With attempts, account and tape in it. */
  readonly fetch: typeof globalThis.fetch;
  readonly account: Account;
  readonly signal: AbortSignal;
  /** The first of an answer has come. */
  begun(): void;
  /** JSON of this shape is wanted, of a model that can be held to one. */
  readonly schema?: Readonly<Record<string, unknown>>;
}

export const providerOf = ({ house, fetch }: Pick<Line, 'house' | 'fetch'>) =>
  createOpenAICompatible({
    name: 'house',
    baseURL: house.baseUrl,
    apiKey: house.key,
    fetch,
    includeUsage: true,
    // Without it no schema is sent at all.
    supportsStructuredOutputs: true,
    transformRequestBody: (body) => inDialect(house.dialect ?? 'plain', body),
  });

function inDialect(dialect: NonNullable<AiHouse['dialect']>, body: Record<string, unknown>) {
  if (dialect === 'openrouter') return { ...body, usage: { include: true } };
  if (dialect === 'plain' || body.max_tokens === undefined) return body;
  const { max_tokens: most, ...rest } = body;
  return { ...rest, max_completion_tokens: most };
}

/** Keeps the account while the SDK asks, step by step: of a loop that breaks, the steps before have been paid. */
function accounting({ account, schema, begun }: Line): LanguageModelMiddleware {
  return {
    specificationVersion: 'v4',
    transformParams: async ({ params }) => ({
      ...params,
      ...(schema && { responseFormat: { type: 'json', schema, name: 'answer' } }),
    }),
    wrapGenerate: async ({ doGenerate, params }) => {
      account.expect(tokensOfPrompt(params.prompt) + tokensOfPrompt(params.tools ?? []));
      const result = await doGenerate();
      for (const part of result.content) {
        if (part.type === 'text' || part.type === 'reasoning') account.hear(part.text);
        if (part.type === 'tool-call') account.hear(part.input);
      }
      settle(account, result.usage);
      return result;
    },
    wrapStream: async ({ doStream, params }) => {
      account.expect(tokensOfPrompt(params.prompt) + tokensOfPrompt(params.tools ?? []));
      const result = await doStream();
      const listening = new TransformStream({
        transform(part, controller) {
          if (isSaid(part)) {
            begun();
            account.hear(part.delta);
          }
          if (part.type === 'finish') settle(account, part.usage);
          controller.enqueue(part);
        },
      });
      return { ...result, stream: result.stream.pipeThrough(listening) };
    },
  };
}

const saying = new Set(['text-delta', 'reasoning-delta', 'tool-input-delta']);
const isSaid = (part: { type: string }): part is { type: string; delta: string } => saying.has(part.type);

type StepUsage = {
  readonly inputTokens: { readonly total: number | undefined; readonly cacheRead: number | undefined };
  readonly outputTokens: { readonly total: number | undefined; readonly reasoning: number | undefined };
  readonly raw?: unknown;
};

/** A house that says nothing leaves the estimate as it is. */
function settle(account: Account, { inputTokens, outputTokens, raw }: StepUsage): void {
  if (inputTokens.total === undefined || outputTokens.total === undefined) return;
  account.settle({
    inputTokens: inputTokens.total,
    outputTokens: outputTokens.total,
    cachedTokens: inputTokens.cacheRead ?? 0,
    reasoningTokens: outputTokens.reasoning ?? 0,
    costDollars: costIn(raw),
  });
}

/** What the house took, and with a key of one's own behind it what that other house took besides. */
export function costIn(raw: unknown): number | undefined {
  const { cost, is_byok: isOwnKey, cost_details: details } = (raw ?? {}) as Record<string, unknown>;
  if (typeof cost !== 'number' || !Number.isFinite(cost) || cost < 0) return undefined;
  const upstream = (details as { upstream_inference_cost?: unknown } | undefined)?.upstream_inference_cost;
  return cost + (isOwnKey === true && typeof upstream === 'number' ? upstream : 0);
}

/** What came of it. What it cost is in the account. */
export interface Said {
  readonly text: string;
  readonly finish: string;
  readonly stepsCount: number;
  readonly calls: readonly AiToolCall[];
  readonly requestId: string | undefined;
}

export async function say(call: AiCall, line: Line): Promise<Said> {
  const calls: AiToolCall[] = [];
  const result = await generateText(askingOf(call, line, calls));
  return {
    text: result.text,
    finish: result.finishReason,
    stepsCount: result.steps.length,
    calls,
    requestId: result.finalStep.response.id,
  };
}

/** Gives text to `hear` as it comes. */
export async function sayAloud(call: AiCall, line: Line, hear: (text: string) => void): Promise<Said> {
  const calls: AiToolCall[] = [];
  const result = streamText({
    ...askingOf(call, line, calls),
    // It would be written to the console otherwise; it comes as a part as well.
    onError: () => {},
  });
  const said = { text: '', finish: 'other', stepsCount: 0, requestId: undefined as string | undefined };
  for await (const part of result.stream) {
    if (part.type === 'start-step') said.text = '';
    if (part.type === 'text-delta') {
      said.text += part.text;
      hear(part.text);
    }
    if (part.type === 'finish-step') {
      said.stepsCount += 1;
      said.finish = part.finishReason;
      said.requestId = part.response.id;
    }
    if (part.type === 'abort') line.signal.throwIfAborted();
    if (part.type === 'error') throw troubleOf(part.error);
  }
  return { ...said, calls };
}

const stepsMaxUsual = 4;
export const outputTokensMaxUsual = 2_048;

function askingOf(call: AiCall, line: Line, calls: AiToolCall[]) {
  const { house, model, signal, fetch } = line;
  const stepsMax = stepsMaxOf(call);
  return {
    model: wrapLanguageModel({
      model: providerOf({ house, fetch }).chatModel(model.id),
      middleware: accounting(line),
    }),
    messages: messagesOf(call.messages),
    // Ours are written by the program; what people said is in messages of their own.
    allowSystemInMessages: true,
    ...(call.tools?.length && { tools: toolsOf(call.tools, signal, calls) }),
    stopWhen: isStepCount(stepsMax),
    // Whoever has used up the steps has to say something: a loop that ends in silence was paid for nothing.
    prepareStep: ({ stepNumber }: { stepNumber: number }) =>
      stepsMax > 1 && stepNumber === stepsMax - 1 ? ({ toolChoice: 'none' } as const) : {},
    ...(call.temperature !== undefined && { temperature: call.temperature }),
    ...(call.topP !== undefined && { topP: call.topP }),
    maxOutputTokens: call.maxOutputTokens ?? outputTokensMaxUsual,
    // Attempts are made by the fetch below, which keeps the account.
    maxRetries: 0,
    abortSignal: signal,
    telemetry: { isEnabled: false, recordInputs: false, recordOutputs: false },
  };
}

export const stepsMaxOf = (call: AiCall) => (call.tools?.length ? (call.maxSteps ?? stepsMaxUsual) : 1);
