import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { usePages } from '../../../web/kit/api.ts';
import { cx } from '../../../web/kit/cx.ts';
import { useTitle } from '../../../web/kit/Page.tsx';
import { useZone } from '../../../web/kit/time.tsx';
import { useFilters } from '../../../web/shared.ts';
import { useHere } from '../../../web/workspace.ts';
import { ConversationId, type ConversationSummary, listConversations } from '../contract.ts';
import { ConversationPane, comeNear } from './conversation/ConversationPane.tsx';
import { addressOf, type Cursor, type Inbox, InboxContext } from './inbox.ts';
import { filterNames, queryOf } from './list/asking.ts';
import { ListPane } from './list/ListPane.tsx';
import { NothingOpen } from './list/NothingOpen.tsx';
import { TriageProvider } from './triage/TriageProvider.tsx';
import { useColleagues } from './useColleagues.ts';

/** What customers write, the conversation one is in, and who it is with: beside each other, or on a phone in turn. */
export default function InboxPage() {
  const inbox = useInboxState();
  const { openId } = inbox;
  const title = openId ? 'Conversation' : 'Inbox';
  useTitle(title);
  return (
    <InboxContext value={inbox}>
      <main
        id="main"
        data-fills
        aria-labelledby="title"
        onPointerEnter={comeNear}
        onFocus={comeNear}
        className="relative flex min-h-0 min-w-0 flex-1"
      >
        <h1 id="title" tabIndex={-1} className="sr-only">
          {title}
        </h1>
        <TriageProvider>
          <ListPane className={cx(openId && 'max-sm:hidden')} />
          {openId ? <ConversationPane key={openId} id={openId} /> : <NothingOpen />}
        </TriageProvider>
      </main>
    </InboxContext>
  );
}

function useInboxState(): Inbox {
  const { workspace } = useHere();
  const zone = useZone();
  const navigate = useNavigate();
  const openId = ConversationId.safeParse(useParams().conversationId).data;
  const { filters, change, clear } = useFilters(filterNames);
  const query = queryOf(filters);
  const pages = usePages(listConversations, { params: { workspaceId: workspace.id }, query });
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const [cursor, moveCursor] = useState<Cursor>({ id: undefined, index: 0 });
  const { me } = useColleagues();
  const at = { workspaceId: workspace.id, zone, me: me?.id, myName: me?.name };
  const asItStood = useListAsItStood(openId, pages.items);
  const goTo = (id: string | undefined) =>
    void navigate(addressOf({ at, filters }, id), { preventScrollReset: true });
  return {
    at,
    filters,
    change: (name, value) => {
      choose(new Set());
      change(name, value);
    },
    clear,
    query,
    pages,
    openId,
    chosen,
    choose,
    goTo,
    cursor,
    moveCursor,
    goToNext: () => {
      const ids: readonly (string | undefined)[] = pages.items
        .map(({ id }) => id)
        .filter((id) => !chosen.has(id) || id === openId);
      const here = openId ?? cursor.id;
      const order: typeof ids = openId ? asItStood.filter((id) => ids.includes(id)) : [];
      const left = [...order, ...ids.filter((id) => !order.includes(id))];
      const index = left.indexOf(here);
      const id = left[index + 1] ?? left[index - 1];
      moveCursor({ id, index: Math.max(ids.indexOf(here), 0) });
      if (openId) goTo(id);
    },
  };
}

/** As it was when this one was opened: an answer puts it on top, and whoever works downwards goes on where it was. */
function useListAsItStood(openId: string | undefined, rows: readonly ConversationSummary[]) {
  const [stood, setStood] = useState({ openId, ids: rows.map(({ id }) => id) });
  if (stood.openId !== openId || (stood.ids.length === 0 && rows.length > 0))
    setStood({ openId, ids: rows.map(({ id }) => id) });
  return stood.ids;
}
