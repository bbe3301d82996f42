import { Toast } from '@base-ui/react/toast';
import Check from 'lucide-react/icons/check';
import CircleAlert from 'lucide-react/icons/circle-alert';
import X from 'lucide-react/icons/x';
import { IconButton } from './Button.tsx';
import { Kbd } from './Kbd.tsx';

const shownMs = 6_000;
const undoShownMs = 10_000;
const undosKeptMax = 20;

interface ToastData {
  readonly kind: 'done' | 'failed';
  readonly undo?: () => void;
}
export interface ToastSpec {
  readonly kind?: ToastData['kind'];
  readonly title: string;
  readonly body?: string;
  /** Takes back what the toast says was done. In reach by button and by mod+z while the toast stands. */
  readonly undo?: () => void;
}

const manager = Toast.createToastManager<ToastData>();
/** What can still be taken back, the latest last. */
let undos: { id: string; run: () => void }[] = [];

/** Says what has just happened. The clock stands still while the pointer or the focus rests on it. */
export function toast({ kind = 'done', title, body, undo }: ToastSpec): void {
  const id = manager.add({
    title,
    description: body,
    timeout: undo ? undoShownMs : shownMs,
    priority: kind === 'failed' ? 'high' : 'low',
    data: { kind, ...(undo && { undo: () => undoById(id) }) },
    onRemove: () => {
      undos = undos.filter((entry) => entry.id !== id);
    },
  });
  if (undo) undos = [...undos, { id, run: undo }].slice(-undosKeptMax);
}

/** mod+z: takes back the latest thing that still can be. False when there is nothing. */
export function undoLatest(): boolean {
  const latest = undos.at(-1);
  if (latest) undoById(latest.id);
  return latest !== undefined;
}

function undoById(id: string) {
  const entry = undos.find((undo) => undo.id === id);
  undos = undos.filter((undo) => undo !== entry);
  manager.close(id);
  entry?.run();
}

/** Once, around the application. F6 moves the focus to the toasts. */
export function Toasts() {
  return (
    <Toast.Provider toastManager={manager} limit={4}>
      <Toast.Portal>
        <Toast.Viewport className="fixed inset-x-4 bottom-20 z-50 flex flex-col items-stretch gap-2 sm:inset-x-auto sm:right-6 sm:bottom-6 sm:w-[23rem]">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager<ToastData>();
  return toasts.map((entry) => (
    <Toast.Root key={entry.id} toast={entry} className="popup data-limited:hidden">
      <Toast.Content className="flex items-start gap-3 py-2.5 pr-2 pl-3.5">
        {entry.data?.kind === 'failed' ? (
          <CircleAlert size={17} strokeWidth={1.75} className="mt-1 shrink-0 text-danger" aria-hidden />
        ) : (
          <Check size={17} strokeWidth={1.75} className="mt-1 shrink-0 text-good" aria-hidden />
        )}
        <div className="min-w-0 flex-1 py-0.5">
          <Toast.Title className="text-base font-[550] text-ink" />
          <Toast.Description className="text-sm text-soft" />
        </div>
        {entry.data?.undo && (
          <button
            type="button"
            onClick={entry.data.undo}
            className="flex h-8 items-center gap-2 rounded-md px-2 font-[550] text-accent hover:bg-hover"
          >
            Undo <Kbd keys="mod+z" className="max-sm:hidden" />
          </button>
        )}
        <Toast.Close render={<IconButton icon={X} label="Dismiss" size="small" />} />
      </Toast.Content>
    </Toast.Root>
  ));
}
