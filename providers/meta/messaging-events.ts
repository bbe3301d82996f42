import { idText } from '../json.ts';
import {
  type Around,
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

/** One element of `messaging` or `standby`, of Instagram and of Messenger. */
export function messagingEvent(
  around: Around,
  raw: unknown,
  { isStandby = false, field }: { isStandby?: boolean; field?: string } = {},
): MetaEvent {
  if (!isRecord(raw)) return { ...unknownEvent(around, raw, field), isStandby };
  const at = timeOf(raw.timestamp) ?? around.toldAt;
  const [sender, recipient] = [idText(recordOf(raw.sender).id), idText(recordOf(raw.recipient).id)];
  const isOwn = isByAccount(raw, sender, recipient, around.accountId);
  const personId = isOwn ? recipient : sender;
  const { kind, eventId } = whatIs(raw, isOwn, personId);
  return {
    platform: around.platform,
    accountId: around.accountId,
    eventId,
    kind,
    conversationKey: joined('person', personId),
    ...(personId !== undefined && { personId }),
    at,
    ...(field !== undefined && { field }),
    isStandby,
    payload: raw,
  };
}

/** Said by the mark of an echo, or by who sent it. Whoever writes to themself to try it out is the customer there. */
function isByAccount(
  raw: Fields,
  sender: string | undefined,
  recipient: string | undefined,
  account: string,
) {
  const message = recordOf(raw.message);
  return message.is_echo === true || (sender === account && recipient !== account);
}

interface What {
  readonly kind: MetaEventKind;
  readonly eventId: string | undefined;
}

function whatIs(raw: Fields, isOwn: boolean, personId: string | undefined): What {
  if (isRecord(raw.message)) return ofMessage(raw.message, isOwn);
  if (isRecord(raw.message_edit)) return ofEdit(raw.message_edit);
  if (isRecord(raw.reaction)) return ofReaction(raw.reaction, personId, timeOf(raw.timestamp));
  if (isRecord(raw.read)) return { kind: 'seen', eventId: joined(textOf(raw.read.mid), 'seen') };
  if (isRecord(raw.delivery)) return { kind: 'delivered', eventId: undefined };
  if (isRecord(raw.postback))
    return { kind: 'postback', eventId: joined(textOf(raw.postback.mid), 'postback') };
  if (isRecord(raw.referral)) return { kind: 'referral', eventId: undefined };
  if (isRecord(raw.optin)) return { kind: 'optin', eventId: undefined };
  if (handovers.some((name) => name in raw)) return { kind: 'handover', eventId: undefined };
  return { kind: 'unknown', eventId: undefined };
}

const handovers = ['pass_thread_control', 'take_thread_control', 'request_thread_control', 'app_roles'];

function ofMessage(message: Fields, isOwn: boolean): What {
  const mid = textOf(message.mid);
  if (message.is_deleted === true) return { kind: 'unsend', eventId: joined(mid, 'unsend') };
  return { kind: isOwn ? 'echo' : 'message', eventId: joined(mid) };
}

const ofEdit = (edit: Fields): What => ({
  kind: 'edit',
  eventId: joined(textOf(edit.mid), 'edit', idText(edit.num_edit)),
});

/** Somebody may react, take it back and react again: only the time tells these apart. */
const ofReaction = ({ mid, action }: Fields, personId: string | undefined, at: Date | undefined): What => ({
  kind: 'reaction',
  eventId: joined(textOf(mid), textOf(action), personId, at && String(at.getTime())),
});
