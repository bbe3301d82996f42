import type { z } from 'zod';
import { CallRequests } from '../calls/contract.ts';
import type { CallKind, PlatformName } from './contract.ts';
import type { CallRequest } from './platform.ts';
import { rejected } from './refusal.ts';

/** What a call of this kind carries, as its contract says. */
export function requestOf<K extends CallKind>(
  call: CallRequest,
  kind: K,
  platform: PlatformName,
): z.output<(typeof CallRequests)[K]> {
  const read = CallRequests[kind].safeParse(call.request);
  if (read.success) return read.data as z.output<(typeof CallRequests)[K]>;
  const [issue] = read.error.issues;
  throw rejected(platform, kind, 'request_malformed', `${issue!.path.join('.')} ${issue!.message}`);
}

/** Clocks differ, and platforms write whole seconds: what is younger than this counts as said since. */
const clockSlackMs = 120_000;

export interface Written {
  readonly id: string;
  readonly text?: string | undefined;
  readonly at?: Date | undefined;
  readonly isOwn: boolean;
}

/** Whether this is what a call with a lost answer wrote: our words, since it began, and of no other call. */
export const isWhatWasWritten = (call: CallRequest, words: string, one: Written): boolean =>
  one.isOwn &&
  one.text?.trim() === words.trim() &&
  !call.knownIds?.includes(one.id) &&
  (call.startedAt === undefined ||
    one.at === undefined ||
    one.at.getTime() >= call.startedAt.getTime() - clockSlackMs);
