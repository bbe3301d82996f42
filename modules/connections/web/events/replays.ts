import { editOne, useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import {
  getWebhookEvent,
  listWebhookEvents,
  postEventReplay,
  postFailedReplays,
  type WebhookEventSummary,
} from '../../intake/contract.ts';
import { count, eventLabel } from '../words.ts';

const stale = [[listWebhookEvents.path], [getWebhookEvent.path]];

/** What is being worked off comes to its end by itself. */
export const isOver = ({ status }: Pick<WebhookEventSummary, 'status'>): boolean =>
  status !== 'pending' && status !== 'processing';

/** Whatever it did before, it does no second time: only what it did not come to is done now. */
export function useReplay() {
  const workspaceId = useHere().workspace.id;
  const { send, isPending } = useSend(postEventReplay, {
    changes: ({ params }) => [
      editOne(getWebhookEvent, [{ params }], (event) => ({ ...event, status: 'pending' as const })),
    ],
    stale,
    failureTitle: 'This was not worked off again',
    onReply: ({ kind }) => toast({ title: `${eventLabel(kind)}: being worked off once more` }),
  });
  return {
    one: ({ id }: Pick<WebhookEventSummary, 'id'>) => send({ params: { workspaceId, eventId: id } }),
    isPending,
  };
}

export function useReplayFailed() {
  const workspaceId = useHere().workspace.id;
  const { send, isPending } = useSend(postFailedReplays, {
    stale,
    failureTitle: 'Nothing was worked off again',
    onReply: ({ replayed }) =>
      toast({
        title: replayed === 0 ? 'Nothing has failed any more' : `${count(replayed, 'event')} once more`,
        ...(replayed > 0 && { body: 'They are worked off one after the other.' }),
      }),
  });
  return {
    all: (of: Parameters<typeof send>[0]['body']) => send({ params: { workspaceId }, body: of }),
    isPending,
  };
}
