import type { LucideIcon } from 'lucide-react';
import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense } from 'react';
import { usePopup } from './popup.ts';

export interface MenuItem {
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly keys?: string;
  readonly onSelect: () => void;
  readonly danger?: boolean;
  /** Why it cannot be done now; shown in the item, which stays in reach. */
  readonly disabledReason?: string | undefined;
  /** A line above it: another kind of thing begins. */
  readonly apart?: boolean;
}

const fetchMenu = () => import('./MenuPopup.tsx');
const MenuPopup = lazy(fetchMenu);
const fetchPopover = () => import('./PopoverPopup.tsx');
const PopoverPopup = lazy(fetchPopover);

interface MenuProps {
  /** A button of the kit. */
  trigger: ReactElement;
  items: readonly MenuItem[];
  align?: 'start' | 'end';
}

/** What can be done with the thing it stands on. */
export function Menu({ trigger, items, align = 'end' }: MenuProps) {
  const popup = usePopup(fetchMenu);
  return (
    <>
      {cloneElement(trigger, popup.triggerProps)}
      <Suspense>{popup.open && <MenuPopup popup={popup} items={items} align={align} />}</Suspense>
    </>
  );
}

/** A small panel beside what it belongs to: a filter, a detail. Not for what must be answered (Dialog). */
export function Popover({
  trigger,
  title,
  children,
}: {
  trigger: ReactElement;
  title: string;
  children: ReactNode;
}) {
  const popup = usePopup(fetchPopover, 'dialog');
  return (
    <>
      {cloneElement(trigger, popup.triggerProps)}
      <Suspense>
        {popup.open && (
          <PopoverPopup popup={popup} title={title}>
            {children}
          </PopoverPopup>
        )}
      </Suspense>
    </>
  );
}
