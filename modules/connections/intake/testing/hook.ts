import { createHmac } from 'node:crypto';
import type { ConnectionsOutside } from '../../outside.ts';
import type { Hook, SingleEvent } from '../../platforms/platform.ts';

const secret = 'a-secret-of-the-platform';

export const signed = (body: string | Buffer) => ({
  'x-signature': createHmac('sha256', secret).update(body).digest('hex'),
});

/** A platform as small as one can be: a list of events, signed over its bytes. */
export const testHook: Hook = {
  name: 'testing',
  refuse: ({ raw, headers }) =>
    headers['x-signature'] === signed(raw)['x-signature'] ? undefined : 'the signature is not right',
  split({ raw }) {
    const events = JSON.parse(raw.toString()) as (Omit<SingleEvent, 'at'> & { at?: string })[];
    return events.map((event) => ({ ...event, at: event.at === undefined ? undefined : new Date(event.at) }));
  },
  challenge: (query) => (query.get('token') === 'right' ? (query.get('challenge') ?? undefined) : undefined),
};

/** Only what the intake asks of the world outside. */
export const hooksOutside = (...hooks: readonly Hook[]) =>
  ({
    platforms: { hooks: new Map(hooks.map((hook) => [hook.name, hook])) },
  }) as unknown as ConnectionsOutside;

export const message = (
  account: Pick<SingleEvent, 'platform' | 'platformAccountId'>,
  n: number | string,
  more: Partial<SingleEvent> = {},
): SingleEvent => ({
  platform: account.platform,
  platformAccountId: account.platformAccountId,
  eventId: `mid.${n}`,
  kind: 'message',
  conversationKey: 'person/1',
  at: new Date('2026-01-05T08:59:00Z'),
  payload: { sender: { id: '1' }, message: { mid: `mid.${n}`, text: 'Do you ship to Rome?' } },
  ...more,
});
