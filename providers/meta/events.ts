import { idText } from '../json.ts';
import { changeEvent } from './change-events.ts';
import {
  type Around,
  arrayOf,
  type Fields,
  isRecord,
  type MetaEvent,
  recordOf,
  textOf,
  unknownEvent,
} from './event.ts';
import { messagingEvent } from './messaging-events.ts';
import { timeOf } from './shapes.ts';
import { whatsappEvents } from './whatsapp-events.ts';

/**
 * The single events of a delivery, in the order they came in, those with an id once. Takes any JSON: what cannot be
 * understood comes out as `unknown`, since a delivery that was answered with 200 is not sent again.
 */
export function splitMeta(json: unknown): MetaEvent[] {
  const body = recordOf(json);
  const platform = platforms.get(textOf(body.object) ?? '') ?? 'meta';
  const entries = Array.isArray(body.entry) ? body.entry : [json];
  return distinct(entries.flatMap((entry) => entryEvents(platform, entry)));
}

const platforms = new Map<string, MetaEvent['platform']>([
  ['instagram', 'instagram'],
  ['page', 'facebook'],
  ['whatsapp_business_account', 'whatsapp'],
]);

/** `messaging[]` and `standby[]`, `changes[]`, or `field` and `value` in the entry itself: all three are sent. */
function entryEvents(platform: MetaEvent['platform'], raw: unknown): MetaEvent[] {
  const entry = recordOf(raw);
  const around: Around = { platform, accountId: idText(entry.id) ?? '0', toldAt: timeOf(entry.time) };
  const changes = [...arrayOf(entry.changes), ...('field' in entry ? [entry] : [])];
  const events = [
    ...arrayOf(entry.messaging).map((item) => messagingEvent(around, item)),
    ...arrayOf(entry.standby).map((item) => messagingEvent(around, item, { isStandby: true })),
    ...changes.flatMap((change) => changeEvents(around, change)),
  ];
  return events.length > 0 || isHollow(entry) ? events : [unknownEvent(around, raw)];
}

/** An entry may be empty and say so. */
const isHollow = (entry: Fields) =>
  ['messaging', 'standby', 'changes'].some((name) => Array.isArray(entry[name]));

function changeEvents(around: Around, raw: unknown): MetaEvent[] {
  const { field, value } = recordOf(raw);
  const name = textOf(field);
  if (name === undefined || !isRecord(value)) return [unknownEvent(around, raw, name)];
  if (around.platform === 'whatsapp') return whatsappEvents(around, name, value);
  // The dashboard's test sends messages in the shape of a change.
  if (isRecord(value.sender)) return [messagingEvent(around, value, { field: name })];
  return [changeEvent(around, name, value)];
}

/**
 * Boosted posts and repeated batches tell the same thing several times in one delivery. What has no id is left to
 * whoever stores it and compares it with what was told before as well.
 */
function distinct(events: readonly MetaEvent[]): MetaEvent[] {
  const seen = new Set<string>();
  return events.filter(({ accountId, eventId }) => {
    if (eventId === undefined) return true;
    const key = `${accountId} ${eventId}`;
    return !seen.has(key) && seen.add(key);
  });
}
