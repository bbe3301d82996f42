import type { Ctx } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { workIn } from '../../../kit/work.ts';
import { type Message, MessageId } from '../messages/contract.ts';
import { type Begun, conversationWithWords, type Place } from '../messages/testing.ts';
import type { Walk } from '../walk.ts';
import { putMessage, type Wish } from './sends.ts';

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

/** An answer for later, in a conversation of its own. */
async function answerFor(place: Place, more: Partial<Wish> = {}): Promise<Message> {
  const begun = await conversationWithWords(place);
  const outside = await testOutside();
  return bySystem(place, (ctx) => putMessage(ctx, wishIn(begun, more), outside));
}

const later = ({ ground }: Place) => new Date(ground.clock.now().getTime() + 3_600_000);
const paramsOf = ({ conversationId, id }: Message) => ({ params: { conversationId, messageId: id } });

/** A good input for every route of this part. */
export const sendingSamples: Samples<Walk> = {
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId': async (w) => {
    const { conversationId, messageId, ...body } = wishIn(await conversationWithWords(w));
    return { params: { conversationId, messageId }, body };
  },
  'PATCH /w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId': async (w) => ({
    ...paramsOf(await answerFor(w, { sendAt: later(w) })),
    body: { body: 'To Rome and to Milan.' },
  }),
  'DELETE /w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId': async (w) =>
    paramsOf(await answerFor(w, { sendAt: later(w) })),
  'POST /w/:workspaceId/inbox/conversations/:conversationId/messages/:messageId/retry': async (w) => {
    const message = await answerFor(w);
    await bySystem(w, ({ tx }) =>
      tx.run(sql`
        update inbox.messages set status = 'failed', failure_code = 'unavailable', send_at = null
         where id = ${message.id}`),
    );
    return paramsOf(message);
  },
  'GET /w/:workspaceId/inbox/conversations/:conversationId/draft': async (w) => ({
    params: { conversationId: (await conversationWithWords(w)).conversationId },
  }),
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/draft': async (w) => ({
    params: { conversationId: (await conversationWithWords(w)).conversationId },
    body: { body: 'Dear Ada,' },
  }),
};
