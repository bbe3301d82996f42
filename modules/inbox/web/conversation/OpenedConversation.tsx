import { useState } from 'react';
import type { Conversation } from '../../contract.ts';
import { Composer } from '../composer/Composer.tsx';
import { PersonPanel } from '../person/PersonPanel.tsx';
import { usePersonShown } from '../person/usePersonShown.ts';
import { ConversationHead } from './ConversationHead.tsx';
import { Timeline } from './Timeline.tsx';
import { useMarkRead } from './useMarkRead.ts';

/** How it stands, what was said, where one answers, and who it is with. */
export default function OpenedConversation({ conversation }: { conversation: Conversation }) {
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
