import type { Call } from './call.ts';
import { badParameter, GraphError, missing, noCapability, noPermission, windowIsOver } from './errors.ts';
import { type Teller, tellDelivered, tellMessage } from './events.ts';
import type { NodeOf, Operation } from './nodes.ts';
import {
  type Account,
  type Attachment,
  addMessage,
  type Comment,
  type Message,
  newMessageId,
  personBehind,
  personIdOn,
  type Thread,
  threadWith,
} from './state.ts';
import { countPrivateReply, countSend } from './usage.ts';

const hourMs = 3_600_000;
const windowMs = 24 * hourMs;
const humanWindowMs = 7 * 24 * hourMs;
const textBytesMax = 1_000;
const messengerTextLengthMax = 2_000;
const messagingTypes = ['RESPONSE', 'UPDATE', 'MESSAGE_TAG', 'UTILITY'];
const attachmentTypes = ['image', 'video', 'audio', 'file', 'template', 'MEDIA_SHARE'];
const messageKeys = ['text', 'attachment', 'attachments', 'quick_replies', 'metadata', 'reply_to'];

export const messageOperations: readonly Operation[] = [
  {
    method: 'POST',
    edge: 'messages',
    on: ['instagram', 'messenger'],
    takes: ['recipient', 'message', 'sender_action', 'payload', 'messaging_type', 'tag', 'reply_to'],
    scopes: ['instagram_business_manage_messages', 'instagram_manage_messages', 'pages_messaging'],
    run: send,
  },
];

/** `POST /{account}/messages`: a message, a private reply to a comment, or a gesture. */
function send(call: Call, node: NodeOf<'instagram' | 'messenger'>, teller: Teller): object {
  // By Facebook Login the edge is at the Page, for both platforms.
  if (node.kind === 'instagram' && call.host === 'graph.facebook.com') throw noCapability();
  if (call.token.kind === 'user')
    throw new GraphError(190, 'A page access token is required to request this resource.', {
      subcode: 2069032,
    });
  const recipient = call.object('recipient');
  if (!recipient) throw missing('recipient');
  if (recipient.comment_id !== undefined) return privateReply(call, String(recipient.comment_id), teller);
  const { account, person } = recipientOf(call, node.account, recipient);
  needScope(call, account);
  const thread = threadWith(call.meta, account, person);
  if (account.standby)
    throw new GraphError(10, '(#10) Message not sent: another app controls this thread now.', {
      subcode: 2018300,
    });
  if (call.params.sender_action !== undefined) return gesture(call, account, thread);
  const draft = draftOf(call, account);
  checkWindow(call, account, thread);
  countSend(call, account);
  const message = deliver(call, teller, account, thread, draft);
  return { recipient_id: personIdOn(account.platform, person), message_id: message.mid };
}

function needScope({ token }: Call, { platform }: Account): void {
  const wanted =
    platform === 'messenger'
      ? ['pages_messaging']
      : ['instagram_business_manage_messages', 'instagram_manage_messages'];
  if (!wanted.some((scope) => token.scopes.includes(scope))) throw noPermission(wanted);
}

/** A Page writes to its own customers and to those of the Instagram account that is linked to it. */
function recipientOf({ meta, token }: Call, account: Account, recipient: Record<string, unknown>) {
  if (typeof recipient.id !== 'string')
    throw badParameter('Param recipient must have an id or a comment_id, as text');
  const linked = meta.accounts('instagram').filter((one) => {
    return one.pageId === account.id && token.assets.includes(one.id);
  });
  for (const one of [account, ...linked]) {
    const person = personBehind(meta, one.platform, recipient.id);
    if (person) return { account: one, person: person.key };
  }
  throw new GraphError(100, '(#100) No matching user found', { subcode: 2018001 });
}

type Draft = Pick<Message, 'text' | 'attachments' | 'replyTo' | 'kind'> & { metadata: string | undefined };

function draftOf(call: Call, { platform }: Account): Draft {
  const message = call.object('message');
  if (!message) throw missing('message');
  const unknown = Object.keys(message).find((key) => !messageKeys.includes(key));
  if (unknown !== undefined) throw badParameter(`Unexpected key "${unknown}" on param "message".`);
  const type = call.text('messaging_type');
  if (type !== undefined && !messagingTypes.includes(type))
    throw badParameter(`Param messaging_type must be one of {${messagingTypes.join(', ')}}`);
  const given = [message.attachment, ...list(message.attachments)].filter((one) => one !== undefined);
  const { text } = message;
  if (text !== undefined && typeof text !== 'string')
    throw badParameter('Param message[text] must be a string.');
  if (text !== undefined && given.length > 0)
    throw badParameter('A message has a text or an attachment, not both.');
  if (given.length > 1) throw badParameter('Only one attachment can be sent per message.');
  if ((text === undefined || text.trim() === '') && given.length === 0)
    throw badParameter('Message cannot be empty, must provide valid attachment or text');
  checkLength(text ?? '', platform);
  const attachments = given.map((one) => attachmentOf(one));
  const metadata = typeof message.metadata === 'string' ? message.metadata : undefined;
  const replyTo = (call.object('reply_to') ?? (message.reply_to as { mid?: unknown } | undefined))?.mid;
  return {
    text,
    attachments,
    kind: attachments[0]?.type === 'template' ? 'template' : undefined,
    replyTo: typeof replyTo === 'string' ? replyTo : undefined,
    metadata,
  };
}

const list = (value: unknown) => (Array.isArray(value) ? (value as unknown[]) : []);

