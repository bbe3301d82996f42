import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { ApiError, q } from '../../../../web/kit/api.ts';
import { buttonClass } from '../../../../web/kit/Button.tsx';
import { Failed, Loading, Refused } from '../../../../web/kit/states.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { type Conversation, type ConversationId, getConversation } from '../../contract.ts';
import { Composer } from '../composer/Composer.tsx';
import { addressOf, useInbox } from '../inbox.ts';
import { PersonPanel } from '../person/PersonPanel.tsx';
import { usePersonShown } from '../person/usePersonShown.ts';
import { ConversationHead } from './ConversationHead.tsx';
import { Timeline } from './Timeline.tsx';
import { useMarkRead } from './useMarkRead.ts';

/** One conversation: how it stands, what was said, and where one answers. */
export function ConversationPane({ id }: { id: ConversationId }) {
  const params = { workspaceId: useHere().workspace.id, conversationId: id };
  const { data, error, refetch } = useQuery(q(getConversation, { params }));
  if (data) return <Opened conversation={data} />;
  return (
    <section aria-label="Conversation" className="flex min-w-0 flex-1 flex-col overflow-y-auto px-5 py-4">
      {error ? (
        <NotShown error={error} again={() => void refetch()} />
      ) : (
        <Loading label="Loading the conversation" />
      )}
    </section>
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

function Opened({ conversation }: { conversation: Conversation }) {
  const person = usePersonShown();
  const [unreadAtFirst] = useState(conversation.unreadCount);
  useMarkRead(conversation);
  return (
    <>
      <section
        aria-label={`Conversation with ${conversation.person.name}`}
        className="flex min-h-0 min-w-0 flex-1 flex-col"
      >
        <ConversationHead conversation={conversation} person={person} />
        <Timeline conversation={conversation} unreadAtFirst={unreadAtFirst} />
        <Composer conversation={conversation} />
      </section>
      {person.isShown && <PersonPanel conversation={conversation} onClose={person.hide} />}
    </>
  );
}
