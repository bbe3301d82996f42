import type { WhatsAppContent, WhatsAppFileType } from '../../../../providers/meta/whatsapp.ts';
import { deedsOf } from '../deeds.ts';
import type { Access, CallRequest, Performed, Platform } from '../platform.ts';
import { pullProfile } from '../pulls.ts';
import { rejected } from '../refusal.ts';
import { requestOf } from '../requests.ts';
import type { MetaClient } from './client.ts';
import { readNumber } from './reads.ts';
import { neededScopes } from './scopes.ts';
import { subscribingNumbers } from './subscribing.ts';
import { listTemplates } from './templates.ts';

const name = 'whatsapp';

/** Numbers of WhatsApp. Nothing of the past can be asked for: what is not told is lost. */
export function whatsapp(client: MetaClient): Platform {
  const profile = async (access: Access, signal: AbortSignal) =>
    (await readNumber(client.graph(access, signal), access.platformAccountId)).data;
  return {
    name,
    login: 'facebook',
    scopes: neededScopes(name, 'facebook'),
    profile,
    hooks: subscribingNumbers(client),
    pull: { profile: pullProfile(name, profile) },
    ...deedsOf(name, {
      message: {
        perform: (call, access, signal) => send(client, call, access, signal),
        // A status tells of it under an id that never came: nobody can say which of two messages it is about.
        findOut: async () => ({ outcome: 'cannot_tell' }),
      },
      react: {
        perform: (call, access, signal) => react(client, call, access, signal),
        findOut: async () => ({ outcome: 'not_done' }),
      },
      mark_seen: {
        perform: (call, access, signal) => markSeen(client, call, access, signal),
        findOut: async () => ({ outcome: 'not_done' }),
      },
      show_typing: {
        perform: (call, access, signal) => markSeen(client, call, access, signal),
        findOut: async () => ({ outcome: 'not_done' }),
      },
    }),
    // Who somebody is comes along with what they write; what they send is kept there for thirty days.
    file: async (access, { source, bytesMax }, signal) =>
      (await client.number(access, signal).files.download(source, bytesMax)).bytes,
    templates: (access, signal) => listTemplates(client, access, signal),
    limits: {
      // A new number may begin conversations with 250 people a day; answers are not counted by the platform.
      messages: { hourly: 1_000, daily: 10_000 },
      reads: { hourly: 200, daily: 2_400 },
    },
  };
}

async function send(
  client: MetaClient,
  call: CallRequest,
  access: Access,
  signal: AbortSignal,
): Promise<Performed> {
  const request = requestOf(call, 'message', name);
  const { messages } = client.number(access, signal);
  const { data, usage } = await messages.send(access.platformAccountId, {
    to: request.to,
    content: contentOf(request),
    ...(request.replyTo !== undefined && { replyTo: request.replyTo }),
  });
  return {
    platformId: data.messageId,
    // The number as WhatsApp knows it may have a digit more or less than the one written to.
    ...(data.personId !== undefined && { result: { personId: data.personId } }),
    ...client.usage(usage),
  };
}

/** That somebody writes is shown there with the message that is read, and not without one. */
async function markSeen(
  client: MetaClient,
  call: CallRequest,
  access: Access,
  signal: AbortSignal,
): Promise<Performed> {
  const kind = call.kind === 'show_typing' ? call.kind : 'mark_seen';
  const { messageId } = requestOf(call, kind, name);
  if (messageId === undefined)
    throw rejected(name, kind, 'no_message', 'here a message is marked, not a conversation');
  const { usage } = await client
    .number(access, signal)
    .messages.markRead(access.platformAccountId, messageId, kind === 'show_typing');
  return { platformId: undefined, ...client.usage(usage) };
}

/** A message there as well, but no one's: the same once more changes nothing. */
async function react(
  client: MetaClient,
  call: CallRequest,
  access: Access,
  signal: AbortSignal,
): Promise<Performed> {
  const { to, messageId, emoji } = requestOf(call, 'react', name);
  const content = { reaction: { messageId, ...(emoji !== undefined && { emoji }) } };
  const { messages } = client.number(access, signal);
  const { usage } = await messages.send(access.platformAccountId, { to, content });
  return { platformId: undefined, ...client.usage(usage) };
}

const fileTypes = {
  image: 'image',
  video: 'video',
  audio: 'audio',
  file: 'document',
} as const satisfies Record<string, WhatsAppFileType>;

/** A file may have words under it, but for a sound. */
function contentOf({ text, attachment, template }: ReturnType<typeof requestOf<'message'>>): WhatsAppContent {
  if (template !== undefined) return { template };
  if (attachment !== undefined) {
    const file = { type: fileTypes[attachment.type], url: attachment.url };
    return { file: { ...file, ...(text !== undefined && { caption: text }) } };
  }
  if (text !== undefined) return { text };
  throw rejected(name, 'message', 'empty', 'a message is a text, a file or a template');
}
