import { createHash } from 'node:crypto';
import { filled, type Reading, type Shape } from './filling.ts';
import { stemsOf } from './language.ts';
import { extract, retold } from './support.ts';

export interface Message {
  readonly role: string;
  readonly content?: unknown;
  readonly tool_calls?: unknown;
}
export interface Tool {
  readonly type: string;
  readonly function: { readonly name: string; readonly description?: string; readonly parameters?: Shape };
}
export interface Wish {
  readonly messages: readonly Message[];
  readonly tools?: readonly Tool[];
  readonly tool_choice?: string | { readonly function: { readonly name: string } };
  readonly response_format?: {
    readonly type: string;
    readonly json_schema?: { readonly name?: string; readonly schema?: Shape };
  };
}
export interface Thought {
  readonly text: string;
  readonly calls: readonly { readonly id: string; readonly name: string; readonly args: string }[];
}

/** What comes of being asked: a tool to call, JSON of a shape, or the sentences that fit. Always the same. */
export function think(wish: Wish, failure: string | undefined): Thought {
  const reading = readingOf(wish.messages);
  const tool = toolFor(wish, reading);
  if (tool) return { text: '', calls: [callOf(tool, reading, failure)] };
  if (failure === 'empty-answer') return { text: '', calls: [] };
  const format = wish.response_format?.type;
  if (format === 'json_schema' || format === 'json_object') {
    const shape = wish.response_format?.json_schema?.schema ?? { properties: { answer: { type: 'string' } } };
    const text = JSON.stringify(filled(shape, reading));
    return { text: failure === 'broken-json' ? `\`\`\`json\n${text.slice(0, -1)}` : text, calls: [] };
  }
  const last = wish.messages.at(-1);
  if (last?.role === 'tool') return { text: retold(wordsIn(last.content), reading.question), calls: [] };
  return { text: extract(reading.context, reading.question).text, calls: [] };
}

/** Of a message that brings its context along, what comes behind the last `Question:` is the question. */
function readingOf(messages: readonly Message[]): Reading {
  const texts = messages.map(({ role, content }) => ({ role, text: wordsIn(content) }));
  const last = texts.findLastIndex(({ role }) => role === 'user');
  const asked = texts[last]?.text ?? '';
  const [, before = '', question = asked] =
    /^([\s\S]*)\b(?:question|frage|domanda|customer|message)\s*:\s*([\s\S]+)$/i.exec(asked) ?? [];
  const others = texts.filter(({ role }, i) => i !== last && role !== 'assistant').map(({ text }) => text);
  return { question: question.replaceAll(marks, '').trim(), context: [...others, before].join('\n') };
}
/** In lines of their own: between what somebody else wrote stands. They are no part of it. */
const marks = /^(?:<<<|>>>)$/gm;

export function wordsIn(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (typeof part?.text === 'string' ? part.text : '')).join('\n');
}

function toolFor({ tools = [], tool_choice: choice = 'auto', messages }: Wish, { question }: Reading) {
  if (tools.length === 0 || choice === 'none') return undefined;
  // What a tool has answered is to be told, not asked for again.
  if (messages.at(-1)?.role === 'tool') return undefined;
  if (typeof choice === 'object') return tools.find((tool) => tool.function.name === choice.function.name);
  const asked = new Set(stemsOf(question));
  const fits = tools.map(({ function: { name, description = '' } }) => {
    const words = stemsOf(`${name.replace(/[_-]|([a-z])([A-Z])/g, '$1 $2')} ${description}`);
    return new Set(words.filter((stem) => asked.has(stem))).size;
  });
  const best = Math.max(...fits);
  return best > 0 || choice === 'required' ? tools[fits.indexOf(best)] : undefined;
}

function callOf(
  { function: { name, parameters = {} } }: Tool,
  reading: Reading,
  failure: string | undefined,
) {
  const wanted: Shape = { ...parameters, properties: onlyNeeded(parameters) };
  const args = JSON.stringify(filled({ type: 'object', ...wanted }, { ...reading, context: '' }));
  const id = `call_${createHash('sha256')
    .update(name + args)
    .digest('hex')
    .slice(0, 20)}`;
  return { id, name, args: failure === 'broken-json' ? args.slice(0, -1) : args };
}

const onlyNeeded = ({ properties = {}, required }: Shape) =>
  Object.fromEntries(
    Object.entries(properties).filter(([name]) => required === undefined || required.includes(name)),
  );