function checkLength(text: string, platform: string): void {
  if (platform === 'instagram' && Buffer.byteLength(text) > textBytesMax)
    throw badParameter(`Length of param message[text] must be less than or equal to ${textBytesMax} bytes`);
  if (platform === 'messenger' && text.length > messengerTextLengthMax)
    throw badParameter(
      `Length of param message[text] must be less than or equal to ${messengerTextLengthMax}`,
    );
}

function attachmentOf(value: unknown): Attachment {
  const { type, payload } = (value ?? {}) as { type?: unknown; payload?: Record<string, unknown> };
  if (typeof type !== 'string' || !attachmentTypes.includes(type))
    throw badParameter(`Param message[attachment][type] must be one of {${attachmentTypes.join(', ')}}`);
  if (type === 'template')
    return { type, title: String(payload?.text ?? payload?.template_type ?? 'template') };
  const url = payload?.url;
  if (type === 'MEDIA_SHARE' && typeof payload?.id === 'string')
    return { type: 'ig_post', title: payload.id };
  if (typeof url !== 'string' || !/^https?:\/\//.test(url))
    throw new GraphError(100, '(#100) Upload attachment failure: the url is missing or not one.', {
      subcode: 2018047,
    });
  return { type, url };
}

function checkReached({ blocked }: Thread): void {
  if (blocked)
    throw new GraphError(551, "(#551) This person isn't available right now.", { subcode: 1545041 });
}

/** 24 hours from the customer's last message; seven days for a person with the tag, where that was approved. */
function checkWindow(call: Call, account: Account, thread: Thread): void {
  const { meta } = call;
  checkReached(thread);
  const openMs = thread.openedAt === null ? Infinity : meta.now().getTime() - Date.parse(thread.openedAt);
  const tag = call.text('tag');
  if (tag === undefined) {
    if (call.text('messaging_type') === 'MESSAGE_TAG') throw missing('tag');
    if (openMs > windowMs) throw windowIsOver(account.platform);
    return;
  }
  if (tag !== 'HUMAN_AGENT') throw badParameter('Param tag must be one of {HUMAN_AGENT}');
  if (!meta.settingsOf(call.token.appId).humanAgent)
    throw new GraphError(100, '(#100) This app is not approved for the tag HUMAN_AGENT.', {
      subcode: 2018276,
    });
  if (openMs > humanWindowMs) throw windowIsOver(account.platform);
}

function deliver(call: Call, teller: Teller, account: Account, thread: Thread, draft: Draft): Message {
  const { metadata, ...said } = draft;
  const message = addMessage(call.meta, thread, {
    ...said,
    mid: newMessageId(call.meta, account),
    by: 'business',
    at: call.meta.nowText(),
    appId: call.token.appId,
    reactions: {},
    edits: 0,
    state: 'delivered',
  });
  const about = { account, person: thread.person, about: `echo to ${thread.person}`, failure: call.failure };
  tellMessage(teller, about, message, metadata === undefined ? {} : { metadata });
  if (account.platform === 'messenger') tellDelivered(teller, about, message.mid);
  return message;
}

function gesture(call: Call, account: Account, thread: Thread): object {
  const action = call.need('sender_action').toLowerCase();
  const answer = { recipient_id: personIdOn(account.platform, thread.person) };
  if (action === 'typing_on' || action === 'typing_off') {
    thread.typingAt = action === 'typing_on' ? call.meta.nowText() : null;
    call.meta.changed();
    return answer;
  }
  if (action === 'mark_seen') {
    for (const message of thread.messages) if (message.by === 'person') message.state = 'read';
    call.meta.changed();
    return answer;
  }
  if (action !== 'react' && action !== 'unreact')
    throw badParameter(
      'Param sender_action must be one of {typing_on, typing_off, mark_seen, react, unreact}',
    );
  checkReached(thread);
  const payload = call.object('payload') ?? {};
  const message = thread.messages.find(({ mid }) => mid === payload.message_id);
  if (!message) throw badParameter('Param payload[message_id] must be a message of this conversation');
  if (action === 'react') message.reactions.business = String(payload.reaction ?? 'love');
  else delete message.reactions.business;
  call.meta.changed();
  return answer;
}

/** Once for a comment, within seven days of it, and nothing more until the customer answers. */
function privateReply(call: Call, commentId: string, teller: Teller): object {
  const { meta } = call;
  const comment = meta.all().comments[commentId];
  const post = comment && meta.all().posts[comment.postId];
  const account = post && meta.all().accounts[post.accountId];
  if (!account || !call.token.assets.includes(account.id))
    throw new GraphError(100, `(#100) Object with ID '${commentId}' does not exist`, { subcode: 33 });
  needScope(call, account);
  const draft = draftOf(call, account);
  checkReplyable(call, comment!);
  countPrivateReply(call, account);
  comment!.privateReplyAt = meta.nowText();
  const thread = threadWith(meta, account, comment!.person!);
  const message = deliver(call, teller, account, thread, draft);
  return { recipient_id: personIdOn(account.platform, thread.person), message_id: message.mid };
}

function checkReplyable({ meta }: Call, comment: Comment): void {
  if (comment.person === null)
    throw new GraphError(10903, '(#10903) This user cannot reply to this activity');
  if (comment.privateReplyAt !== undefined)
    throw new GraphError(10900, '(#10900) Activity already replied to');
  if (meta.now().getTime() - Date.parse(comment.at) > humanWindowMs) throw windowIsOver('instagram');
}
