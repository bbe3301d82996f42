import { Menu } from '@base-ui/react/menu';
import type { LucideIcon } from 'lucide-react';
import Database from 'lucide-react/icons/database';
import Keyboard from 'lucide-react/icons/keyboard';
import LogOut from 'lucide-react/icons/log-out';
import Server from 'lucide-react/icons/server-cog';
import ShieldCheck from 'lucide-react/icons/shield-check';
import UserRound from 'lucide-react/icons/user-round';
import { useNavigate } from 'react-router';
import type { Me } from '../../modules/identity/contract.ts';
import { appearanceLooks, setAppearance, useAppearance } from '../appearance.ts';
import { actionFor } from '../kit/actions.ts';
import { cx } from '../kit/cx.ts';
import { Kbd } from '../kit/Kbd.tsx';
import { MenuFrame, menuItemClass } from '../kit/MenuPopup.tsx';
import type { Popup } from '../kit/popup.ts';
import { paths } from '../paths.ts';

interface AccountMenuProps {
  popup: Popup;
  me: Me;
  onSignOut: () => void;
}

export default function AccountMenuPopup({ popup, me, onSignOut }: AccountMenuProps) {
  return (
    <MenuFrame popup={popup} align="end" className="w-60">
      <div className="border-b border-line px-2.5 pt-1.5 pb-2.5">
        <p className="font-[550] break-words">{me.name}</p>
        <p className="truncate text-sm text-faint">{me.email}</p>
      </div>
      <Places popup={popup} isAdministrator={me.isAdministrator} />
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

/** What is about oneself and, for whoever looks after it, the installation. */
function Places({ popup, isAdministrator }: { popup: Popup; isAdministrator: boolean }) {
  const navigate = useNavigate();
  const go = (to: string) => {
    popup.close();
    void navigate(to);
  };
  const entry = (Icon: LucideIcon, label: string, to: string) => (
    <Menu.Item className={cx(menuItemClass, 'items-center')} onClick={() => go(to)}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      {label}
    </Menu.Item>
  );
  return (
    <div className="border-b border-line py-1">
      {entry(UserRound, 'Profile', paths.profile())}
      {entry(ShieldCheck, 'Security', paths.security())}
      {entry(Database, 'Your data', paths.yourData())}
      {isAdministrator && entry(Server, 'Administration', paths.adminPeople())}
    </div>
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
