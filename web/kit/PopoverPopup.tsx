import { Popover as Base } from '@base-ui/react/popover';
import type { ReactNode } from 'react';
import { landmarkOf, type Popup } from './popup.ts';

export default function PopoverPopup({
  popup,
  title,
  children,
}: {
  popup: Popup;
  title: string;
  children: ReactNode;
}) {
  return (
    <Base.Root open onOpenChange={popup.onOpenChange}>
      <Base.Portal className="absolute" container={landmarkOf(popup.anchor.current)}>
        <Base.Positioner positionMethod="fixed" anchor={popup.anchor} sideOffset={6} className="z-50">
          <Base.Popup finalFocus={popup.anchor} className="popup w-[min(20rem,calc(100vw-2rem))] p-4">
            <Base.Title className="mb-1 font-[550]">{title}</Base.Title>
            <div className="text-base text-soft">{children}</div>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
