import X from 'lucide-react/icons/x';
import { lazy, Suspense } from 'react';
import { Avatar } from '../../../../web/kit/Badge.tsx';
import { IconButton } from '../../../../web/kit/Button.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import type { Conversation } from '../../contract.ts';
import { ChannelMark } from '../ChannelMark.tsx';
import { OutsideLink } from '../conversation/Linked.tsx';
import { useInbox } from '../inbox.ts';
import { channelLabels } from '../words.ts';
import { AutomationPart } from './AutomationPart.tsx';
import { OtherConversations } from './OtherConversations.tsx';
import { Part } from './Part.tsx';

const ContactPanel = lazy(() => import('../contacts/ContactPanel.tsx'));

/** Who this is: beside the conversation where there is room, else over it. */
export function PersonPanel({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const { person, channel } = conversation;
  const { workspaceId } = useInbox().at;
  return (
    <aside
      aria-label={`About ${person.name}`}
      className="w-72 shrink-0 overflow-y-auto overscroll-contain border-l border-line bg-paper px-5 py-4 max-[84rem]:absolute max-[84rem]:inset-y-0 max-[84rem]:right-0 max-[84rem]:z-10 max-[84rem]:w-80 max-[84rem]:max-w-full max-[84rem]:shadow-high max-sm:w-full"
    >
      <div className="-mr-2 flex justify-end">
        <IconButton size="small" icon={X} label="Hide" keys="i" onClick={onClose} />
      </div>
      <div className="flex flex-col items-center gap-2 pb-5 text-center">
        <Avatar name={person.name} src={person.pictureUrl} size="large" />
        <div className="min-w-0">
          <p className="title text-lg break-words">{person.name}</p>
          {person.username && (
            <p className="text-sm text-soft">
              {person.profileUrl ? (
                <OutsideLink url={person.profileUrl}>{`@${person.username}`}</OutsideLink>
              ) : (
                `@${person.username}`
              )}
            </p>
          )}
        </div>
      </div>
      <Part title="Account">
        <p className="flex items-center gap-2">
          <ChannelMark platform={channel.platform} />
          <span className="min-w-0">
            <span className="block truncate">{channel.name}</span>
            <span className="block text-xs text-faint">{channelLabels[channel.platform]}</span>
          </span>
        </p>
      </Part>
      <AutomationPart conversation={conversation} />
      <Suspense>
        <ContactPanel workspaceId={workspaceId} contactId={person.contactId} />
      </Suspense>
      <Facts conversation={conversation} />
      <OtherConversations conversation={conversation} />
    </aside>
  );
}

function Facts({ conversation }: { conversation: Conversation }) {
  return (
    <Part title="Conversation">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        <dt className="text-faint">Begun</dt>
        <dd className="text-right">
          <Time at={conversation.createdAt} as="day" />
        </dd>
        <dt className="text-faint">Messages</dt>
        <dd className="text-right">{conversation.messagesCount}</dd>
        {conversation.lastInboundAt && (
          <>
            <dt className="text-faint">Last wrote</dt>
            <dd className="text-right">
              <Time at={conversation.lastInboundAt} />
            </dd>
          </>
        )}
      </dl>
    </Part>
  );
}
