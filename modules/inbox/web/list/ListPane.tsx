import Search from 'lucide-react/icons/search';
import { lazy, Suspense, useState } from 'react';
import { useLocation } from 'react-router';
import { useActions } from '../../../../web/kit/actions.ts';
import { cx } from '../../../../web/kit/cx.ts';
import { soon, useFetchedEarly } from '../../../../web/kit/soon.ts';
import { Failed } from '../../../../web/kit/states.tsx';
import { useInbox } from '../inbox.ts';
import { ConversationList } from './ConversationList.tsx';
import { ListHead } from './ListHead.tsx';

const SearchPane = soon(
  () => import('../search/SearchPane.tsx'),
  <div className="h-14 border-b border-line" />,
);
const early = [SearchPane];
const AtMessage = lazy(() => import('../search/AtMessage.tsx'));
const ListEmpty = lazy(() => import('./ListEmpty.tsx'));

/** Which conversations there are; or, in their place, what was found by its words. */
export function ListPane({ className }: { className?: string | undefined }) {
  const { filters } = useInbox();
  const [isAsked, setAsked] = useState(false);
  useFetchedEarly(early);
  useActions([
    {
      ...{ id: 'inbox.search', title: 'Search messages and people', group: 'In the list', keys: 'f' },
      ...{ icon: Search, keywords: ['find', 'words', 'text'], run: () => setAsked(true) },
    },
  ]);
  return (
    <section
      aria-label="Conversations"
      className={cx('flex w-full min-w-0 shrink-0 flex-col border-line sm:w-84 sm:border-r', className)}
    >
      {isAsked || filters.q !== '' ? (
        <SearchPane onClose={() => setAsked(false)} />
      ) : (
        <>
          <ListHead />
          <ListBody />
        </>
      )}
      <GoToMessage />
    </section>
  );
}

/** An address may name a message of the conversation: `#message-…`. */
function GoToMessage() {
  const { openId } = useInbox();
  const { hash, key } = useLocation();
  const messageId = /^#message-(.+)$/.exec(hash)?.[1];
  if (!openId || !messageId) return null;
  return (
    <Suspense>
      <AtMessage key={key} conversationId={openId} messageId={messageId} />
    </Suspense>
  );
}

function ListBody() {
  const { pages } = useInbox();
  if (pages.state === 'failed') {
    return (
      <div className="overflow-y-auto px-4">
        <Failed error={pages.error} again={pages.again} />
      </div>
    );
  }
  if (pages.state === 'loaded' && pages.items.length === 0 && !pages.hasMore) {
    return (
      <Suspense>
        <ListEmpty />
      </Suspense>
    );
  }
  return <ConversationList />;
}
