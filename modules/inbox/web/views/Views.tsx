import Users from 'lucide-react/icons/users';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useActions } from '../../../../web/kit/actions.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { soon } from '../../../../web/kit/soon.ts';
import { beginTypeAhead } from '../../../../web/kit/type-ahead.ts';
import type { View } from '../../views/contract.ts';
import { useInbox } from '../inbox.ts';
import { isNarrowed } from '../list/asking.ts';
import { rememberViews, viewsExpected } from './expected.ts';
import { showView, useShownView, useViewCounts, useViews } from './viewing.ts';

const ViewChooser = soon(() => import('./ViewChooser.tsx'));

/** Lists that were given a name, in a row under the usual ones: one's own, and everybody's. */
export default function Views() {
  const { views, error, again } = useViews();
  useFromAddress(views);
  useEffect(() => {
    if (views) rememberViews(views.length > 0);
  }, [views]);
  if (views && views.length > 0) return <Row views={views} />;
  if (error) {
    return (
      <div
        role="alert"
        className="flex h-10 items-center gap-2 border-b border-line pr-2 pl-4 text-sm text-danger"
      >
        <span className="min-w-0 flex-1 truncate">Views could not be loaded.</span>
        <Button size="small" look="quiet" onClick={again}>
          Try again
        </Button>
      </div>
    );
  }
  return !views && viewsExpected() ? <div className="h-10 border-b border-line" /> : null;
}

function Row({ views }: { views: readonly View[] }) {
  const inbox = useInbox();
  const countOf = useViewCounts();
  const { view: shown, isChanged } = useShownView();
  const [choosing, setChoosing] = useState(false);
  useActions([
    {
      id: 'inbox.views',
      title: 'Go to a saved view',
      group: 'In the list',
      keys: 'v',
      keywords: ['list', 'filter'],
      run: () => {
        beginTypeAhead();
        setChoosing(true);
      },
    },
  ]);
  return (
    <nav
      aria-label="Saved views"
      className="flex h-10 [scrollbar-width:none] items-stretch gap-0.5 overflow-x-auto border-b border-line px-2"
    >
      {views.map((view) => (
        <ViewTab
          key={view.id}
          view={view}
          count={countOf(view)}
          isShown={view === shown}
          isChanged={isChanged}
          onShow={() => showView(inbox, view)}
        />
      ))}
      {choosing && <ViewChooser views={views} onClose={() => setChoosing(false)} />}
    </nav>
  );
}

interface ViewTabProps {
  view: View;
  count: string | undefined;
  isShown: boolean;
  isChanged: boolean;
  onShow: () => void;
}

function ViewTab({ view, count, isShown, isChanged, onShow }: ViewTabProps) {
  const tab = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isShown) tab.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isShown]);
  return (
    <button
      ref={tab}
      type="button"
      aria-current={isShown || undefined}
      onClick={onShow}
      className={cx(
        '-mb-px flex max-w-48 shrink-0 items-center gap-1.5 border-b-2 px-2 text-sm outline-offset-[-2px] transition-colors duration-(--leave)',
        isShown ? 'border-accent text-ink' : 'border-transparent text-soft hover:text-ink',
      )}
    >
      {view.isShared && (
        <>
          <Users size={13} strokeWidth={1.75} className="shrink-0 text-faint" aria-hidden />
          <span className="sr-only">Everybody’s: </span>
        </>
      )}
      <span className={cx('truncate', isShown && isChanged && 'italic')}>{view.name}</span>
      {count !== undefined && <span className="text-xs text-faint">{count}</span>}
    </button>
  );
}

/** An address that names a view and nothing else: what the view asks for, once it is known. */
function useFromAddress(views: readonly View[] | undefined) {
  const inbox = useInbox();
  const settle = useEffectEvent(() => {
    const { filters } = inbox;
    const view = views?.find(({ id }) => id === filters.view);
    if (view && !isNarrowed(filters) && filters.q === '') showView(inbox, view);
  });
  const isKnown = views !== undefined;
  useEffect(() => {
    if (isKnown) settle();
  }, [isKnown]);
}
