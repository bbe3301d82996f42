import { cx } from '../../../../web/kit/cx.ts';
import type { Conversation, Message } from '../../contract.ts';
import { useReactionDeeds, useReactionsFor } from './reacting.ts';

/** What stands under a message, of theirs and of ours; ours is taken off by a press. */
export function Reactions({ message, conversation }: { message: Message; conversation: Conversation }) {
  const { name } = conversation.person;
  const deeds = useReactionDeeds(conversation);
  const mayTakeOff = useReactionsFor(message) !== undefined;
  return (
    <span
      className={cx(
        'absolute -bottom-4 flex rounded-full border border-line bg-raised px-1 text-sm leading-6 shadow-low',
        message.direction === 'inbound' ? 'left-2' : 'right-2',
      )}
    >
      {message.reactions.map(({ side, emoji }) =>
        side === 'business' && mayTakeOff ? (
          <button
            key={side}
            type="button"
            title="You. Press to take it off"
            aria-label={`Your reaction: ${emoji}. Take it off`}
            onClick={() => deeds.takeOff(message)}
            className="min-w-6 rounded-full hover:bg-hover"
          >
            {emoji}
          </button>
        ) : (
          <span key={side} title={side === 'contact' ? name : 'You'} className="min-w-6 text-center">
            <span className="sr-only">
              {side === 'contact' ? `${name} reacted with ` : 'Your reaction: '}
            </span>
            {emoji}
          </span>
        ),
      )}
    </span>
  );
}
