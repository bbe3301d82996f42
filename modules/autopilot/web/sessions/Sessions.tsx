import { useState } from 'react';
import { usePages } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { useHere } from '../../../../web/workspace.ts';
import type { ConversationId } from '../../../inbox/contract.ts';
import { listConversationSessions, type Session } from '../../contract.ts';
import { count, money } from '../decisions/words.ts';
import { Turns } from './Turns.tsx';

/** SE-62: how often the machine talked in a conversation, and what that cost; each folded, with all that was said. */
export default function Sessions({ conversationId }: { conversationId: ConversationId }) {
  const { workspace } = useHere();
  const params = { workspaceId: workspace.id, conversationId };
  const pages = usePages(listConversationSessions, { params, query: { limit: 20 } });
  if (pages.state === 'failed') return <Failed error={pages.error} again={pages.again} />;
  if (pages.state === 'loading') return <Loading label="Loading how the machine talked" lines={1} />;
  if (pages.items.length === 0) return null;
  const cost = pages.items.reduce((sum, { costMicro }) => sum + costMicro, 0);
  return (
    <div className="mt-3 text-sm">
      <p className="flex justify-between gap-2">
        <span className="text-faint">Cost of this conversation</span>
        <span className="tabular-nums">{`${pages.hasMore ? 'More than ' : ''}${money(cost)}`}</span>
      </p>
      <ul className="mt-1 flex flex-col">
        {pages.items.map((session) => (
          <li key={session.id}>
            <One session={session} />
          </li>
        ))}
      </ul>
      {pages.hasMore && (
        <Button size="small" look="quiet" busy={pages.loadingMore} onClick={pages.more}>
          Show earlier ones
        </Button>
      )}
    </div>
  );
}

function One({ session }: { session: Session }) {
  const { id, startedAt, endedAt, messagesCount, toolCallsCount, costMicro } = session;
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className="border-t border-line/60 py-1.5"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="cursor-pointer">
        <Time at={startedAt} />
        {endedAt === null && <span className="text-accent"> · goes on</span>}
        <span className="block pl-4 text-xs text-faint">
          {count(messagesCount, 'message')}
          {toolCallsCount > 0 && ` · ${count(toolCallsCount, 'look-up', 'look-ups')}`}
          {` · ${money(costMicro)}`}
        </span>
      </summary>
      {isOpen && <Turns sessionId={id} />}
    </details>
  );
}
