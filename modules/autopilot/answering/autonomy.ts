import type { Thought } from '../deciding/asking.ts';
import type { Answering } from '../personas/personas.ts';

/** On what an answer stands. */
export type Ground = 'faq' | 'sources' | 'small_talk';

const levelMin: Readonly<Record<Ground, number>> = { faq: 1, sources: 2, small_talk: 3 };
const microPerDollar = 100_000;

type Leave = Pick<Answering, 'autonomyLevel' | 'requiresApprovalFor' | 'maxAutonomousValueMicro'>;

/**
 * SE-85: which of the rules holds an answer back for a person; undefined where it may go by itself. What a model says
 * somebody wants can only be a reason to hold it back.
 */
export function heldBackBy(
  ground: Ground,
  thought: Pick<Thought, 'requestedAction' | 'valueDollars'> | undefined,
  { autonomyLevel, requiresApprovalFor, maxAutonomousValueMicro }: Leave,
): string | undefined {
  if (autonomyLevel < levelMin[ground]) return 'autonomy_level';
  const action = thought?.requestedAction ?? 'none';
  if (action === 'none') return undefined;
  if (requiresApprovalFor.includes(action)) return action;
  const valueMicro = Math.abs(thought?.valueDollars ?? 0) * microPerDollar;
  return valueMicro > maxAutonomousValueMicro ? 'value' : undefined;
}

/** SE-86: that it is a machine is said where the persona says so, and always to whoever asks. */
export function disclosed(
  text: string,
  persona: Pick<Answering, 'disclosureText' | 'discloses'>,
  { hasDisclosed, isAsked }: { readonly hasDisclosed: boolean; readonly isAsked: boolean },
): string {
  const { disclosureText, discloses } = persona;
  if (text.includes(disclosureText)) return text;
  const isDue = isAsked || discloses === 'always' || (discloses === 'first' && !hasDisclosed);
  if (!isDue) return text;
  return `${/[.!?…]$/.test(disclosureText) ? disclosureText : `${disclosureText}.`} ${text}`;
}
