import type { Unit } from '../../../kit/ctx.ts';
import type { ToolAnswer } from '../answering/using.ts';
import { callsFor, depsOf } from '../deciding/decide.ts';
import { decideOn } from '../deciding/deciding.ts';
import { Snapshot, type Source } from '../deciding/snapshot.ts';
import type { AutopilotOutside } from '../outside.ts';
import type { HeldDeed } from './deeds.sql.ts';

/**
 * The same question once more, with what came of the deed beside what is written down. What would be held back again is
 * a person’s to say: they have seen that it is done, and not these words.
 */
export async function answerAfter(
  unit: Unit,
  { decisionId, snapshot: kept, toolName }: Pick<HeldDeed, 'decisionId' | 'snapshot' | 'toolName'>,
  answer: ToolAnswer,
  outside: AutopilotOutside,
): Promise<{ readonly text: string; readonly mayGo: boolean } | undefined> {
  const parsed = Snapshot.safeParse(kept);
  if (!parsed.success) return undefined;
  const nowhere = { pieceId: null, documentId: null, faqId: null, start: 0, score: 0 };
  const found = answer.found.map((one): Source => ({ ...nowhere, ...one, tool: toolName }));
  const snapshot = { ...parsed.data, sources: [...(parsed.data.sources ?? []), ...found], canUse: [] };
  const deps = depsOf(unit, outside, { snapshot, talk: null, remark: null }, callsFor(decisionId));
  const { decision, text, heldBack } = await decideOn(snapshot, deps);
  return text === null ? undefined : { text, mayGo: decision === 'respond' && heldBack === null };
}
