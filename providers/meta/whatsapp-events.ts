import { idText } from '../json.ts';
import {
  type Around,
  arrayOf,
  type Fields,
  isRecord,
  joined,
  type MetaEvent,
  type MetaEventKind,
  recordOf,
  textOf,
  unknownEvent,
} from './event.ts';
import { timeOf } from './shapes.ts';

/** A change of a WhatsApp Business Account: messages and statuses of one number, or one thing about the account. */
export function whatsappEvents(around: Around, field: string, value: Fields): MetaEvent[] {
  const metadata = recordOf(value.metadata);
  const ofNumber = { ...around, accountId: idText(metadata.phone_number_id) ?? around.accountId };
  const events = [
    ...arrayOf(value.messages).map((one) => messageEvent(ofNumber, field, one, value)),
    ...arrayOf(value.message_echoes).map((one) => echoEvent(ofNumber, field, one, metadata)),
    ...arrayOf(value.statuses).map((one) => statusEvent(ofNumber, field, one, metadata)),
    // Without a message these are about the number: what could not be received at all.
    ...(Array.isArray(value.messages) ? [] : arrayOf(value.errors)).map((one) =>
      unknownEvent(ofNumber, { error: one, metadata }, field),
    ),
  ];
  if (events.length > 0) return events;
  const kind = aboutAccount.get(field) ?? 'unknown';
  return [{ ...unknownEvent(ofNumber, value, field), kind }];
}

const aboutAccount = new Map<string, MetaEventKind>([
  ['message_template_status_update', 'template_status'],
  ['message_template_quality_update', 'template_status'],
  ['template_category_update', 'template_status'],
  ['message_template_components_update', 'template_status'],
  ['account_update', 'account_update'],
  ['account_alerts', 'account_update'],
  ['account_review_update', 'account_update'],
  ['business_capability_update', 'account_update'],
  ['phone_number_name_update', 'account_update'],
  ['phone_number_quality_update', 'account_update'],
]);

/** Types of message that are something else than words or files. */
const kinds = new Map<string, MetaEventKind>([
  ['reaction', 'reaction'],
  ['system', 'contact_update'],
  ['edit', 'edit'],
  ['revoke', 'unsend'],
]);

function messageEvent(around: Around, field: string, raw: unknown, value: Fields): MetaEvent {
  const message = recordOf(raw);
  const from = idText(message.from);
  const contacts = arrayOf(value.contacts).filter(isRecord);
  // With one contact it is this one's, whether or not the digits of its number are written alike.
  const contact =
    contacts.find((one) => idText(one.wa_id) === from) ?? (contacts.length === 1 ? contacts[0] : null);
  return personEvent(around, field, {
    kind: kinds.get(textOf(message.type) ?? '') ?? (isRecord(raw) ? 'message' : 'unknown'),
    eventId: joined(textOf(message.id)),
    personId: from,
    at: message.timestamp,
    payload: { message: raw, ...(contact && { contact }), metadata: recordOf(value.metadata) },
  });
}

/** What somebody of the business wrote on the telephone that shares the number. */
function echoEvent(around: Around, field: string, raw: unknown, metadata: Fields): MetaEvent {
  const message = recordOf(raw);
  return personEvent(around, field, {
    kind: isRecord(raw) ? 'echo' : 'unknown',
    eventId: joined(textOf(message.id)),
    personId: idText(message.to),
    at: message.timestamp,
    payload: { message: raw, metadata },
  });
}

function statusEvent(around: Around, field: string, raw: unknown, metadata: Fields): MetaEvent {
  const status = recordOf(raw);
  return personEvent(around, field, {
    kind: isRecord(raw) ? 'status' : 'unknown',
    eventId: joined(textOf(status.id), textOf(status.status)),
    personId: idText(status.recipient_id),
    at: status.timestamp,
    payload: { status: raw, metadata },
  });
}

interface Told {
  readonly kind: MetaEventKind;
  readonly eventId: string | undefined;
  readonly personId: string | undefined;
  readonly at: unknown;
  readonly payload: unknown;
}

const personEvent = (around: Around, field: string, { personId, at, ...told }: Told): MetaEvent => ({
  platform: around.platform,
  accountId: around.accountId,
  ...told,
  conversationKey: joined('person', personId),
  ...(personId !== undefined && { personId }),
  at: timeOf(at) ?? around.toldAt,
  field,
  isStandby: false,
});
