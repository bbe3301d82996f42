import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { q } from '../../../../web/kit/api.ts';
import { cx } from '../../../../web/kit/cx.ts';
import { countsMax, getCounts } from '../../contract.ts';
import { useInbox } from '../inbox.ts';
import { viewsExpected } from '../views/expected.ts';
import { type ListName, listNames, listOf } from './asking.ts';
import { useBulkNow } from './bulk-now.ts';
import { FilterBar } from './FilterBar.tsx';

const Views = lazy(() => import('../views/Views.tsx'));
const BulkBar = lazy(() => import('./BulkBar.tsx'));
const ChosenBar = lazy(() => import('./ChosenBar.tsx'));

const labels: Record<ListName, string> = {
  all: 'All',
  mine: 'Mine',
  unassigned: 'Nobody’s',
  requests: 'Requests',
  mentioned: 'Mentions',
};
const counted = {
  all: 'open',
  mine: 'mine',
  unassigned: 'unassigned',
  requests: 'requests',
  mentioned: 'mentioned',
} as const;

export function ListHead() {
  const { chosen } = useInbox();
  const bulkId = useBulkNow();
  return (
    <div className="shrink-0 border-b border-line">
      <Lists />
      <Suspense fallback={viewsExpected() && <div className="h-10 border-b border-line" />}>
        <Views />
      </Suspense>
      <Suspense>{bulkId && <BulkBar key={bulkId} id={bulkId} />}</Suspense>
      {chosen.size > 0 ? (
        <Suspense fallback={<div className="h-11 bg-wash/50" />}>
          <ChosenBar />
        </Suspense>
      ) : (
        <FilterBar />
      )}
    </div>
  );
}

/** The usual lists as a row of columns: how much waits in each, and under which one stands. */
function Lists() {
  const { at, filters, change, clear } = useInbox();
  const { data: counts } = useQuery(q(getCounts, { params: { workspaceId: at.workspaceId } }));
  const shown = filters.view === '' ? listOf(filters) : undefined;
  const show = (name: ListName) => {
    // From a saved view, to the whole list: what the view leaves out would be missed in it.
    if (filters.view !== '') clear();
    change('list', name === 'all' ? '' : name);
  };
  return (
    <nav aria-label="Lists" className="grid grid-cols-5 border-b border-line px-2">
      {listNames.map((name) => {
        const isShown = name === shown;
        const number = counts?.[counted[name]];
        return (
          <button
            key={name}
            type="button"
            aria-current={isShown || undefined}
            onClick={() => show(name)}
            className={cx(
              '-mb-px flex flex-col items-center gap-0.5 border-b-2 px-0.5 pt-3 pb-2 outline-offset-[-2px] transition-colors duration-(--leave)',
              isShown ? 'border-accent text-ink' : 'border-transparent text-soft hover:text-ink',
            )}
          >
            <span className={cx('title text-lg leading-6', !number && 'text-faint')}>
              {number === undefined ? <span aria-hidden>·</span> : figure(number)}
            </span>
            <span className="text-xs">{labels[name]}</span>
          </button>
        );
      })}
    </nav>
  );
}

const figure = (number: number): string => (number >= countsMax ? '999+' : String(number));
