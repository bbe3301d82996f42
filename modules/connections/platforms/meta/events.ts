import { type MetaEvent, splitMeta } from '../../../../providers/meta/index.ts';
import type { PlatformName } from '../contract.ts';
import type { SingleEvent } from '../platform.ts';
import { platformOf } from './candidates.ts';

/** What a platform of Meta's told, in the vocabulary of all; undefined for what belongs to none we know. */
export function singleEvent(event: MetaEvent): SingleEvent | undefined {
  if (event.platform === 'meta') return undefined;
  return {
    platform: platformOf[event.platform],
    platformAccountId: event.accountId,
    eventId: event.eventId,
    kind: event.kind,
    // What is about nobody and nothing is about the account.
    conversationKey: event.conversationKey ?? 'account',
    personId: event.personId,
    at: event.at,
    payload: payloadOf(event),
  };
}

const withField: readonly string[] = ['account_update', 'template_status', 'unknown'];

/** As it came; with the name of what was told where it is nowhere inside, and a mark where another app answers. */
function payloadOf({ kind, field, isStandby, payload }: MetaEvent): unknown {
  if (field !== undefined && withField.includes(kind)) return { field, value: payload };
  return isStandby && typeof payload === 'object' ? { ...payload, is_standby: true } : payload;
}

const objects = { instagram: 'instagram', messenger: 'page' } as const;

/**
 * What was found by asking, as the event that a webhook would have told: it is put into a webhook's body and split like
 * one, so that both are the same to whoever compares them.
 */
export function asTold(
  platform: Extract<PlatformName, keyof typeof objects>,
  platformAccountId: string,
  told: { readonly item: object } | { readonly field: string; readonly value: object },
): SingleEvent[] {
  const entry = 'item' in told ? { messaging: [told.item] } : { changes: [told] };
  const events = splitMeta({ object: objects[platform], entry: [{ id: platformAccountId, ...entry }] });
  return events.flatMap((event) => singleEvent(event) ?? []);
}
