import type { ToolInput } from '../deciding/deciding.ts';
import type { Answering } from '../personas/personas.ts';
import { type FoundThing, LookedUp, type ToolCaller, type ToolRegistry } from './tools.ts';

const outputLengthMax = 4_000;

/** What a tool has answered: as it is kept, and as what an answer may stand on. */
export interface ToolAnswer {
  readonly output: string;
  readonly found: readonly FoundThing[];
  readonly forPeople: string | null;
}

/** Null where there is nothing in it. */
export function answerOfTool(name: string, given: unknown): ToolAnswer | null {
  if (given === null || given === undefined) return null;
  const { found, forPeople } =
    given instanceof LookedUp
      ? given
      : { found: [{ title: name, content: JSON.stringify(given) }], forPeople: null };
  const short = found.map(({ title, content }) => ({ title, content: content.slice(0, outputLengthMax) }));
  const output = short.map(({ content }) => content).join('\n\n') || (forPeople ?? '');
  return output === '' ? null : { output: output.slice(0, outputLengthMax), found: short, forPeople };
}

/**
 * Looks something up for an answer. Whether it may is the persona's to say: what is not among its tools is not there
 * for it, and what is in its list waits for a person, whoever asks and however. Undefined: it has to wait.
 */
export async function useTool(
  tools: ToolRegistry | undefined,
  {
    allowedTools,
    requiresApprovalFor,
    autonomyLevel,
  }: Pick<Answering, 'allowedTools' | 'requiresApprovalFor' | 'autonomyLevel'>,
  { name, input }: { readonly name: string; readonly input: ToolInput },
  caller: ToolCaller,
): Promise<ToolAnswer | null | undefined> {
  const tool = tools?.all.find((one) => one.name === name);
  if (!tool || !allowedTools.includes(name)) return null;
  // What does something is never done by the way, while an answer is looked for.
  if (requiresApprovalFor.includes(name) || !tool.readsOnly || autonomyLevel === 0) return undefined;
  const parsed = tool.shape.safeParse(input);
  if (!parsed.success) return null;
  return answerOfTool(name, await tool.run(parsed.data, caller));
}
