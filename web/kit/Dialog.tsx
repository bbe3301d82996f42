import { AlertDialog as BaseAlert } from '@base-ui/react/alert-dialog';
import { Dialog as Base } from '@base-ui/react/dialog';
import X from 'lucide-react/icons/x';
import { type ReactNode, type RefObject, useRef } from 'react';
import { Button, IconButton } from './Button.tsx';
import { cx } from './cx.ts';

export const backdropClass =
  'fixed inset-0 z-40 bg-shade transition-opacity duration-(--arrive) data-starting-style:opacity-0 data-ending-style:opacity-0';
const viewportClass =
  'fixed inset-0 z-40 flex items-end justify-center overflow-y-auto sm:items-start sm:pt-[12dvh] sm:pb-8';
const panelClass = cx(
  'popup w-full p-5 sm:p-7 max-sm:max-h-[92dvh] max-sm:overflow-y-auto max-sm:rounded-b-none max-sm:border-x-0',
  'max-sm:pb-[max(1.25rem,env(safe-area-inset-bottom))] max-sm:data-starting-style:translate-y-8',
);

const fields = ':is(input, textarea, select):not([aria-hidden="true"], [type="hidden"])';

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  body?: ReactNode;
  /** Where the focus goes first, if not to the first field. */
  initialFocus?: RefObject<HTMLElement | null>;
  wide?: boolean;
  children: ReactNode;
}

/** A short task over the page; on a phone it rises from the lower edge. Escape and the backdrop close it. */
export function Dialog({ open, onClose, title, body, initialFocus, wide, children }: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  // Not the Close button, which stands first: what one came for. On a touch screen nothing, or the keyboard covers it.
  const firstFocus = (by: string) => {
    if (initialFocus) return initialFocus.current;
    const field = by === 'touch' ? null : popup.current?.querySelector<HTMLElement>(fields);
    return field ?? popup.current;
  };
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Viewport className={viewportClass}>
          <Base.Popup
            ref={popup}
            initialFocus={firstFocus}
            className={cx(panelClass, wide ? 'sm:max-w-2xl' : 'sm:max-w-md')}
          >
            <header className="mb-5 flex items-start justify-between gap-4">
              <div>
                <Base.Title className="title text-xl">{title}</Base.Title>
                {body && <Base.Description className="mt-1 text-base text-soft">{body}</Base.Description>}
              </div>
              <Base.Close
                render={<IconButton icon={X} label="Close" keys="escape" className="-mt-1.5 -mr-2" />}
              />
            </header>
            {children}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

interface AlertDialogProps {
  open: boolean;
  title: string;
  body: ReactNode;
  /** The verb itself: "Delete", never "OK". */
  confirm: string;
  cancel?: string;
  busy?: boolean;
  onConfirm: () => void;
  onCancel: () => void;
}

/** Before what cannot be taken back, and only then: what can be undone is done at once, with an Undo. */
export function AlertDialog({
  open,
  title,
  body,
  confirm,
  cancel = 'Cancel',
  busy,
  onConfirm,
  onCancel,
}: AlertDialogProps) {
  return (
    <BaseAlert.Root open={open} onOpenChange={(next) => !next && onCancel()}>
      <BaseAlert.Portal>
        <BaseAlert.Backdrop className={backdropClass} />
        <BaseAlert.Viewport className={viewportClass}>
          <BaseAlert.Popup className={cx(panelClass, 'sm:max-w-sm')}>
            <BaseAlert.Title className="title text-xl">{title}</BaseAlert.Title>
            <BaseAlert.Description className="mt-2 text-base text-soft">{body}</BaseAlert.Description>
            <div className="mt-6 flex justify-end gap-2">
              <BaseAlert.Close render={<Button look="quiet">{cancel}</Button>} />
              <Button look="danger" busy={busy} onClick={onConfirm}>
                {confirm}
              </Button>
            </div>
          </BaseAlert.Popup>
        </BaseAlert.Viewport>
      </BaseAlert.Portal>
    </BaseAlert.Root>
  );
}

/** A panel from the left: the navigation on a phone, details beside a list. */
export function Drawer({
  open,
  onClose,
  title,
  side = 'left',
  wide,
  children,
}: Omit<DialogProps, 'body'> & { side?: 'left' | 'right' }) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup
          className={cx(
            'fixed inset-y-0 z-40 flex flex-col overflow-y-auto overscroll-contain bg-paper shadow-high',
            wide ? 'w-[min(32rem,92vw)]' : 'w-[min(20rem,86vw)]',
            'transition-transform duration-(--arrive) ease-(--settle) focus-visible:outline-none',
            side === 'left'
              ? 'left-0 border-r border-line data-starting-style:-translate-x-full data-ending-style:-translate-x-full'
              : 'right-0 border-l border-line data-starting-style:translate-x-full data-ending-style:translate-x-full',
          )}
        >
          <header className="flex items-center justify-between gap-4 px-4 pt-3 pb-2">
            <Base.Title className="title text-lg">{title}</Base.Title>
            <Base.Close render={<IconButton icon={X} label="Close" keys="escape" className="-mr-2" />} />
          </header>
          <div className="flex-1 px-4 pb-[max(1rem,env(safe-area-inset-bottom))]">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
