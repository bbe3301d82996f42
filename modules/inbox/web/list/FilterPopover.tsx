import ListFilter from 'lucide-react/icons/list-filter';
import { type ComponentProps, type ReactNode, Suspense } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { Popover } from '../../../../web/kit/Menu.tsx';
import { Loading } from '../../../../web/kit/states.tsx';
import { Tooltip } from '../../../../web/kit/Tooltip.tsx';

interface FilterPopoverProps {
  /** By how many things the list is narrowed behind it. */
  count: number;
  children: ReactNode;
}

/** What a list is narrowed by, behind a button that says by how many things. */
export const FilterPopover = ({ count, children }: FilterPopoverProps) => (
  <Popover title="Show only" trigger={<FilterButton count={count} />}>
    <Suspense fallback={<Loading label="Loading filters" lines={3} />}>{children}</Suspense>
  </Popover>
);

/** The same button with a number and without one: the panel hangs on it while the first filter is chosen. */
function FilterButton({ count, ...rest }: { count: number } & ComponentProps<'button'>) {
  const isOn = count > 0;
  return (
    <Tooltip text="Filter">
      <Button
        {...rest}
        look="quiet"
        size="small"
        icon={ListFilter}
        className={cx(isOn ? 'text-accent!' : 'px-1.5! pointer-coarse:px-3!')}
      >
        {isOn && count}
        <span className="sr-only">{isOn ? ' filters' : 'Filter'}</span>
      </Button>
    </Tooltip>
  );
}
