import { createContext, useContext } from 'react';
import { sendNow } from '../../../../web/kit/send.ts';
import {
  type Conversation,
  deleteReaction,
  listMessages,
  type Message,
  putReaction,
  type Reactions,
} from '../../contract.ts';
import { useInbox } from '../inbox.ts';
import { editMessage } from './shown-messages.ts';

/** What can be put under a message of this conversation now; undefined: nothing. */
export const ReactionsContext = createContext<Reactions | undefined>(undefined);

export function useReactionsFor({ direction, unsentAt }: Message): Reactions | undefined {
  const reactions = useContext(ReactionsContext);
  return direction === 'inbound' && !unsentAt ? reactions : undefined;
}

export const oursUnder = ({ reactions }: Message): string | undefined =>
  reactions.find(({ side }) => side === 'business')?.emoji;

export interface ReactionDeeds {
  readonly put: (message: Message, emoji: string) => void;
  readonly takeOff: (message: Message) => void;
}

/** There at once, and as it was before when the server refuses. */
export function useReactionDeeds({ id }: Pick<Conversation, 'id'>): ReactionDeeds {
  const { workspaceId } = useInbox().at;
  const place = { workspaceId, conversationId: id };
  const paramsOf = (message: Message) => ({ ...place, messageId: message.id });
  const options = (message: Message, emoji: string | undefined, failureTitle: string) => ({
    changes: () => [editMessage(place, message.id, (shown) => withOurs(shown, emoji))],
    stale: [[listMessages.path]],
    failureTitle,
  });
  return {
    put: (message, emoji) =>
      void sendNow(
        putReaction,
        { params: paramsOf(message), body: { emoji } },
        options(message, emoji, `${emoji} was not put under it`),
      ).catch(said),
    takeOff: (message) =>
      void sendNow(
        deleteReaction,
        { params: paramsOf(message) },
        options(message, undefined, `${oursUnder(message)} is still there`),
      ).catch(said),
  };
}

/** Its refusal is in a toast. */
const said = () => undefined;

function withOurs({ reactions, details }: Message, emoji: string | undefined): Partial<Message> {
  const theirs = reactions.filter(({ side }) => side === 'contact');
  const ours = emoji === undefined ? [] : [{ side: 'business' as const, emoji, at: new Date() }];
  const { reactionRefused: _, ...rest } = details;
  return { reactions: [...ours, ...theirs], details: rest };
}
