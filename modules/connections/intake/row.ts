import { uuidv7, type WorkspaceId } from '../../../kit/ids.ts';
import type { AccountId } from '../accounts/contract.ts';
import type { SingleEvent } from '../platforms/platform.ts';
import { type Canonical, canonical, reduced, sha256, storable } from './canonical.ts';
import type { NewEvent } from './events.sql.ts';

/** Whose an event is. */
export interface Owner {
  readonly workspaceId: WorkspaceId;
  readonly accountId: AccountId;
}

/** As the table's own checks have it: what does not fit is shortened here, and never refused there. */
const payloadBytesMax = 262_144 - 1_024;
const keyLengthMax = 420;
const eventIdLengthMax = 400;
const conversationLengthMax = 300;
/**
 * What has no id of its own is known by what it says for so long, and twice that at most: longer than any platform
 * goes on delivering. After that the same words tell of the same thing happening once more.
 */
const saidAgainAfterMs = 4 * 86_400_000;
const happenedMin = Date.UTC(2000, 0, 1);
const happenedMax = Date.UTC(2200, 0, 1);

/** What is stored of an event, whatever the platform put into it. */
export function eventRow(
  event: SingleEvent,
  accountId: AccountId,
  source: NewEvent['source'],
  now: Date,
): NewEvent {
  const whole = canonical(event.payload);
  const { platform, platformAccountId, kind } = event;
  const fingerprint = sha256(`${platform} ${platformAccountId} ${kind} ${whole.text}`);
  const eventId = event.eventId && storable(event.eventId);
  const id = uuidv7(now.getTime());
  return {
    id,
    receivedAt: new Date(receivedAtOf(id)),
    accountId,
    platform,
    source,
    kind,
    conversationKey: shortened(storable(event.conversationKey || 'account'), conversationLengthMax),
    platformEventId: eventId ? shortened(eventId, eventIdLengthMax) : null,
    ...keysOf(event, eventId, fingerprint, now),
    fingerprint,
    happenedAt: sane(event.at),
    payloadText: fitting(event.payload, whole).text,
  };
}

function keysOf(
  { kind, platformAccountId }: SingleEvent,
  eventId: string | undefined,
  fingerprint: string,
  now: Date,
): Pick<NewEvent, 'receiptKey' | 'olderKey'> {
  if (eventId)
    return { receiptKey: shortened(`${kind} ${platformAccountId} ${eventId}`, keyLengthMax), olderKey: null };
  const period = Math.floor(now.getTime() / saidAgainAfterMs);
  return { receiptKey: `print ${period} ${fingerprint}`, olderKey: `print ${period - 1} ${fingerprint}` };
}

/** The time in an event's id is when it was received, so the id alone says in which month's table it is. */
export const receivedAtOf = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

/** Jobs of one lane run one after another. Of one length, and no word of a person in it. */
export const laneOf = ({ accountId, conversationKey }: Pick<NewEvent, 'accountId' | 'conversationKey'>) =>
  sha256(`${accountId} ${conversationKey}`).slice(0, 32);

const fitting = (payload: unknown, whole: Canonical) =>
  whole.bytesMost <= payloadBytesMax ? whole : reduced(payload, payloadBytesMax);

const shortened = (text: string, lengthMax: number) =>
  text.length <= lengthMax ? text : `sha256 ${sha256(text)}`;

function sane(at: Date | undefined): Date | null {
  const time = at?.getTime() ?? Number.NaN;
  return time >= happenedMin && time < happenedMax ? at! : null;
}
