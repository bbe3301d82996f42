import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down';
import Plus from 'lucide-react/icons/plus';
import { lazy, Suspense, useState } from 'react';
import { useActions } from '../kit/actions.ts';
import { usePopup } from '../kit/popup.ts';
import { useHere } from '../workspace.ts';

const fetchMenu = () => import('./WorkspaceMenu.tsx');
const WorkspaceMenu = lazy(fetchMenu);
const MakeWorkspace = lazy(() => import('./MakeWorkspace.tsx'));

/** Which workspace this is, the way to another, and the way to a new one. */
export function WorkspaceSwitcher() {
  const { workspace } = useHere();
  const popup = usePopup(fetchMenu, 'dialog');
  const [isMaking, setMaking] = useState(false);
  const make = () => setMaking(true);
  useActions([
    {
      id: 'workspaces.make',
      title: 'Make a workspace',
      group: 'Everywhere',
      icon: Plus,
      keywords: ['new', 'create', 'add', 'brand', 'agency'],
      run: make,
    },
  ]);
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
      <Suspense>
        {popup.open && <WorkspaceMenu popup={popup} onMake={make} />}
        {isMaking && <MakeWorkspace onClose={() => setMaking(false)} />}
      </Suspense>
    </>
  );
}
