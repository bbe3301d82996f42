import { Menu as Base } from '@base-ui/react/menu';
import { Popover as BasePopover } from '@base-ui/react/popover';
import type { LucideIcon } from 'lucide-react';
import { Fragment, type ReactElement, type ReactNode } from 'react';
import { cx } from './cx.ts';
import { Kbd } from './Kbd.tsx';

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

/** What can be done with the thing it stands on. `trigger` is a button of the kit. */
export function Menu({ trigger, items, align = 'end' }: { trigger: ReactElement; items: readonly MenuItem[]; align?: 'start' | 'end' }) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} className="z-50 outline-none">
          <Base.Popup className="popup min-w-48 p-1">
            {items.map((item) => (
              <Fragment key={item.label}>
                {item.apart && <Base.Separator className="mx-2 my-1 h-px bg-line" />}
                <Base.Item
                  disabled={Boolean(item.disabledReason)}
                  onClick={item.onSelect}
                  className={cx(
                    'flex items-start gap-2.5 rounded-sm px-2.5 py-1.5 outline-none select-none data-highlighted:bg-hover pointer-coarse:py-2.5',
                    item.disabledReason ? 'cursor-not-allowed text-faint' : 'cursor-default',
                    item.danger && !item.disabledReason && 'text-danger',
                  )}
                >
                  {item.icon && <item.icon size={16} strokeWidth={1.75} className="mt-1 shrink-0" aria-hidden />}
                  <span className="flex-1">
                    {item.label}
                    {item.disabledReason && <span className="block max-w-56 text-sm">{item.disabledReason}</span>}
                  </span>
                  {item.keys && <Kbd keys={item.keys} className="mt-0.5 ml-6" />}
                </Base.Item>
              </Fragment>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** A small panel beside what it belongs to: a filter, a detail. Not for what must be answered (Dialog). */
export function Popover({ trigger, title, children }: { trigger: ReactElement; title: string; children: ReactNode }) {
  return (
    <BasePopover.Root>
      <BasePopover.Trigger render={trigger} />
      <BasePopover.Portal>
        <BasePopover.Positioner sideOffset={6} className="z-50">
          <BasePopover.Popup className="popup w-[min(20rem,calc(100vw-2rem))] p-4">
            <BasePopover.Title className="mb-1 font-[550]">{title}</BasePopover.Title>
            <div className="text-base text-soft">{children}</div>
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
