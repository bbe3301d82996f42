import type { AiImage, AiImageCall, AiModel } from './contract.ts';
import { costIn, type Line, providerOf } from './sdk.ts';
import { sum, tokensOf } from './tokens.ts';
import { AiTrouble } from './trouble.ts';

/** By the smallest of the usual limits of one request: texts in all, and tokens in all. */
const batchTextsMax = 512;
const batchTokensMax = 200_000;

interface Texts {
  readonly batches: readonly Batch[];
  readonly tokens: number;
}
interface Batch {
  readonly texts: readonly string[];
  readonly tokens: number;
}

/** In their order, in as few requests as the limits leave. */
export function embedTextsOf(texts: readonly string[], { contextTokens }: AiModel): Texts {
  const batches: { texts: string[]; tokens: number }[] = [];
  for (const text of texts) {
    if (text === '') throw new TypeError('An empty text has no meaning to embed.');
    const tokens = tokensOf(text);
    if (tokens > contextTokens) throw new AiTrouble('too_long', { detail: `${tokens} of ${contextTokens}` });
    const last = batches.at(-1);
    if (last && last.texts.length < batchTextsMax && last.tokens + tokens <= batchTokensMax) {
      last.texts.push(text);
      last.tokens += tokens;
    } else batches.push({ texts: [text], tokens });
  }
  return { batches, tokens: sum(batches.map(({ tokens }) => tokens)) };
}

/** One batch after the other: a house that is asked for many at once is one that limits the rate. */
export async function embedAll(
  { batches }: Texts,
  dimensions: number | undefined,
  line: Line,
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (const batch of batches) vectors.push(...(await embedBatch(batch, dimensions, line)));
  return vectors;
}

async function embedBatch(
  { texts, tokens }: Batch,
  dimensions: number | undefined,
  line: Line,
): Promise<Float32Array[]> {
  const { model, account, signal } = line;
  account.expect(tokens);
  const { embeddings, usage, response } = await providerOf(line)
    .embeddingModel(model.id)
    .doEmbed({
      values: [...texts],
      abortSignal: signal,
      // Only where it was asked for: many a model knows one size, and its house refuses to be told it.
      ...(dimensions !== undefined && { dimensions }),
    });
  const body = response?.body as { data?: { index?: unknown }[]; usage?: unknown } | undefined;
  // Some say no number and some say none that is one: then it stays our own.
  if (usage && Number.isFinite(usage.tokens))
    account.settle({
      inputTokens: usage.tokens,
      outputTokens: 0,
      cachedTokens: 0,
      reasoningTokens: 0,
      costDollars: costIn(body?.usage),
    });
  const vectors: Float32Array[] = new Array(texts.length);
  for (const [i, embedding] of embeddings.entries()) {
    const index = body?.data?.[i]?.index;
    vectors[typeof index === 'number' ? index : i] = vectorOf(embedding, dimensions ?? model.dimensions);
  }
  const isWhole = embeddings.length === texts.length && vectors.length === texts.length;
  // A hole is found as nothing: two vectors for one text leave another without.
  if (!isWhole || vectors.includes(undefined as unknown as Float32Array))
    throw new AiTrouble('broken_answer', { detail: `${embeddings.length} vectors for ${texts.length}` });
  return vectors;
}

function vectorOf(numbers: readonly number[], dimensions: number | undefined): Float32Array {
  const isRight = (dimensions ?? numbers.length) === numbers.length && numbers.every(Number.isFinite);
  if (!isRight) throw new AiTrouble('broken_answer', { detail: `a vector of ${numbers.length}` });
  return Float32Array.from(numbers);
}

export async function draw({ prompt, size, count = 1 }: AiImageCall, line: Line): Promise<AiImage[]> {
  const { model, account, signal } = line;
  account.expect(tokensOf(prompt));
  const { images, usage } = await providerOf(line).imageModel(model.id).doGenerate({
    prompt,
    n: count,
    size,
    aspectRatio: undefined,
    seed: undefined,
    files: undefined,
    mask: undefined,
    providerOptions: {},
    abortSignal: signal,
  });
  const { inputTokens, outputTokens } = usage ?? {};
  if (inputTokens !== undefined && outputTokens !== undefined)
    account.settle({
      inputTokens,
      outputTokens,
      cachedTokens: 0,
      reasoningTokens: 0,
      costDollars: undefined,
    });
  if (images.length !== count)
    throw new AiTrouble('broken_answer', { detail: `${images.length} pictures for ${count}` });
  return images.map((given) => {
    const bytes = typeof given === 'string' ? Buffer.from(given, 'base64') : given;
    return { bytes, mediaType: mediaTypeOf(bytes) };
  });
}

/** By their first bytes: houses do not say. */
function mediaTypeOf(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (start.startsWith('\x89PNG')) return 'image/png';
  if (start.startsWith('\xff\xd8')) return 'image/jpeg';
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return 'image/webp';
  throw new AiTrouble('broken_answer', { detail: 'no picture that we know' });
}
