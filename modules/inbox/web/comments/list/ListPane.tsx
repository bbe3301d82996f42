import Search from 'lucide-react/icons/search';
import { useState } from 'react';
import { useActions } from '../../../../../web/kit/actions.ts';
import { cx } from '../../../../../web/kit/cx.ts';
import { Failed } from '../../../../../web/kit/states.tsx';
import { useComments } from '../comments.ts';
import { CommentList } from './CommentList.tsx';
import { FilterBar } from './FilterBar.tsx';
import { ListEmpty } from './ListEmpty.tsx';
import { PostStrip } from './PostStrip.tsx';
import { WordsField } from './WordsField.tsx';

/** Which comments there are. */
export function ListPane({ className }: { className?: string | undefined }) {
  const { filters } = useComments();
  const [isAsked, setAsked] = useState(false);
  useActions([
    {
      ...{ id: 'comments.find', title: 'Find comments', group: 'In the list', keys: 'f', icon: Search },
      ...{ keywords: ['search', 'words', 'text'], run: () => setAsked(true) },
    },
  ]);
  return (
    <section
      aria-label="Comments"
      className={cx('flex w-full min-w-0 shrink-0 flex-col border-line sm:w-84 sm:border-r', className)}
    >
      <div className="shrink-0 border-b border-line">
        <PostStrip />
        <FilterBar />
        {(isAsked || filters.words !== '') && <WordsField onLeave={() => setAsked(false)} />}
      </div>
      <ListBody />
    </section>
  );
}

function ListBody() {
  const { pages } = useComments();
  if (pages.state === 'failed') {
    return (
      <div className="overflow-y-auto px-4">
        <Failed error={pages.error} again={pages.again} />
      </div>
    );
  }
  if (pages.state === 'loaded' && pages.items.length === 0 && !pages.hasMore) return <ListEmpty />;
  return <CommentList />;
}
