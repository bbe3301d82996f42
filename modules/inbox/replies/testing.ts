import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { workIn } from '../../../kit/work.ts';
import type { LocationId } from '../../workspaces/contract.ts';
import { MessageId } from '../messages/contract.ts';
import type { Place } from '../messages/testing.ts';
import type { Walk } from '../walk.ts';
import { ReplyTemplateId } from './contract.ts';
import { putReplyTemplate } from './replies.ts';

export interface SavedReply {
  readonly locationId: LocationId | null;
  readonly name: string;
  readonly shortcut: string | null;
  readonly category: string | null;
  readonly body: string;
}

export async function savedReply(
  { ground, workspaceId }: Place,
  given: Partial<SavedReply> = {},
): Promise<ReplyTemplateId> {
  const replyId = newId(ReplyTemplateId);
  const reply = {
    ...{ locationId: null, name: 'Shipping', shortcut: null, category: 'orders' },
    body: 'Hello {{contact.first_name}}, we ship to {{country}}.',
    ...given,
  };
  await workIn(ground, workspaceId, { actor: { kind: 'system' } }, (ctx) =>
    putReplyTemplate(ctx, { replyId, ...reply }),
  );
  return replyId;
}

const ofNew = async (w: Walk) => ({ params: { replyId: await savedReply(w) } });
const of = '/w/:workspaceId/inbox/saved-replies';

/** A good input for every route of this part. */
export const repliesSamples: Samples<Walk> = {
  [`GET ${of}` as const]: async (w: Walk) => {
    await savedReply(w);
    return { query: { q: 'ship', usableAt: 'nowhere' } };
  },
  [`GET ${of}/:replyId` as const]: ofNew,
  [`PUT ${of}/:replyId` as const]: async () => ({
    params: { replyId: newId(ReplyTemplateId) },
    body: { name: 'Shipping', shortcut: null, category: 'orders', body: 'We ship to {{country}}.' },
    makesId: true,
  }),
  [`PATCH ${of}/:replyId` as const]: async (w: Walk) => ({
    ...(await ofNew(w)),
    body: {
      name: 'Sending',
      shortcut: 'send',
      category: null,
      body: 'We send.',
      locationId: await w.location(),
    },
  }),
  [`DELETE ${of}/:replyId` as const]: ofNew,
  [`PUT ${of}/:replyId/uses/:messageId` as const]: async (w: Walk) => ({
    params: { replyId: await savedReply(w), messageId: newId(MessageId) },
  }),
};
