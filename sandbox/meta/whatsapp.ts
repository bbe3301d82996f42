import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Call, GivenFile } from './call.ts';
import { badParameter, GraphError, missing } from './errors.ts';
import type { Teller } from './events.ts';
import { names } from './failures.ts';
import type { NodeOf, Operation } from './nodes.ts';
import {
  type Account,
  type Attachment,
  addMessage,
  type Message,
  type Meta,
  newMessageId,
  personIdOn,
  type Template,
  type Thread,
  threadWith,
  type Upload,
} from './state.ts';
import { countSend, isPairWithin } from './usage.ts';

const scopes = ['whatsapp_business_messaging'];
const windowMs = 24 * 3_600_000;
export const mediaUrlLifeMs = 5 * 60_000;
const textLengthMax = 4_096;
const fileTypes = ['image', 'video', 'audio', 'document', 'sticker'];
const types = [...fileTypes, 'text', 'template', 'reaction', 'location', 'contacts', 'interactive'];

export const whatsappOperations: readonly Operation[] = [
  {
    method: 'POST',
    edge: 'messages',
    on: ['whatsapp'],
    takes: [
      'messaging_product',
      'recipient_type',
      'to',
      'type',
      'context',
      'status',
      'message_id',
      'typing_indicator',
      'biz_opaque_callback_data',
      ...types,
    ],
    scopes,
    run: (call: Call, { account }: NodeOf<'whatsapp'>, teller: Teller) => {
      if (call.text('messaging_product') !== 'whatsapp') throw missing('messaging_product');
      return call.params.status === undefined ? send(call, account, teller) : markRead(call, account);
    },
  },
  {
    method: 'POST',
    edge: 'media',
    on: ['whatsapp'],
    takes: ['messaging_product', 'file', 'type'],
    scopes,
    run: upload,
  },
  {
    method: 'GET',
    edge: '',
    on: ['upload'],
    takes: ['phone_number_id'],
    scopes,
    run: (call: Call, { upload: file }: NodeOf<'upload'>) => uploadFacts(call.meta, file),
  },
  {
    method: 'DELETE',
    edge: '',
    on: ['upload'],
    takes: ['phone_number_id'],
    scopes,
    run: async (call: Call, { upload: file }: NodeOf<'upload'>) => {
      await rm(join(await call.meta.world.folder('meta'), file.file), { force: true });
      delete call.meta.all().uploads[file.id];
      call.meta.changed();
      return { success: true };
    },
  },
];

const whatsappError = (code: number, text: string, details: string) =>
  new GraphError(code, `(#${code}) ${text}`, { details });

function markRead(call: Call, account: Account): object {
  if (call.text('status') !== 'read') throw badParameter('Param status must be one of {READ}');
  const id = call.need('message_id');
  const thread = call.meta
    .threadsOf(account.id)
    .find(({ messages }) => messages.some(({ mid }) => mid === id));
  if (!thread) throw badParameter('Invalid parameter: there is no such message');
  for (const message of thread.messages) {
    if (message.by === 'person') message.state = 'read';
    if (message.mid === id) break;
  }
  if (call.params.typing_indicator !== undefined) thread.typingAt = call.meta.nowText();
  call.meta.changed();
  return { success: true };
}

/** Whoever has this number, by the number itself or by the way people there write it. */
export function receiverOf(meta: Meta, to: string): string | undefined {
  const digits = to.replace(/\D/g, '');
  return meta.world.people.all().find(({ key }) => {
    const id = personIdOn('whatsapp', key);
    return id === digits || dialled(key) === digits;
  })?.key;
}

/** The number one writes to, which for some is not the one they are known by. */
export function dialled(key: string): string {
  const id = personIdOn('whatsapp', key);
  return names(key, 'other-number') ? `${id.slice(0, 2)}9${id.slice(2)}` : id;
}

function send(call: Call, account: Account, teller: Teller): object {
  const { meta } = call;
  const to = call.need('to');
  if (!/^\+?[\d\s()-]{5,24}$/.test(to)) throw badParameter('Param to is not a telephone number');
  const type = call.text('type') ?? 'text';
  if (!types.includes(type))
    throw whatsappError(131051, 'Unsupported message type', `Message type ${type} is not supported.`);
  const person = receiverOf(meta, to);
  const template = type === 'template' ? templateOf(call, account) : undefined;
  const said = contentOf(call, type, template);
  countSend(call, account);
  if (!isPairWithin(meta, account, to))
    throw whatsappError(
      131056,
      '(Business Account, Consumer Account) pair rate limit hit',
      'Too many messages.',
    );
  const waId = person === undefined ? to.replace(/\D/g, '') : personIdOn('whatsapp', person);
  const mid = newMessageId(meta, account);
  const answer = {
    messaging_product: 'whatsapp',
    contacts: [{ input: to, wa_id: waId }],
    messages: [{ id: mid, ...(template && { message_status: 'accepted' }) }],
  };
  if (person === undefined || names(person, 'undeliverable')) {
    tellFailed(teller, account, person, { mid, waId, code: 131026, title: 'Message undeliverable' });
    return answer;
  }
  const thread = threadWith(meta, account, person);
  if (type === 'reaction') return { ...answer, ...react(call, thread) };
  keepMessage(call, { thread, mid, said, isTemplate: template !== undefined }, teller, account);
  return answer;
}

