import CircleAlert from 'lucide-react/icons/circle-alert';
import type { Conversation, Message, ReactionRefused } from '../../contract.ts';
import { failureWhy } from '../words.ts';
import { LineButton } from './LineButton.tsx';
import { useReactionDeeds, useReactionsFor } from './reacting.ts';

interface Props {
  message: Message;
  conversation: Conversation;
  refused: ReactionRefused;
}

/** What was put at once did not get there: it is as it was before, and this is why. */
export function ReactionRefusal({ message, conversation, refused: { emoji, code } }: Props) {
  const deeds = useReactionDeeds(conversation);
  const mayTry = useReactionsFor(message) !== undefined;
  return (
    <span role="alert" className="inline-flex flex-wrap items-center gap-x-2 text-danger">
      <span className="inline-flex items-start gap-1">
        <CircleAlert size={13} strokeWidth={2} className="mt-0.5 shrink-0" aria-hidden />
        {emoji === null ? 'It could not be taken off.' : `${emoji} did not get there.`} {failureWhy(code)}
      </span>
      {mayTry && (
        <LineButton onClick={() => (emoji === null ? deeds.takeOff(message) : deeds.put(message, emoji))}>
          Try again
        </LineButton>
      )}
    </span>
  );
}
