import { Menu as Base } from '@base-ui/react/menu';
import { Fragment, type ReactNode } from 'react';
import { cx } from './cx.ts';
import { Kbd } from './Kbd.tsx';
import type { MenuItem } from './Menu.tsx';
import { landmarkOf, type Popup } from './popup.ts';

export const menuItemClass =
  'flex cursor-default gap-2.5 rounded-sm px-2.5 py-1.5 outline-none select-none data-highlighted:bg-hover pointer-coarse:py-2.5';

/** The frame of every menu: where it stands, how it closes, where the focus goes back to. */
export function MenuFrame({
  popup,
  align,
  className,
  children,
}: {
  popup: Popup;
  align: 'start' | 'end';
  className?: string;
  children: ReactNode;
}) {
  return (
    <Base.Root open onOpenChange={popup.onOpenChange}>
      <Base.Portal className="absolute" container={landmarkOf(popup.anchor.current)}>
        <Base.Positioner
          positionMethod="fixed"
          anchor={popup.anchor}
          sideOffset={4}
          align={align}
          className="z-50 outline-none"
        >
          <Base.Popup finalFocus={popup.anchor} className={cx('popup p-1', className)}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export default function MenuPopup({
  popup,
  items,
  align,
}: {
  popup: Popup;
  items: readonly MenuItem[];
  align: 'start' | 'end';
}) {
  return (
    <MenuFrame popup={popup} align={align} className="min-w-48">
      {items.map((item) => (
        <Fragment key={item.label}>
          {item.apart && <Base.Separator className="mx-2 my-1 h-px bg-line" />}
          <Base.Item
            disabled={Boolean(item.disabledReason)}
            onClick={item.onSelect}
            className={cx(
              menuItemClass,
              'items-start',
              item.disabledReason && 'cursor-not-allowed text-faint',
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
    </MenuFrame>
  );
}