type Content = Pick<Message, 'text' | 'attachments' | 'kind'>;

function keepMessage(
  call: Call,
  { thread, mid, said, isTemplate }: { thread: Thread; mid: string; said: Content; isTemplate: boolean },
  teller: Teller,
  account: Account,
): void {
  const { meta } = call;
  const context = call.object('context') as { message_id?: string } | undefined;
  const problem = problemOf(meta, thread, isTemplate);
  const message = addMessage(meta, thread, {
    ...said,
    mid,
    by: 'business',
    at: meta.nowText(),
    appId: call.token.appId,
    replyTo: context?.message_id,
    reactions: {},
    edits: 0,
    state: problem ? 'failed' : 'delivered',
  });
  if (problem)
    tellFailed(teller, account, thread.person, {
      ...problem,
      mid,
      waId: personIdOn('whatsapp', thread.person),
    });
  else tellOnItsWay(teller, account, thread, message);
}

/** Accepted all the same: that it does not arrive is told afterwards. */
function problemOf(meta: Meta, { openedAt, blocked }: Thread, isTemplate: boolean) {
  if (blocked) return { code: 131026, title: 'Message undeliverable' };
  const isOpen = openedAt !== null && meta.now().getTime() - Date.parse(openedAt) <= windowMs;
  return isTemplate || isOpen ? undefined : { code: 131047, title: 'Re-engagement message' };
}

function react(call: Call, thread: Thread): object {
  const reaction = call.object('reaction') ?? {};
  const message = thread.messages.find(({ mid }) => mid === reaction.message_id);
  if (!message)
    throw whatsappError(131009, 'Parameter value is not valid', 'reaction.message_id is not known.');
  if (reaction.emoji) message.reactions.business = String(reaction.emoji);
  else delete message.reactions.business;
  call.meta.changed();
  return {};
}

function templateOf(call: Call, account: Account): Template {
  const given = call.object('template');
  const name = given?.name;
  const language = (given?.language as { code?: unknown } | undefined)?.code;
  if (typeof name !== 'string') throw missing('template[name]');
  if (typeof language !== 'string') throw missing('template[language][code]');
  const template = Object.values(call.meta.all().templates).find(
    (one) => one.wabaId === account.wabaId && one.name === name && one.language === language,
  );
  const details = `template name (${name}) does not exist in ${language}`;
  if (template?.status === 'PAUSED') throw whatsappError(132015, 'Template is Paused', details);
  if (template?.status === 'DISABLED') throw whatsappError(132016, 'Template is Disabled', details);
  if (template?.status !== 'APPROVED')
    throw new GraphError(132001, '(#132001) Template name does not exist in the translation', {
      details,
      status: 404,
    });
  const wanted = new Set(bodyOf(template).match(/\{\{\w+\}\}/g)).size;
  const found = parametersOf(given!).length;
  if (wanted !== found)
    throw whatsappError(
      132000,
      'Number of parameters does not match the expected number of params',
      `body: number of localizable_params (${found}) does not match the expected number of params (${wanted})`,
    );
  return template;
}

const bodyOf = ({ components }: Template) =>
  String(components.find(({ type }) => String(type).toUpperCase() === 'BODY')?.text ?? '');

function parametersOf(given: Record<string, unknown>): string[] {
  const components = Array.isArray(given.components) ? given.components : [];
  const body = components.find((one) => String(one?.type).toLowerCase() === 'body');
  const parameters = Array.isArray(body?.parameters) ? body.parameters : [];
  return parameters.map((one: { text?: unknown }) => String(one?.text ?? ''));
}

function contentOf(call: Call, type: string, template: Template | undefined): Content {
  const content = call.object(type);
  if (!content) throw missing(type);
  if (template) {
    const parameters = parametersOf(content);
    const text = bodyOf(template).replace(/\{\{(\d+)\}\}/g, (whole, at) => parameters[at - 1] ?? whole);
    return { text, attachments: [], kind: 'template' };
  }
  if (type === 'text') return { text: textOf(content), attachments: [] };
  if (!fileTypes.includes(type)) {
    const words = type === 'interactive' ? (content.body as { text?: unknown } | undefined)?.text : undefined;
    return { text: words === undefined ? `(${type})` : String(words), attachments: [], kind: type };
  }
  const attachment = fileIn(call, type, content);
  return { ...(typeof content.caption === 'string' && { text: content.caption }), attachments: [attachment] };
}

