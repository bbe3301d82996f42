import { usePrefetchInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { ApiError, pagesOf, q } from '../../../../web/kit/api.ts';
import { buttonClass } from '../../../../web/kit/Button.tsx';
import { soon } from '../../../../web/kit/soon.ts';
import { Failed, Loading, Refused } from '../../../../web/kit/states.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { type ConversationId, getConversation, listMessages } from '../../contract.ts';
import { addressOf, useInbox } from '../inbox.ts';

const Around = ({ children }: { children: ReactNode }) => (
  <section aria-label="Conversation" className="flex min-w-0 flex-1 flex-col overflow-y-auto px-5 py-4">
    {children}
  </section>
);
const waiting = (
  <Around>
    <Loading label="Loading the conversation" />
  </Around>
);
const OpenedConversation = soon(() => import('./OpenedConversation.tsx'), waiting);

/** Nobody waits for what draws a conversation who was near one before: a list weighs less than what it leads to. */
export const comeNear = (): void => void OpenedConversation.fetch().catch(() => undefined);

/** One conversation with what was said in it, asked for while what draws it is fetched. */
export function ConversationPane({ id }: { id: ConversationId }) {
  const params = { workspaceId: useHere().workspace.id, conversationId: id };
  usePrefetchInfiniteQuery(pagesOf(listMessages, { params }));
  const { data, error, refetch } = useQuery(q(getConversation, { params }));
  if (data) return <OpenedConversation conversation={data} />;
  if (!error) return waiting;
  return (
    <Around>
      <NotShown error={error} again={() => void refetch()} />
    </Around>
  );
}

function NotShown({ error, again }: { error: Error; again: () => void }) {
  const inbox = useInbox();
  if (!(error instanceof ApiError && error.status === 404)) return <Failed error={error} again={again} />;
  return (
    <Refused
      title="This conversation is not here"
      actions={
        <Link to={addressOf(inbox, undefined)} className={buttonClass('plain', 'medium')}>
          To the inbox
        </Link>
      }
    >
      It does not exist any more, or it is of a place that is not yours.
    </Refused>
  );
}
