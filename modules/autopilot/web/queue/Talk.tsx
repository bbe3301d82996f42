import { useQuery } from '@tanstack/react-query';
import { q } from '../../../../web/kit/api.ts';
import { cx } from '../../../../web/kit/cx.ts';
import { Loading } from '../../../../web/kit/states.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { type ConversationId, listMessages, type Message } from '../../../inbox/contract.ts';

const shownMax = 6;

interface TalkProps {
  conversationId: ConversationId | null;
  person: string;
  /** What they wrote, where the conversation cannot be shown. */
  words: string;
}

/** The last of what was said, so that nobody decides about words without their conversation. */
export function Talk({ conversationId, person, words }: TalkProps) {
  if (conversationId === null) return <Line who={person} isTheirs text={words} />;
  return <LastWords conversationId={conversationId} person={person} words={words} />;
}

function LastWords({ conversationId, person, words }: TalkProps & { conversationId: ConversationId }) {
  const { workspace } = useHere();
  const params = { workspaceId: workspace.id, conversationId };
  const { data, error } = useQuery(q(listMessages, { params, query: { limit: shownMax } }));
  if (error) return <Line who={person} isTheirs text={words} />;
  if (!data) return <Loading label="Loading what was said" lines={2} />;
  const said = data.items.filter(isSaid).toReversed();
  return (
    <ol aria-label="What was said" className="flex flex-col gap-3">
      {said.map((message) => (
        <li key={message.id}>
          <Line
            who={message.direction === 'inbound' ? person : (message.member?.name ?? 'The machine')}
            isTheirs={message.direction === 'inbound'}
            text={message.body ?? 'Something without words'}
            at={message.happenedAt}
          />
        </li>
      ))}
    </ol>
  );
}

const isSaid = ({ kind, unsentAt }: Message) => kind !== 'activity' && kind !== 'note' && unsentAt === null;

function Line({ who, isTheirs, text, at }: { who: string; isTheirs: boolean; text: string; at?: Date }) {
  return (
    <div className={cx('flex flex-col', isTheirs ? 'items-start' : 'items-end')}>
      <p className="mb-0.5 px-0.5 text-xs text-faint">
        {who}
        {at && (
          <>
            {' · '}
            <Time at={at} />
          </>
        )}
      </p>
      <p
        className={cx(
          'max-w-[85%] rounded-lg border px-3 py-1.5 break-words whitespace-pre-wrap',
          isTheirs ? 'border-line bg-raised' : 'border-transparent bg-wash',
        )}
      >
        {text}
      </p>
    </div>
  );
}
