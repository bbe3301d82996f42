import type { AiUse } from '../../../kit/ai/contract.ts';
import { enrich } from '../../inbox/index.ts';
import type { Asked, Thought } from '../deciding/asking.ts';
import type { Deps } from '../deciding/deciding.ts';
import type { Snapshot, Source } from '../deciding/snapshot.ts';
import { builtInPersona } from '../personas/contract.ts';
import { defaultSettings, type GivenSettings } from '../settings/contract.ts';

type Given = Partial<Omit<Snapshot, 'settings' | 'persona'>> & {
  readonly settings?: Partial<GivenSettings>;
  readonly persona?: Partial<Snapshot['persona']>;
};

/** Somebody asks something, and everything else is as usual. */
export function seenOf(asked: string, { settings, persona, ...given }: Given = {}): Snapshot {
  const at = '2026-01-05T09:00:00.000Z';
  const { language, categories } = enrich(asked);
  return {
    ...{ subject: 'message', at, platform: 'instagram', locationId: null, isOpen: null, silent: null },
    settings: { ...defaultSettings, version: 1, ...settings },
    persona: { id: null, ...builtInPersona, ...persona },
    said: [{ by: 'customer', text: asked, at }],
    ...{ asked, hasFiles: false, caption: null, language, isSpam: categories.includes('spam') },
    ...{ isQuestion: categories.includes('question'), answersInRow: 0, loop: null, memories: [] },
    ...{ nearest: null, sources: null, canUse: [], ...given },
  };
}

export const sourceOf = (content: string, more: Partial<Source> = {}): Source => ({
  ...{
    pieceId: 'piece',
    documentId: 'document',
    faqId: null,
    title: 'Shipping',
    content,
    start: 0,
    score: 0.03,
  },
  ...more,
});

/** What a call came to that cost next to nothing. */
export const oneUse: AiUse = {
  ...{ model: 'test', kind: 'chat', inputTokens: 1, outputTokens: 1, cachedTokens: 0, reasoningTokens: 0 },
  ...{
    costMicro: 7,
    isEstimated: false,
    latencyMs: 1,
    firstTokenMs: null,
    outcome: 'done',
    isReplayed: false,
  },
} as const;

export const thoughtOf = (answer: string, more: Partial<Thought> = {}): Thought => ({
  ...{ decision: 'respond', confidence: 0.9, answer, usedSources: [1], language: 'en', escalation: null },
  ...{ intent: 'shipping', requestedAction: 'none', valueDollars: null, lookUp: 'none', lookUpNumber: null },
  ...more,
});

export interface Scripted extends Deps {
  readonly asked: { readonly seen: Snapshot; readonly sources: readonly Source[] }[];
  readonly usedTools: string[];
}

/** A model that answers what the test says, and remembers that it was asked. */
export function scripted(
  sources: readonly Source[],
  thoughts: readonly Thought[],
  { likeness = 0, tool }: { likeness?: number; tool?: Deps['use'] } = {},
): Scripted {
  const asked: Scripted['asked'] = [];
  const usedTools: string[] = [];
  return {
    ...{ asked, usedTools },
    nearest: async (_, [example]) => (example === undefined ? null : { example, likeness }),
    search: async () => sources,
    ask: async (seen, given): Promise<Asked> => {
      asked.push({ seen, sources: given });
      return { thought: thoughts[Math.min(asked.length, thoughts.length) - 1]!, use: oneUse };
    },
    use: async (name, input) => {
      usedTools.push(name);
      return tool?.(name, input);
    },
  };
}
