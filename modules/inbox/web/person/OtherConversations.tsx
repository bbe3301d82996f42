import { Link } from 'react-router';
import { usePages } from '../../../../web/kit/api.ts';
import { type Conversation, listConversations } from '../../contract.ts';
import { ChannelMark } from '../ChannelMark.tsx';
import { addressOf, useInbox } from '../inbox.ts';
import { ShortTime } from '../ShortTime.tsx';
import { lastWords } from '../words.ts';
import { Part } from './Part.tsx';

const shownMax = 6;

/** What else was said with the same person, on whichever account. */
export function OtherConversations({ conversation }: { conversation: Conversation }) {
  const inbox = useInbox();
  const { items } = usePages(listConversations, {
    params: { workspaceId: inbox.at.workspaceId },
    query: { contactId: conversation.person.contactId, limit: shownMax + 1 },
  });
  const others = items.filter(({ id }) => id !== conversation.id).slice(0, shownMax);
  if (others.length === 0) return null;
  return (
    <Part title="Also with this person">
      <ul className="flex flex-col gap-2">
        {others.map((row) => (
          <li key={row.id}>
            <Link
              to={addressOf(inbox, row.id)}
              className="flex items-center gap-2 rounded-md text-sm hover:underline"
            >
              <ChannelMark platform={row.channel.platform} />
              <span className="min-w-0 flex-1 truncate">{row.subject ?? lastWords(row)}</span>
              <span className="text-xs text-faint">
                <ShortTime at={row.lastAt} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Part>
  );
}
