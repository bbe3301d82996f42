import CornerUpLeft from 'lucide-react/icons/corner-up-left';
import Trash2 from 'lucide-react/icons/trash-2';
import { actionFor } from '../../../../web/kit/actions.ts';
import { IconButton } from '../../../../web/kit/Button.tsx';
import type { Conversation, Message } from '../../contract.ts';
import { write } from '../composer/words-kept.ts';
import { useInbox } from '../inbox.ts';
import { ReactButton } from './ReactButton.tsx';
import { useReactionsFor } from './reacting.ts';
import { useNoteDeeds } from './useNoteDeeds.ts';

/** What can be done with one message: in sight once somebody is at it. */
export function MessageTools({ message, conversation }: { message: Message; conversation: Conversation }) {
  const { at } = useInbox();
  const notes = useNoteDeeds(conversation);
  const isMine = message.kind === 'note' && message.member?.memberId === at.me;
  const mayAnswer = message.direction !== 'internal' && conversation.mayReply && !message.unsentAt;
  const reactions = useReactionsFor(message);
  if (!isMine && !mayAnswer) return null;
  const answer = () => {
    const { id, direction, kind, body } = message;
    write(conversation.id, { answering: { id, direction, kind, text: body } });
    actionFor('r')?.run();
  };
  return (
    <span className="flex shrink-0 opacity-0 transition-opacity duration-(--leave) group-hover/message:opacity-100 focus-within:opacity-100 has-[[aria-expanded=true]]:opacity-100 pointer-coarse:opacity-100">
      {reactions && <ReactButton {...{ message, conversation, reactions }} />}
      {mayAnswer && (
        <IconButton
          size="small"
          icon={CornerUpLeft}
          label="Answer this message"
          onClick={answer}
          className="pointer-coarse:hidden"
        />
      )}
      {isMine && (
        <IconButton
          size="small"
          icon={Trash2}
          label="Throw the note away"
          className="pointer-coarse:hidden"
          onClick={() => notes.discard(message)}
        />
      )}
    </span>
  );
}
