import CircleAlert from 'lucide-react/icons/circle-alert';
import type { ApiError } from '../../../../web/kit/api.ts';
import { drop, type Outgoing, send } from '../composer/outbox.ts';
import { write, writeAgain } from '../composer/words-kept.ts';
import { useInbox } from '../inbox.ts';
import { draftOfWish } from '../mail/recipients.ts';
import { LineButton } from './LineButton.tsx';

/** It was not taken: why, and what can be done with the words, which are kept. */
export function Refusal({ outgoing, error }: { outgoing: Outgoing; error: ApiError }) {
  const { workspaceId } = useInbox().at;
  const { message, wish } = outgoing;
  const place = { workspaceId, conversationId: message.conversationId };
  const isOvertaken = error.code === 'inbox.somebody_else_answered';
  const again = () => {
    const { after, ...rest } = wish;
    void send(place, { ...outgoing, wish: isOvertaken ? rest : { ...rest, ...(after && { after }) } });
  };
  const edit = () => {
    drop(message.id);
    writeAgain(message.conversationId, outgoing.isNote ? 'note' : 'reply', wish.body ?? '');
    if (wish.mail) write(message.conversationId, { mail: draftOfWish(wish.mail) });
  };
  return (
    <span role="alert" className="flex flex-wrap items-center justify-end gap-x-2 text-danger">
      <span className="inline-flex items-start gap-1">
        <CircleAlert size={13} strokeWidth={2} className="mt-0.5 shrink-0" aria-hidden />
        {error.message}
      </span>
      <LineButton onClick={again}>{isOvertaken ? 'Send it all the same' : 'Try again'}</LineButton>
      <LineButton onClick={edit}>Change it</LineButton>
      <LineButton onClick={() => drop(message.id)}>Throw away</LineButton>
    </span>
  );
}
