import { z } from 'zod';
import type { AiMessage, AiModel, AiTool } from './contract.ts';

/**
 * About how many tokens a text is. No tokenizer: each house has another, and this is for limits and for calls whose
 * true count never came. Four letters of the Latin script are one, two of any other, and every Chinese, Japanese or
 * Korean letter is one by itself. Against the usual tokenizers that is within a fifth for prose, and low for code.
 */
export function tokensOf(text: string): number {
  if (text === '') return 0;
  // Most texts are of these letters alone, and counting them takes no expression.
  if (!beyondLatin.test(text)) return Math.ceil(text.length / 4);
  const cjk = text.match(cjkLetters)?.length ?? 0;
  const other = text.match(otherLetters)?.length ?? 0;
  const length = [...text].length;
  return Math.ceil((length - cjk - other) / 4 + cjk + other / 2);
}

const beyondLatin = /[\u0250-\u{10ffff}]/u;
const cjkLetters = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
const otherLetters =
  /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/** What roles and separators take, by the houses' own descriptions. */
const tokensOfAMessage = 4;
/** A picture of the usual size; what it really takes depends on the model. */
const tokensOfAPicture = 1_100;

export function promptTokensOf(messages: readonly AiMessage[], tools: readonly AiTool[] = []): number {
  return sum(messages.map(tokensOfMessage)) + sum(tools.map(tokensOfTool));
}

function tokensOfMessage(message: AiMessage): number {
  if (message.role === 'tool') return tokensOfAMessage + tokensOf(JSON.stringify(message.result) ?? '');
  const pictures = message.role === 'user' ? (message.images?.length ?? 0) : 0;
  const calls = message.role === 'assistant' && message.calls ? JSON.stringify(message.calls) : '';
  return tokensOfAMessage + tokensOf(message.text) + tokensOf(calls) + pictures * tokensOfAPicture;
}

const tokensOfTool = ({ name, description, shape }: AiTool) =>
  tokensOfAMessage + tokensOf(name + description + JSON.stringify(z.toJSONSchema(shape, { io: 'input' })));

/** The same of a prompt as the SDK has it, which grows with every step. Bytes are pictures. */
export function tokensOfPrompt(prompt: unknown): number {
  if (typeof prompt === 'string') return tokensOf(prompt);
  if (prompt instanceof Uint8Array) return tokensOfAPicture;
  if (Array.isArray(prompt)) return sum(prompt.map(tokensOfPrompt));
  if (typeof prompt !== 'object' || prompt === null) return 1;
  const { role, type, content, text, input, output, value, ...rest } = prompt as Record<string, unknown>;
  const own = role === undefined ? 0 : tokensOfAMessage;
  if (type === 'file') return own + tokensOfAPicture;
  const known = [content, text, input, output, value].filter((part) => part !== undefined);
  return own + sum((known.length > 0 ? known : Object.values(rest)).map(tokensOfPrompt));
}

/** In micro-units and fractions of them. */
export function priceOf(
  { inputMicro, outputMicro, cachedMicro = inputMicro }: AiModel,
  used: { readonly inputTokens: number; readonly outputTokens: number; readonly cachedTokens?: number },
): number {
  const cached = Math.min(used.cachedTokens ?? 0, used.inputTokens);
  const input = (used.inputTokens - cached) * inputMicro + cached * cachedMicro;
  return (input + used.outputTokens * outputMicro) / 1e6;
}

/** Dollars as houses report them, in micro-units. */
export const microOf = (dollars: number) => dollars * 100_000;

/** Up to whole micro-units: who pays for nothing pays for nothing, and who pays for a little pays for something. */
export const wholeMicro = (micro: number) => Math.ceil(Number(micro.toFixed(6)));

export const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
