import SmilePlus from 'lucide-react/icons/smile-plus';
import type { ReactNode } from 'react';
import { useActions } from '../../../../web/kit/actions.ts';
import { type Conversation, type Message, reactionsOf } from '../../contract.ts';
import { useWindow } from '../composer/useWindow.ts';
import { writingIn } from '../composer/words-kept.ts';
import { ReactionsContext } from './reacting.ts';

interface Props {
  conversation: Conversation;
  /** From the end. */
  messages: readonly Message[];
  children: ReactNode;
}

/** What can be put under a message as long as the platform takes it, and the key that begins with it. */
export function ReactionsOffered({ conversation, messages, children }: Props) {
  const { channel, mayReply } = conversation;
  const { mayWrite } = useWindow(conversation);
  const reactions = mayReply && mayWrite ? reactionsOf(channel.platform) : undefined;
  const theirs = messages.filter(({ direction, unsentAt }) => direction === 'inbound' && !unsentAt);
  useActions(
    reactions && theirs.length > 0
      ? [{ ...action, icon: SmilePlus, run: () => openChooser(meant(conversation, theirs)) }]
      : [],
  );
  return <ReactionsContext value={reactions}>{children}</ReactionsContext>;
}

const action = {
  id: 'inbox.react',
  title: 'Put an emoji under what they wrote',
  group: 'In the conversation',
  keys: '+',
  keywords: ['react', 'reaction', 'heart', 'like'],
};

/** The one somebody is at, or answers, or else their last. */
function meant({ id }: Conversation, theirs: readonly Message[]): Message | undefined {
  const at = document.activeElement?.closest<HTMLElement>('[data-message]')?.dataset.message;
  const answered = writingIn(id).answering?.id;
  const named = (wanted: string | undefined) => theirs.find((message) => message.id === wanted);
  return named(at) ?? named(answered) ?? theirs[0];
}

function openChooser(message: Message | undefined): void {
  const button = document.querySelector<HTMLElement>(`[data-message="${message?.id}"] [data-reacts]`);
  button?.scrollIntoView({ block: 'nearest' });
  button?.click();
}
