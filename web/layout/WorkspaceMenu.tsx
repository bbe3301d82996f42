import { Menu } from '@base-ui/react/menu';
import Check from 'lucide-react/icons/check';
import { useNavigate } from 'react-router';
import { Avatar } from '../kit/Badge.tsx';
import { cx } from '../kit/cx.ts';
import { MenuFrame, menuItemClass } from '../kit/MenuPopup.tsx';
import type { Popup } from '../kit/popup.ts';
import { paths } from '../paths.ts';
import { useHere } from '../workspace.ts';

const shownMax = 12;

export default function WorkspaceMenu({ popup }: { popup: Popup }) {
  const { workspace, workspaces } = useHere();
  const navigate = useNavigate();
  const go = (to: string) => {
    popup.close();
    void navigate(to);
  };
  return (
    <MenuFrame popup={popup} align="start" className="w-64">
      <Menu.RadioGroup
        value={workspace.id}
        onValueChange={(workspaceId: string) => go(paths.workspace({ workspaceId }))}
      >
        {workspaces.slice(0, shownMax).map(({ id, name, role }) => (
          <Menu.RadioItem key={id} value={id} closeOnClick className={cx(menuItemClass, 'items-center')}>
            <Avatar name={name} size="small" />
            <span className="min-w-0 flex-1 truncate">{name}</span>
            <span className="text-sm text-faint">{role}</span>
            <Menu.RadioItemIndicator>
              <Check size={15} className="text-accent" aria-hidden />
            </Menu.RadioItemIndicator>
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
      {workspaces.length > 1 && (
        <>
          <Menu.Separator className="mx-2 my-1 h-px bg-line" />
          <Menu.Item
            onClick={() => go(paths.workspaces())}
            className={cx(menuItemClass, 'items-center text-soft')}
          >
            All workspaces
          </Menu.Item>
        </>
      )}
    </MenuFrame>
  );
}
