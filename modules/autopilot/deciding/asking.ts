import { z } from 'zod';
import type { Ai, AiUse } from '../../../kit/ai/contract.ts';
import { escalationReasons } from '../escalations/contract.ts';
import { promptOf } from './prompt.ts';
import type { Snapshot, Source } from './snapshot.ts';

/** What somebody wants done. Whatever a model says here only holds back. */
export const requestedActions = ['none', 'discount_offer', 'refund', 'order_change', 'booking'] as const;
const answerLengthMax = 4_000;

const shapeFor = (tools: readonly string[]) =>
  z.object({
    decision: z.enum(['respond', 'ignore', 'escalate']),
    confidence: z.number().min(0).max(1).describe('How sure it is that the sources say this.'),
    answer: z.string().max(answerLengthMax).describe('What is answered; empty where nothing is.'),
    usedSources: z.array(z.number().int()).describe('The numbers of the sources the answer stands on.'),
    language: z.string().max(35).describe('Of the answer, like en.'),
    escalation: z.enum(escalationReasons).nullable().describe('Why a person is needed, where one is.'),
    intent: z.string().max(200).describe('What they want, in a few words.'),
    requestedAction: z.enum(requestedActions),
    valueDollars: z.number().nullable().describe('What the requested action would be worth.'),
    lookUp: z.enum(['none', ...tools]).describe('What has to be looked up before it can be answered.'),
    lookUpNumber: z.string().max(200).nullable().describe('The number or name to look up.'),
  });

export type Thought = z.infer<ReturnType<typeof shapeFor>>;

export interface Asked {
  readonly thought: Thought;
  readonly use: AiUse;
}

const outputTokensMax = 1_200;
const timeoutMs = 60_000;

export async function askModel(
  { ai, chatModel }: { readonly ai: Ai; readonly chatModel: string },
  seen: Snapshot,
  sources: readonly Source[],
  signal?: AbortSignal,
): Promise<Asked> {
  const { value, use } = await ai.object({
    model: chatModel,
    messages: promptOf(seen, sources),
    shape: shapeFor(seen.canUse),
    temperature: seen.settings.temperature,
    topP: seen.settings.topP,
    maxOutputTokens: outputTokensMax,
    timeoutMs,
    ...(signal && { signal }),
  });
  return { thought: { ...value, answer: typed(value.answer) }, use };
}

/** Without what nobody can type, and what a database cannot keep. */
const typed = (text: string): string =>
  text
    .replace(/[^\P{Cc}\n\t]|\p{Cs}/gu, '')
    .normalize('NFC')
    .trim();
