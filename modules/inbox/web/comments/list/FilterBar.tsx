import ArrowDownWideNarrow from 'lucide-react/icons/arrow-down-wide-narrow';
import ChevronDown from 'lucide-react/icons/chevron-down';
import Search from 'lucide-react/icons/search';
import { lazy } from 'react';
import { actionFor } from '../../../../../web/kit/actions.ts';
import { Button, IconButton } from '../../../../../web/kit/Button.tsx';
import { Menu } from '../../../../../web/kit/Menu.tsx';
import { type CommentStatus, commentStatuses } from '../../../comments/contract.ts';
import { FilterPopover } from '../../list/FilterPopover.tsx';
import { narrowing, type Order, stateOf } from '../asking.ts';
import { useComments } from '../comments.ts';
import { statusLabels } from '../words.ts';

const Filters = lazy(() => import('./Filters.tsx'));

const orderLabels: Record<Order, string> = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  priority: 'Most urgent first',
};
const orders = Object.keys(orderLabels) as Order[];

/** What the list is narrowed by, and how it is ordered. What is not usual is named, so that nobody wonders. */
export function FilterBar() {
  const { filters, change } = useComments();
  const state = stateOf(filters);
  const order = orders.find((name) => name === filters.order) ?? 'newest';
  const label =
    state === 'open' ? 'To do' : state === 'any' ? 'In any state' : statusLabels[state as CommentStatus];
  return (
    <div className="flex h-11 items-center justify-between gap-2 pr-2 pl-3">
      <Menu
        align="start"
        trigger={
          <Button look="quiet" size="small" className="-ml-1 text-soft">
            <span className="sr-only">State: </span>
            {label}
            <ChevronDown size={14} aria-hidden />
          </Button>
        }
        items={[
          { label: 'To do', onSelect: () => change('status', filters.words === '' ? '' : 'open') },
          ...commentStatuses.map((name) => ({
            label: statusLabels[name],
            onSelect: () => change('status', name),
          })),
          { label: 'In any state', apart: true, onSelect: () => change('status', 'any') },
        ]}
      />
      <span className="flex items-center gap-1">
        <Menu
          trigger={<IconButton size="small" icon={ArrowDownWideNarrow} label={orderLabels[order]} />}
          items={orders.map((name) => ({
            label: orderLabels[name],
            onSelect: () => change('order', name === 'newest' ? '' : name),
          }))}
        />
        <FilterPopover count={narrowing.filter((name) => filters[name] !== '').length}>
          <Filters />
        </FilterPopover>
        <IconButton
          size="small"
          icon={Search}
          label="Find comments"
          keys="f"
          onClick={() => actionFor('f')?.run()}
        />
      </span>
    </div>
  );
}
