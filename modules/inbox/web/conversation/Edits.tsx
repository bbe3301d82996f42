import { useQuery } from '@tanstack/react-query';
import { q } from '../../../../web/kit/api.ts';
import { Popover } from '../../../../web/kit/Menu.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { listEdits, type Message } from '../../contract.ts';
import { useInbox } from '../inbox.ts';

/** That it was changed, and on demand what it said before. */
export default function Edits({ message }: { message: Message }) {
  return (
    <Popover
      title="What it said before"
      trigger={
        <button type="button" className="text-xs text-faint underline decoration-dotted underline-offset-2">
          Edited
        </button>
      }
    >
      <Earlier message={message} />
    </Popover>
  );
}

function Earlier({ message }: { message: Message }) {
  const { workspaceId } = useInbox().at;
  const params = { workspaceId, conversationId: message.conversationId, messageId: message.id };
  const { data, error } = useQuery(q(listEdits, { params }));
  if (error) return <p role="alert">{error.message}</p>;
  if (!data) return <p role="status">Loading</p>;
  return (
    <ul className="flex flex-col gap-3">
      {data.items.map(({ body, replacedAt }) => (
        <li key={replacedAt.toISOString()}>
          <p className="break-words whitespace-pre-wrap text-ink">{body || 'No words'}</p>
          <p className="text-xs text-faint">
            Until <Time at={replacedAt} as="clock" />
          </p>
        </li>
      ))}
    </ul>
  );
}
