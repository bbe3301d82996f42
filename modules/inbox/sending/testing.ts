import { z } from 'zod';
import type { Ctx } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { workIn } from '../../../kit/work.ts';
import { connectedTo, connectionsOutside, openAccount } from '../../connections/testing.ts';
import { ChannelId, MessageId } from '../messages/contract.ts';
import { type Begun, conversationWithWords, type Place } from '../messages/testing.ts';
import type { Walk } from '../walk.ts';
import { queueReply } from './machines.ts';
import type { Wish } from './sends.ts';
import type { Which } from './waiting.ts';

export const newMessageId = () => newId(MessageId);

/** What somebody answers in a conversation. */
export const wishIn = (
  { conversationId }: Pick<Begun, 'conversationId'>,
  more: Partial<Wish> = {},
): Wish => ({
  ...{ conversationId, messageId: newMessageId(), body: 'Yes, to Rome too.', attachmentIds: [] },
  ...more,
});

const bySystem = <T>({ ground, workspaceId }: Place, fn: (ctx: Ctx) => Promise<T>) =>
  workIn(ground, workspaceId, { actor: { kind: 'system' } }, fn);

/** An answer that has not gone out, in a conversation of its own. */
async function answerIn(place: Place): Promise<Which> {
  const { conversationId, messageId: after } = await conversationWithWords(place);
  const reply = { conversationId, messageId: newMessageId(), body: 'Yes, to Rome too.', after };
  await bySystem(place, (ctx) => queueReply(ctx, reply));
  return reply;
}

/** A channel over a number of the sandbox's, whose platform can be asked. There is one of it in a workspace. */
async function openNumber(place: Place): Promise<ChannelId> {
  const known = sql`select id from inbox.channels where platform = 'whatsapp' and id = account_id limit 1`;
  const [there] = await bySystem(place, ({ tx }) => tx.many(z.object({ id: ChannelId }), known));
  return there?.id ?? connectNumber(place);
}

async function connectNumber(place: Place): Promise<ChannelId> {
  const outside = await connectionsOutside();
  const wabas = z.object({ wabas: z.array(z.object({ id: z.string() })) });
  const there = await fetch(`${outside.sandbox.url}/meta`, { headers: { accept: 'application/json' } });
  const [business] = wabas.parse(await there.json()).wabas;
  const wish = { accounts: [business!.id] };
  const { candidate } = await connectedTo(outside, 'facebook', 'whatsapp', wish);
  const id = await openAccount(place, outside, candidate);
  await bySystem(place, ({ tx, now, workspaceId }) =>
    tx.run(sql`
      insert into inbox.channels (workspace_id, id, platform, account_id, name, created_at, updated_at)
      values (${workspaceId}, ${id}, 'whatsapp', ${id}, 'Linen & Oak', ${now}, ${now})`),
  );
  return ChannelId.parse(id);
}

const paramsOf = ({ conversationId, messageId }: Which) => ({ params: { conversationId, messageId } });

/** A good input for every route of this part. */
export const sendingSamples: Samples<Walk> = {
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId': async (w) => {
    const { conversationId, messageId, ...body } = wishIn(await conversationWithWords(w));
    return { params: { conversationId, messageId }, body };
  },
  'PATCH /w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId': async (w) => ({
    ...paramsOf(await answerIn(w)),
    body: { body: 'To Rome and to Milan.' },
  }),
  'DELETE /w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId': async (w) =>
    paramsOf(await answerIn(w)),
  'POST /w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId/retry': async (w) => {
    const which = await answerIn(w);
    await bySystem(w, ({ tx }) =>
      tx.run(sql`
        update inbox.messages set status = 'failed', failure_code = 'unavailable', send_at = null
         where id = ${which.messageId}`),
    );
    return paramsOf(which);
  },
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId/reaction': async (w) => ({
    ...paramsOf(await conversationWithWords(w)),
    body: { emoji: '❤️' },
  }),
  'DELETE /w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId/reaction': async (w) =>
    paramsOf(await conversationWithWords(w)),
  'GET /w/:workspaceId/inbox/channels/:channelId/templates': async (w) => ({
    params: { channelId: await openNumber(w) },
  }),
  'POST /w/:workspaceId/inbox/conversations/:conversationId/attachments': async (w) => ({
    params: { conversationId: (await conversationWithWords(w)).conversationId },
    upload: { type: 'application/pdf', bytes: Buffer.from('%PDF-1.4\n%%EOF\n') },
  }),
  'GET /w/:workspaceId/inbox/conversations/:conversationId/draft': async (w) => ({
    params: { conversationId: (await conversationWithWords(w)).conversationId },
  }),
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/draft': async (w) => ({
    params: { conversationId: (await conversationWithWords(w)).conversationId },
    body: { body: 'Dear Ada,' },
  }),
};
