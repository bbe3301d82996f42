import type { TroubleFacts } from '../../../providers/trouble.ts';
import type { PlatformName } from '../platforms/contract.ts';
import type { CallFailure } from './contract.ts';

/** Refusals of a message because whoever it is for has not written for too long: nothing is wrong with the account. */
const windowCodes: ReadonlySet<string> = new Set(['10/2534022', '10/2018278', '131047']);

export const failureOf = ({ code }: TroubleFacts): CallFailure =>
  code !== undefined && windowCodes.has(code) ? 'window_over' : 'rejected';

/** Refusals for now that are about our application, and so about everybody's accounts on that platform. */
const ofApplication: Partial<Record<PlatformName, ReadonlySet<string>>> = {
  instagram: new Set(['4']),
  messenger: new Set(['4']),
  whatsapp: new Set(['4']),
  youtube: new Set(['quotaExceeded', 'dailyLimitExceeded']),
};

export const isOfApplication = (platform: PlatformName, { code }: TroubleFacts): boolean =>
  code !== undefined && (ofApplication[platform]?.has(code) ?? false);
