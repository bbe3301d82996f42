import { lazy, Suspense } from 'react';
import { cx } from '../../../../web/kit/cx.ts';
import { Failed } from '../../../../web/kit/states.tsx';
import { useInbox } from '../inbox.ts';
import { ConversationList } from './ConversationList.tsx';
import { ListHead } from './ListHead.tsx';

const ListEmpty = lazy(() => import('./ListEmpty.tsx'));

/** Which conversations there are. */
export function ListPane({ className }: { className?: string | undefined }) {
  return (
    <section
      aria-label="Conversations"
      className={cx('flex w-full min-w-0 shrink-0 flex-col border-line sm:w-84 sm:border-r', className)}
    >
      <ListHead />
      <ListBody />
    </section>
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
