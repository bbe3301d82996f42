import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down';
import { lazy, Suspense } from 'react';
import { usePopup } from '../kit/popup.ts';
import { useHere } from '../workspace.ts';

const fetchMenu = () => import('./WorkspaceMenu.tsx');
const WorkspaceMenu = lazy(fetchMenu);

/** Which workspace this is, and the way to another. With many, the choice has a page of its own. */
export function WorkspaceSwitcher() {
  const { workspace } = useHere();
  const popup = usePopup(fetchMenu);
  return (
    <>
      <button
        type="button"
        {...popup.triggerProps}
        className="flex h-9 min-w-0 items-center gap-2 rounded-md px-2 hover:bg-hover aria-expanded:bg-hover"
      >
        <span className="truncate font-[550]">{workspace.name}</span>
        <span className="sr-only">, switch the workspace</span>
        <ChevronsUpDown size={14} className="shrink-0 text-faint" aria-hidden />
      </button>
      <Suspense>{popup.open && <WorkspaceMenu popup={popup} />}</Suspense>
    </>
  );
}
