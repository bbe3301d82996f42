import ChevronDown from 'lucide-react/icons/chevron-down';
import Search from 'lucide-react/icons/search';
import { lazy, Suspense } from 'react';
import { actionFor } from '../../../../web/kit/actions.ts';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { Menu } from '../../../../web/kit/Menu.tsx';
import { conversationStatuses } from '../../contract.ts';
import { useInbox } from '../inbox.ts';
import { statusLabels } from '../words.ts';
import { filtersChosen, isNarrowed } from './asking.ts';
import { allThatMatch } from './choosing.ts';
import { FilterPopover } from './FilterPopover.tsx';

const Filters = lazy(() => import('./Filters.tsx'));
const ViewButton = lazy(() => import('../views/ViewButton.tsx'));

/** What the list is narrowed by. What is not usual is named, so that nobody wonders where the others are. */
export function FilterBar() {
  const { filters } = useInbox();
  return (
    <div className="flex h-11 items-center justify-between gap-2 pr-2 pl-3">
      <StateMenu />
      <span className="flex items-center gap-1">
        <UnreadSwitch />
        {(isNarrowed(filters) || filters.view !== '') && (
          <Suspense fallback={<span className="size-7" />}>
            <ViewButton />
          </Suspense>
        )}
        <FilterPopover count={filtersChosen(filters)}>
          <Filters />
        </FilterPopover>
        <IconButton
          size="small"
          icon={Search}
          label="Search messages and people"
          keys="f"
          onClick={() => actionFor('f')?.run()}
        />
      </span>
    </div>
  );
}

function StateMenu() {
  const { filters, change, choose } = useInbox();
  const status = filters.status || 'open';
  const label = status === 'any' ? 'In any state' : statusLabels[status as keyof typeof statusLabels];
  return (
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
        ...conversationStatuses.map((name) => ({
          label: statusLabels[name],
          onSelect: () => change('status', name === 'open' ? '' : name),
        })),
        { label: 'In any state', apart: true, onSelect: () => change('status', 'any') },
        { label: 'Choose all of them', keys: '* a', apart: true, onSelect: () => choose(allThatMatch) },
      ]}
    />
  );
}

function UnreadSwitch() {
  const { filters, change } = useInbox();
  const isOn = filters.unread !== '';
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={() => change('unread', isOn ? '' : 'true')}
      className={cx(
        'h-7 rounded-md px-2 text-sm pointer-coarse:h-10',
        isOn ? 'bg-wash text-accent' : 'text-soft hover:bg-hover hover:text-ink',
      )}
    >
      Unread
    </button>
  );
}
