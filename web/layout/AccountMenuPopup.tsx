import { Menu } from '@base-ui/react/menu';
import Keyboard from 'lucide-react/icons/keyboard';
import LogOut from 'lucide-react/icons/log-out';
import type { Me } from '../../modules/identity/contract.ts';
import { appearanceLooks, setAppearance, useAppearance } from '../appearance.ts';
import { actionFor } from '../kit/actions.ts';
import { cx } from '../kit/cx.ts';
import { Kbd } from '../kit/Kbd.tsx';
import { MenuFrame, menuItemClass } from '../kit/MenuPopup.tsx';
import type { Popup } from '../kit/popup.ts';

interface AccountMenuProps {
  popup: Popup;
  me: Me;
  onSignOut: () => void;
}

export default function AccountMenuPopup({ popup, me, onSignOut }: AccountMenuProps) {
  return (
    <MenuFrame popup={popup} align="end" className="w-60">
      <div className="border-b border-line px-2.5 pt-1.5 pb-2.5">
        <p className="font-[550]">{me.name}</p>
        <p className="truncate text-sm text-faint">{me.email}</p>
      </div>
      <Looks />
      <Menu.Separator className="mx-2 mb-1 h-px bg-line" />
      <Menu.Item
        className={cx(menuItemClass, 'items-center')}
        onClick={() => {
          popup.close();
          actionFor('?')?.run();
        }}
      >
        <Keyboard size={16} strokeWidth={1.75} aria-hidden />
        <span className="flex-1">Keys</span>
        <Kbd keys="?" />
      </Menu.Item>
      <Menu.Item className={cx(menuItemClass, 'items-center')} onClick={onSignOut}>
        <LogOut size={16} strokeWidth={1.75} aria-hidden />
        Sign out
      </Menu.Item>
    </MenuFrame>
  );
}

function Looks() {
  const appearance = useAppearance();
  return (
    <Menu.RadioGroup
      aria-label="Appearance"
      value={appearance}
      onValueChange={setAppearance}
      className="flex gap-1 py-2"
    >
      {appearanceLooks.map((look) => (
        <Menu.RadioItem
          key={look.value}
          value={look.value}
          className={cx(
            'flex flex-1 cursor-default flex-col items-center gap-1 rounded-sm pt-2 pb-1 text-sm outline-none select-none data-highlighted:bg-hover',
            look.value === appearance ? 'font-[550] text-accent' : 'text-soft',
          )}
        >
          <look.icon size={17} strokeWidth={1.6} aria-hidden />
          {look.label}
          <span className={cx('h-0.5 w-5', look.value === appearance && 'bg-accent')} />
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}
