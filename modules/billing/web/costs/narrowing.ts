import { AiCallId, aiCallOutcomes, Purpose } from '../../calls/contract.ts';
import { ModelName } from '../../models/contract.ts';

/** What the address asks for, as far as it can be asked: one thing at a time. */
export function narrowing({ by, about }: { readonly by: string; readonly about: string }) {
  const [subjectType, subjectId] = parted(about);
  if (subjectType && AiCallId.safeParse(subjectId).success) return { subjectType, subjectId };
  const [what, value] = parted(by);
  const outcome = aiCallOutcomes.find((one) => one === value);
  if (what === 'outcome' && outcome) return { outcome };
  if (what === 'purpose' && Purpose.safeParse(value).success) return { purpose: value };
  if (what === 'model' && ModelName.safeParse(value).success) return { model: value };
  return {};
}

function parted(text: string): readonly [string, string] {
  const at = text.indexOf(':');
  return at < 0 ? ['', ''] : [text.slice(0, at), text.slice(at + 1)];
}
