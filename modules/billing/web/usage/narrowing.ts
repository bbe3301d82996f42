import { MemberId } from '../../../../kit/ids.ts';
import { ModelName } from '../../models/contract.ts';
import { MeterSlug } from '../../using/contract.ts';

/** What the address asks for, as far as it can be asked: one thing at a time. */
export function usageNarrowing(by: string) {
  const at = by.indexOf(':');
  const [what, value] = [by.slice(0, Math.max(0, at)), by.slice(at + 1)];
  if (what === 'meter' && MeterSlug.safeParse(value).success) return { meter: value };
  if (what === 'model' && ModelName.safeParse(value).success) return { model: value };
  const member = MemberId.safeParse(value);
  return what === 'member' && member.success ? { memberId: member.data } : {};
}
