import { jsonSchema, type ModelMessage, type ToolSet, tool } from 'ai';
import { z } from 'zod';
import type { AiMessage, AiTool, AiToolCall } from './contract.ts';

export function messagesOf(messages: readonly AiMessage[]): ModelMessage[] {
  return messages.map((message): ModelMessage => {
    if (message.role === 'system') return { role: 'system', content: message.text };
    if (message.role === 'user')
      return {
        role: 'user',
        content: message.images?.length
          ? [{ type: 'text', text: message.text }, ...message.images.map(pictureOf)]
          : message.text,
      };
    if (message.role === 'assistant')
      return {
        role: 'assistant',
        content: [
          ...(message.text === '' ? [] : [{ type: 'text', text: message.text } as const]),
          ...(message.calls ?? []).map(
            ({ id, name, args }) =>
              ({ type: 'tool-call', toolCallId: id, toolName: name, input: args }) as const,
          ),
        ],
      };
    const { callId, name, result } = message;
    const output = { type: 'text', value: resultText(result) } as const;
    return { role: 'tool', content: [{ type: 'tool-result', toolCallId: callId, toolName: name, output }] };
  });
}

const pictureOf = ({ bytes, mediaType }: { bytes: Uint8Array; mediaType: string }) =>
  ({ type: 'file', data: bytes, mediaType }) as const;

/** Of a result, what a model is shown at most: a tool that finds too much must not push the question out of sight. */
const resultLengthMax = 20_000;

function resultText(result: unknown): string {
  const text = typeof result === 'string' ? result : (JSON.stringify(result) ?? 'null');
  return text.length > resultLengthMax ? `${text.slice(0, resultLengthMax)} [cut]` : text;
}

const failedText = 'The tool failed. Do not guess what it would have said.';

/** What the tools did is written into `calls`, with errors that the model is not shown. */
export function toolsOf(tools: readonly AiTool[], signal: AbortSignal, calls: AiToolCall[]): ToolSet {
  return Object.fromEntries(
    tools.map((one) => [
      one.name,
      tool({
        description: one.description,
        inputSchema: jsonSchema<unknown>(schemaOf(one.shape), {
          validate: (args) => fitting(one.shape, args),
        }),
        execute: (args: unknown) => run(one, args, signal, calls),
      }),
    ]),
  );
}

export const schemaOf = (shape: z.ZodType) =>
  z.toJSONSchema(shape, { io: 'input', target: 'draft-7' }) as object;

/** Says where the arguments do not fit, so that the model can mend them. These are its own words. */
function fitting(shape: z.ZodType, args: unknown) {
  const parsed = shape.safeParse(args);
  if (parsed.success) return { success: true, value: parsed.data } as const;
  return { success: false, error: new Error(issuesIn(parsed.error)) } as const;
}

const issuesShownMax = 5;

/** Where and what, without the values. */
export const issuesIn = ({ issues }: z.ZodError) =>
  issues
    .slice(0, issuesShownMax)
    .map(({ path, code }) => `${path.map(String).join('.') || 'it'}: ${code}`)
    .join(', ');

async function run(
  { name, ...one }: AiTool,
  args: unknown,
  signal: AbortSignal,
  calls: AiToolCall[],
): Promise<string> {
  signal.throwIfAborted();
  try {
    const result = await one.run(args, signal);
    calls.push({ name, args, result });
    return resultText(result);
  } catch (error) {
    calls.push({ name, args, result: undefined, error });
    return failedText;
  }
}
