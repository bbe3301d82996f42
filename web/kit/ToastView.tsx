import { Toast } from '@base-ui/react/toast';
import Check from 'lucide-react/icons/check';
import CircleAlert from 'lucide-react/icons/circle-alert';
import X from 'lucide-react/icons/x';
import { useEffect } from 'react';
import { IconButton } from './Button.tsx';
import { Kbd } from './Kbd.tsx';
import { forgetUndo, type Posted, takeWaiting, undoById, useWaiting } from './toast.ts';

const shownMs = 6_000;
const undoShownMs = 10_000;
const keptMax = 40;

/** F6 moves the focus to the toasts; while it or the pointer is there, none of them leaves. */
export default function ToastView() {
  return (
    <Toast.Provider limit={keptMax}>
      <Toast.Portal>
        {/* Away from where one writes and sends: beside the navigation, and on a phone at the top. */}
        <Toast.Viewport className="fixed inset-x-4 top-16 z-70 flex flex-col items-stretch gap-2 sm:inset-x-auto sm:top-auto sm:bottom-4 sm:left-60 sm:w-76">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts, add, close } = Toast.useToastManager<Posted>();
  const waiting = useWaiting();
  useEffect(() => {
    if (waiting.length === 0) return;
    for (const posted of takeWaiting(close)) {
      add({
        id: posted.id,
        title: posted.title,
        description: posted.body,
        timeout: posted.undo ? undoShownMs : shownMs,
        // Said politely, also when it failed: what is urgent here hides its buttons from a screen reader's focus.
        priority: 'low',
        data: posted,
        onRemove: () => forgetUndo(posted.id),
      });
    }
  }, [waiting, add, close]);
  // Of what was done only the latest is shown, or whoever works fast has a wall of it before them. What failed stays.
  const isFailed = ({ data }: (typeof toasts)[number]) => data?.kind === 'failed';
  const latest = toasts.find((toast) => !isFailed(toast))?.id;
  return toasts.map((toast) => (
    <Note key={toast.id} toast={toast} isHidden={!isFailed(toast) && toast.id !== latest} />
  ));
}

interface NoteProps {
  toast: ReturnType<typeof Toast.useToastManager<Posted>>['toasts'][number];
  isHidden: boolean;
}

function Note({ toast, isHidden }: NoteProps) {
  const failed = toast.data?.kind === 'failed';
  const Sign = failed ? CircleAlert : Check;
  return (
    <Toast.Root toast={toast} hidden={isHidden} className="popup data-limited:hidden">
      <Toast.Content className="flex items-start gap-3 py-2.5 pr-2 pl-3.5">
        <Sign
          size={17}
          strokeWidth={1.75}
          className={`mt-1 shrink-0 ${failed ? 'text-danger' : 'text-good'}`}
          aria-hidden
        />
        {/* A long name takes the whole line, and what can be pressed the one below it. */}
        <div className="flex min-w-0 flex-1 flex-wrap gap-x-3">
          <div className="min-w-0 flex-auto py-0.5 wrap-anywhere">
            <Toast.Title render={<p />} className="text-base font-[550] text-ink" />
            <Toast.Description className="text-sm text-soft" />
          </div>
          {toast.data?.undo && (
            <button
              type="button"
              onClick={() => undoById(toast.id)}
              className="ml-auto flex h-8 shrink-0 items-center gap-2 rounded-md px-2 font-[550] text-accent hover:bg-hover"
            >
              Undo <Kbd keys="mod+z" className="max-sm:hidden" />
            </button>
          )}
        </div>
        <Toast.Close render={<IconButton icon={X} label="Dismiss" size="small" />} />
      </Toast.Content>
    </Toast.Root>
  );
}