function textOf({ body }: Record<string, unknown>): string {
  if (typeof body !== 'string' || body.trim() === '') throw missing('text[body]');
  if (body.length > textLengthMax)
    throw badParameter(`Param text[body] must be at most ${textLengthMax} characters long.`);
  return body;
}

function fileIn(call: Call, type: string, content: Record<string, unknown>): Attachment {
  if (typeof content.link === 'string') return { type, url: content.link };
  const file = call.meta.all().uploads[String(content.id)];
  if (!file)
    throw whatsappError(131053, 'Media upload error', `There is no media with the id ${content.id}.`);
  return { type, mediaId: file.id, url: `https://cdn.sandbox/upload/${file.id}` };
}

interface Status {
  readonly mid: string;
  readonly waId: string;
  readonly status: string;
  readonly more?: object;
}

function tellStatus(
  { meta, hooks }: Teller,
  account: Account,
  person: string | undefined,
  one: Status,
): void {
  const { mid, waId, status, more } = one;
  const timestamp = String(Math.floor(meta.now().getTime() / 1_000));
  hooks.tell({
    account,
    field: 'messages',
    person,
    about: `${status}: message to ${person ?? waId}`,
    value: {
      messaging_product: 'whatsapp',
      metadata: metadataOf(account),
      statuses: [{ id: mid, status, timestamp, recipient_id: waId, ...more }],
    },
  });
}

export const metadataOf = ({ id, key }: Account) => ({
  display_phone_number: key.replace(/\D/g, ''),
  phone_number_id: id,
});

function tellOnItsWay(teller: Teller, account: Account, thread: Thread, { mid, kind, at }: Message): void {
  const waId = personIdOn('whatsapp', thread.person);
  const category = kind === 'template' ? 'utility' : 'service';
  const expires = String(Math.floor(Date.parse(thread.openedAt ?? at) / 1_000) + windowMs / 1_000);
  const more = {
    conversation: {
      id: createHash('md5').update(thread.id).digest('hex'),
      expiration_timestamp: expires,
      origin: { type: category },
    },
    pricing: { billable: kind === 'template', pricing_model: 'PMP', category },
  };
  const steps = ['sent', 'delivered'];
  // Statuses overtake each other, and with somebody called out-of-order they always do.
  for (const status of names(thread.person, 'out-of-order') ? steps.toReversed() : steps)
    tellStatus(teller, account, thread.person, { mid, waId, status, more });
}

export const tellRead = (teller: Teller, account: Account, person: string, mid: string) =>
  tellStatus(teller, account, person, { mid, waId: personIdOn('whatsapp', person), status: 'read' });

function tellFailed(
  teller: Teller,
  account: Account,
  person: string | undefined,
  { mid, waId, code, title }: { mid: string; waId: string; code: number; title: string },
): void {
  const href = 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/';
  const errors = [{ code, title, message: title, error_data: { details: `${title}.` }, href }];
  tellStatus(teller, account, person, { mid, waId, status: 'failed', more: { errors } });
}

async function upload(call: Call, { account }: NodeOf<'whatsapp'>): Promise<object> {
  if (call.text('messaging_product') !== 'whatsapp') throw missing('messaging_product');
  const file = call.params.file as GivenFile | undefined;
  if (!Buffer.isBuffer(file?.bytes)) throw missing('file');
  const mimeType = call.text('type') ?? file.type;
  return { id: (await keepUpload(call.meta, account, mimeType, file.bytes)).id };
}

/** A file on WhatsApp's side, whoever brought it. */
export async function keepUpload(
  meta: Meta,
  account: Account,
  mimeType: string,
  bytes: Buffer,
): Promise<Upload> {
  const id = meta.newId('media', account.key, 16);
  const file = `upload-${id}`;
  await writeFile(join(await meta.world.folder('meta'), file), bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const kept = { id, phoneId: account.id, mimeType, sha256, bytes: bytes.length, file, at: meta.nowText() };
  meta.all().uploads[id] = kept;
  meta.changed();
  return kept;
}

function uploadFacts(meta: Meta, { id, mimeType, sha256, bytes }: Upload): object {
  const until = Math.floor((meta.now().getTime() + mediaUrlLifeMs) / 1_000);
  const url = `https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=${id}&ext=${until}&hash=${sha256}`;
  return { messaging_product: 'whatsapp', url, mime_type: mimeType, sha256, file_size: bytes, id };
}
