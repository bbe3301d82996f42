import type { CallKind, PlatformName } from './contract.ts';
import type { Access, CallRequest, Found, Performed, Platform } from './platform.ts';
import { rejected } from './refusal.ts';

/** Something that can be done on a platform, and how it is found out whether it was. */
export interface Deed {
  perform(call: CallRequest, access: Access, signal: AbortSignal): Promise<Performed>;
  findOut(call: CallRequest, access: Access, signal: AbortSignal): Promise<Found>;
}

/** What is not among them is refused without asking the platform, so it was certainly not done. */
export const deedsOf = (
  platform: PlatformName,
  deeds: Partial<Readonly<Record<CallKind, Deed>>>,
): Pick<Platform, 'perform' | 'findOut'> => ({
  perform: async (call, access, signal) => {
    const deed = deeds[call.kind];
    if (!deed) throw rejected(platform, call.kind, 'not_on_this_platform', `there is no ${call.kind} there`);
    return deed.perform(call, access, signal);
  },
  findOut: async (call, access, signal) =>
    deeds[call.kind]?.findOut(call, access, signal) ?? { outcome: 'not_done' },
});
