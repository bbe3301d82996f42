import type { ReactNode } from 'react';
import { Button } from '../../../web/kit/Button.tsx';
import { cx } from '../../../web/kit/cx.ts';
import { Submit } from '../../../web/kit/Form.tsx';

interface DialogFootProps {
  onClose: () => void;
  busy: boolean;
  /** Why it cannot be sent as it stands. */
  whyNot?: string | undefined;
  className?: string;
  /** What leaving it is called, where "Cancel" could be taken for the deed itself. */
  away?: string;
  children: ReactNode;
}

/** The end of a form over the page: away from it, or on. */
export const DialogFoot = ({
  onClose,
  busy,
  whyNot,
  className,
  away = 'Cancel',
  children,
}: DialogFootProps) => (
  <div className={cx('mt-1 flex justify-end gap-2', className)}>
    <Button look="quiet" onClick={onClose}>
      {away}
    </Button>
    <Submit busy={busy} disabledReason={whyNot}>
      {children}
    </Submit>
  </div>
);
