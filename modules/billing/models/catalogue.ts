import type { AiHouse } from '../../../kit/ai/contract.ts';
import { type AiModel, type AiModelClass, usualCallMicro } from './contract.ts';
import type { CalledModel, KnownModel } from './models.sql.ts';

const million = 100_000;
/** Dollars of a million tokens, in micro-units. */
const price = (input: number, output: number) => ({
  inputMicro: Math.round(input * million),
  outputMicro: Math.round(output * million),
});

const all = { supportsImages: true, supportsTools: true, supportsJson: true };

function chat(
  model: string,
  name: string,
  aiClass: AiModelClass,
  prices: { inputMicro: number; outputMicro: number },
  more: Partial<KnownModel> = {},
): KnownModel {
  return {
    ...{ model, name, provider: model.split('/')[0]!, description: null, kind: 'chat', class: aiClass },
    ...prices,
    callMicro: usualCallMicro(prices.inputMicro, prices.outputMicro),
    ...{ contextTokensMax: 128_000, dimensions: null, supportsText: true, supportsImages: false },
    ...{ supportsAudio: false, supportsTools: false, supportsJson: false },
    ...more,
  };
}

const embedding = (
  model: string,
  name: string,
  dimensions: number,
  dollars: number,
  contextTokensMax: number,
): KnownModel =>
  chat(model, name, 'affordable', price(dollars, 0), { kind: 'embedding', dimensions, contextTokensMax });

/**
 * What an installation offers before anybody has read a list: as OpenRouter calls and prices them. A workspace has them
 * as rows of its own from its first day on.
 */
export const builtInModels: readonly KnownModel[] = [
  chat('openai/gpt-5.2', 'GPT-5.2', 'advanced', price(1.75, 14), { ...all, contextTokensMax: 400_000 }),
  chat('openai/gpt-5-mini', 'GPT-5 mini', 'fast', price(0.25, 2), { ...all, contextTokensMax: 400_000 }),
  chat('openai/gpt-4.1-mini', 'GPT-4.1 mini', 'fast', price(0.4, 1.6), {
    ...{ ...all, contextTokensMax: 1_047_576 },
  }),
  chat('openai/gpt-4o-mini', 'GPT-4o mini', 'affordable', price(0.15, 0.6), all),
  chat('anthropic/claude-sonnet-4.5', 'Claude Sonnet 4.5', 'advanced', price(3, 15), {
    ...{ ...all, contextTokensMax: 1_000_000 },
  }),
  chat('anthropic/claude-3.5-haiku', 'Claude 3.5 Haiku', 'fast', price(0.8, 4), {
    ...{ ...all, contextTokensMax: 200_000 },
  }),
  chat('google/gemini-2.5-flash', 'Gemini 2.5 Flash', 'fast', price(0.3, 2.5), {
    ...{ ...all, supportsAudio: true, contextTokensMax: 1_048_576 },
  }),
  chat('google/gemini-2.5-flash-lite', 'Gemini 2.5 Flash Lite', 'affordable', price(0.1, 0.4), {
    ...{ ...all, supportsAudio: true, contextTokensMax: 1_048_576 },
  }),
  chat('mistralai/mistral-small-3.2-24b-instruct', 'Mistral Small 3.2', 'affordable', price(0.06, 0.18), all),
  embedding('openai/text-embedding-3-small', 'Text embedding 3 small', 1_536, 0.02, 8_192),
  embedding('openai/text-embedding-3-large', 'Text embedding 3 large', 3_072, 0.13, 8_192),
  embedding('google/gemini-embedding-001', 'Gemini embedding 001', 3_072, 0.15, 20_000),
  embedding('qwen/qwen3-embedding-8b', 'Qwen3 embedding 8B', 4_096, 0.01, 32_000),
  embedding('baai/bge-small-en-v1.5', 'BGE small, English', 384, 0.005, 512),
  chat('openai/gpt-image-1', 'GPT Image 1', 'advanced', price(5, 40), {
    ...{ kind: 'image', contextTokensMax: 32_000, supportsImages: true },
  }),
];

/** What none that is known by name is dearer than. */
const dearest = (kind: KnownModel['kind']) => {
  const prices = builtInModels.filter((one) => one.kind === kind);
  return {
    inputMicro: Math.max(...prices.map(({ inputMicro }) => inputMicro)),
    outputMicro: Math.max(...prices.map(({ outputMicro }) => outputMicro)),
  };
};

/**
 * What a call to the installation's models is reckoned with, since the installation pays for it: the price that whoever
 * looks after it entered, where there is one. A price that somebody entered by hand in their workspace, or that is left
 * from a list of another house, is no less there than what is known of the model; and of one that nobody knows, at a
 * house that takes money, than what the dearest costs.
 */
export function pricedByHouse(model: CalledModel, dialect: AiHouse['dialect'] = 'plain'): AiModel {
  const { houseInputMicro: inputMicro, houseOutputMicro: outputMicro } = model;
  if (inputMicro !== null && outputMicro !== null) return { ...model, inputMicro, outputMicro };
  if (!model.isUnlisted) return model;
  const least = builtInModel(model.model) ?? (dialect === 'plain' ? model : dearest(model.kind));
  return {
    ...model,
    inputMicro: Math.max(model.inputMicro, least.inputMicro),
    outputMicro: Math.max(model.outputMicro, least.outputMicro),
  };
}

/** By its name, with or without whose it is in front. */
export const builtInModel = (model: string): KnownModel | undefined =>
  builtInModels.find((one) => one.model === model || one.model.split('/')[1] === model);
