import type { z } from 'zod';
import { carriedOut, type Plan } from './carried.ts';
import type {
  Ai,
  AiAnswer,
  AiCall,
  AiEmbedCall,
  AiImageCall,
  AiModel,
  AiOptions,
  AiStream,
  AiTool,
  AiUse,
} from './contract.ts';
import { draw, embedAll, embedTextsOf } from './embedding.ts';
import { schemaOf } from './given.ts';
import { outputTokensMaxUsual, type Said, say, sayAloud, stepsMaxOf } from './sdk.ts';
import { readAs, shapeInWords } from './shaped.ts';
import { spoken } from './spoken.ts';
import { promptTokensOf, tokensOf } from './tokens.ts';
import { AiTrouble } from './trouble.ts';

/** Of pictures, by the houses' own figures for a square one of good quality. */
const tokensOfADrawing = 4_160;

/** A tool whose `run` knows the arguments its shape describes. */
export const aiTool = <T>(tool: {
  readonly name: string;
  readonly description: string;
  readonly shape: z.ZodType<T>;
  run(args: T, signal: AbortSignal): unknown;
}): AiTool => tool as AiTool;

/**
 * One way to all models: whatever is asked is allowed first, and told of once, whether it was answered, aborted or
 * failed. Nothing of what was asked and answered is in the log or in a trace.
 */
export function openAi(options: AiOptions): Ai {
  return {
    answer: (call) => answer(call, options),
    stream: (call) => stream(call, options),
    object: (call) => object(call, options),
    embed: (call) => embed(call, options),
    image: (call) => image(call, options),
  };
}

async function answer(call: AiCall, options: AiOptions): Promise<AiAnswer> {
  const plan = planOfChat(call, options);
  const [said, use] = await carriedOut(call, plan, options, async (line) => checked(await say(call, line)));
  return answerOf(said, use);
}

function stream(call: AiCall, options: AiOptions): AiStream {
  const cut = new AbortController();
  const signal = call.signal ? AbortSignal.any([call.signal, cut.signal]) : cut.signal;
  return spoken(
    async (hear) => {
      const plan = planOfChat(call, options);
      const [said, use] = await carriedOut({ ...call, signal }, plan, options, async (line) =>
        checked(await sayAloud(call, line, hear)),
      );
      return answerOf(said, use);
    },
    () => cut.abort(),
  );
}

async function object<T>(call: AiCall & { readonly shape: z.ZodType<T> }, options: AiOptions) {
  const schema = schemaOf(call.shape);
  const { abilities } = modelOf(call.model, 'chat', options);
  const asked = abilities.json ? call : { ...call, messages: [...call.messages, shapeInWords(schema)] };
  const plan = planOfChat(asked, options);
  const [{ said, value }, use] = await carriedOut(call, plan, options, async (line) => {
    const shaped = abilities.json ? { ...line, schema: schema as Record<string, unknown> } : line;
    const said = checked(await say(asked, shaped));
    return { said, value: readAs(call.shape, said.text), requestId: said.requestId };
  });
  return { value, ...answerOf(said, use) };
}

async function embed(call: AiEmbedCall, options: AiOptions) {
  const model = modelOf(call.model, 'embedding', options);
  const { dimensions } = call;
  if (dimensions !== undefined && dimensions > (model.dimensions ?? dimensions))
    throw new AiTrouble('no_such_model', { detail: `${model.id} has ${model.dimensions} dimensions` });
  const texts = embedTextsOf(call.texts, model);
  const plan = { model, inputTokens: texts.tokens, outputTokensMax: 0 };
  const [{ vectors }, use] = await carriedOut(call, plan, options, async (line) => ({
    vectors: await embedAll(texts, dimensions, line),
    requestId: undefined,
  }));
  return { vectors, use };
}

async function image(call: AiImageCall, options: AiOptions) {
  const model = modelOf(call.model, 'image', options);
  const outputTokensMax = tokensOfADrawing * (call.count ?? 1);
  const plan = { model, inputTokens: tokensOf(call.prompt), outputTokensMax };
  const [{ images }, use] = await carriedOut(call, plan, options, async (line) => ({
    images: await draw(call, line),
    requestId: undefined,
  }));
  return { images, use };
}

const answerOf = ({ text, finish, stepsCount, calls }: Said, use: AiUse): AiAnswer => ({
  text,
  finish: finish === 'length' ? 'length' : 'stop',
  stepsCount,
  calls,
  use,
});

/** Silence is no answer. */
function checked(said: Said): Said {
  if (said.finish === 'content-filter') throw new AiTrouble('refused', { isModerated: true });
  if (said.finish === 'error') throw new AiTrouble('unavailable', { detail: 'broke off' });
  if (said.text.trim() === '') throw new AiTrouble('broken_answer', { detail: 'empty' });
  return said;
}

function modelOf(id: string, kind: AiModel['kind'], { models }: AiOptions): AiModel {
  const model = models(id);
  if (model?.kind !== kind) throw new AiTrouble('no_such_model', { detail: `${id} for ${kind}` });
  return model;
}

/** At most: every step sends what all before it have said. */
function planOfChat(call: AiCall, options: AiOptions): Plan {
  const model = modelOf(call.model, 'chat', options);
  const { abilities, contextTokens } = model;
  if (call.tools?.length && !abilities.tools)
    throw new AiTrouble('no_such_model', { detail: `${model.id} cannot use tools` });
  if (!abilities.images && call.messages.some((one) => one.role === 'user' && one.images?.length))
    throw new AiTrouble('no_such_model', { detail: `${model.id} cannot see pictures` });
  const inputTokens = promptTokensOf(call.messages, call.tools);
  const outputTokensMax = call.maxOutputTokens ?? outputTokensMaxUsual;
  if (inputTokens + outputTokensMax > contextTokens)
    throw new AiTrouble('too_long', { detail: `${inputTokens} of ${contextTokens}` });
  const steps = stepsMaxOf(call);
  return {
    model,
    inputTokens: inputTokens * steps + (outputTokensMax * steps * (steps - 1)) / 2,
    outputTokensMax: outputTokensMax * steps,
  };
}
