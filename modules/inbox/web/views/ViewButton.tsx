import Bookmark from 'lucide-react/icons/bookmark';
import BookmarkCheck from 'lucide-react/icons/bookmark-check';
import BookmarkPlus from 'lucide-react/icons/bookmark-plus';
import Pencil from 'lucide-react/icons/pencil';
import Trash from 'lucide-react/icons/trash-2';
import { lazy, Suspense, useState } from 'react';
import { newId } from '../../../../kit/ids.ts';
import { useActions } from '../../../../web/kit/actions.ts';
import { IconButton } from '../../../../web/kit/Button.tsx';
import { Menu, type MenuItem } from '../../../../web/kit/Menu.tsx';
import { type View, ViewId } from '../../views/contract.ts';
import { useInbox } from '../inbox.ts';
import { wishOf } from '../list/asking.ts';
import { useWhyNotManage } from '../rights.ts';
import { forgetView, saveView } from './deeds.ts';
import { useShownView } from './viewing.ts';

const ViewDialog = lazy(() => import('./ViewDialog.tsx'));

interface Edited {
  readonly view: Pick<View, 'id' | 'name' | 'isShared' | 'filters' | 'search' | 'place'>;
  readonly isNew: boolean;
}

/** Gives what is shown a name; of a view that is shown already, changes or forgets it. */
export default function ViewButton() {
  const inbox = useInbox();
  const { view, isChanged } = useShownView();
  const [edited, setEdited] = useState<Edited>();
  const wish = { filters: wishOf(inbox.filters), search: inbox.filters.q.trim() || null };
  const add = () =>
    setEdited({
      view: { id: newId(ViewId), name: '', isShared: false, place: 0, ...wish },
      isNew: true,
    });
  useActions([
    {
      id: 'inbox.save-view',
      title: 'Save what is shown as a view',
      group: 'In the list',
      icon: BookmarkPlus,
      keywords: ['filter', 'list'],
      run: add,
    },
  ]);
  const items = useItems({
    view,
    isChanged,
    add,
    edit: (known) => setEdited({ view: known, isNew: false }),
    save: (known) => void saveView(inbox, { ...known, ...wish }),
  });
  return (
    <>
      {view ? (
        <Menu
          trigger={
            <IconButton
              size="small"
              icon={isChanged ? Bookmark : BookmarkCheck}
              label={`The view ${view.name}`}
              className="text-accent"
            />
          }
          items={items}
        />
      ) : (
        <IconButton size="small" icon={BookmarkPlus} label="Save as a view" onClick={add} />
      )}
      <Suspense>{edited && <ViewDialog {...edited} onClose={() => setEdited(undefined)} />}</Suspense>
    </>
  );
}

interface ItemsSpec {
  view: View | undefined;
  isChanged: boolean;
  add: () => void;
  edit: (view: View) => void;
  save: (view: View) => void;
}

function useItems({ view, isChanged, add, edit, save }: ItemsSpec): MenuItem[] {
  const inbox = useInbox();
  const whyNotShared = useWhyNotManage('change what is everybody’s');
  if (!view) return [];
  const disabledReason = view.isShared ? whyNotShared : undefined;
  const changes: MenuItem[] = [
    { label: 'Save what is shown now', icon: BookmarkCheck, onSelect: () => save(view), disabledReason },
    { label: 'Save as another view', icon: BookmarkPlus, onSelect: add },
  ];
  return [
    ...(isChanged ? changes : []),
    { label: 'Rename or share', icon: Pencil, apart: isChanged, onSelect: () => edit(view), disabledReason },
    {
      label: 'Delete the view',
      icon: Trash,
      danger: true,
      apart: true,
      onSelect: () => void forgetView(inbox, view),
      disabledReason,
    },
  ];
}
