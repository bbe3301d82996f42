import { Suspense, useState } from 'react';
import { actionFor } from '../../../../web/kit/actions.ts';
import { lazyBeside } from '../../../../web/kit/beside.ts';
import { fetchAutopilotInThread } from '../../../../web/shared.ts';
import type { Conversation } from '../../contract.ts';
import { Composer } from '../composer/Composer.tsx';
import { writeAgain, writingIn } from '../composer/words-kept.ts';
import { PersonPanel } from '../person/PersonPanel.tsx';
import { usePersonShown } from '../person/usePersonShown.ts';
import { ConversationHead } from './ConversationHead.tsx';
import { Timeline } from './Timeline.tsx';
import { useMarkRead } from './useMarkRead.ts';

const InThread = lazyBeside(fetchAutopilotInThread);

/** How it stands, what was said, where one answers, and who it is with. */
export default function OpenedConversation({ conversation }: { conversation: Conversation }) {
  const person = usePersonShown();
  const [unreadAtFirst] = useState(conversation.unreadCount);
  useMarkRead(conversation);
  const use = (words: string) => {
    if (!writingIn(conversation.id).reply.includes(words)) writeAgain(conversation.id, 'reply', words);
    actionFor('r')?.run();
  };
  return (
    <>
      <section
        aria-label={`Conversation with ${conversation.person.name}`}
        className="flex min-h-0 min-w-0 flex-1 flex-col"
      >
        <ConversationHead conversation={conversation} person={person} />
        <Timeline conversation={conversation} unreadAtFirst={unreadAtFirst} />
        <Suspense>
          <InThread conversationId={conversation.id} isMachineOn={conversation.automation.isOn} onUse={use} />
        </Suspense>
        <Composer conversation={conversation} />
      </section>
      {person.isShown && <PersonPanel conversation={conversation} onClose={person.hide} />}
    </>
  );
}
