import SmilePlus from 'lucide-react/icons/smile-plus';
import { lazy, Suspense } from 'react';
import { IconButton } from '../../../../web/kit/Button.tsx';
import { usePopup } from '../../../../web/kit/popup.ts';
import type { Conversation, Message, Reactions } from '../../contract.ts';

const fetchChooser = () => import('./ReactionChooser.tsx');
const ReactionChooser = lazy(fetchChooser);

interface Props {
  message: Message;
  conversation: Conversation;
  reactions: Reactions;
}

export function ReactButton({ message, conversation, reactions }: Props) {
  const popup = usePopup(fetchChooser, 'dialog');
  return (
    <>
      <IconButton
        {...popup.triggerProps}
        data-reacts
        size="small"
        icon={SmilePlus}
        label="Put an emoji under it"
        keys="+"
      />
      <Suspense>
        {popup.open && <ReactionChooser {...{ popup, message, conversation, reactions }} />}
      </Suspense>
    </>
  );
}
