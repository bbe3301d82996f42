import LogOut from 'lucide-react/icons/log-out';
import { lazy, Suspense } from 'react';
import { deleteSession, type Me } from '../../modules/identity/contract.ts';
import { appearanceLooks, setAppearance } from '../appearance.ts';
import { useActions } from '../kit/actions.ts';
import { Avatar } from '../kit/Badge.tsx';
import { usePopup } from '../kit/popup.ts';
import { useSend } from '../kit/send.ts';
import { paths } from '../paths.ts';

const fetchMenu = () => import('./AccountMenuPopup.tsx');
const AccountMenuPopup = lazy(fetchMenu);

/** Who is signed in, how Stoa looks to them, and the way out. */
export function AccountMenu({ me }: { me: Me }) {
  const popup = usePopup(fetchMenu);
  const signOut = useSignOut();
  useActions([
    ...appearanceLooks.map(({ value, label, icon }) => ({
      id: `appearance.${value}`,
      title: value === 'system' ? 'Look like the system' : `Look ${label.toLowerCase()}`,
      group: 'Appearance',
      icon,
      keywords: ['theme', 'mode'],
      run: () => setAppearance(value),
    })),
    {
      id: 'sign-out',
      title: 'Sign out',
      group: 'Everywhere',
      icon: LogOut,
      keywords: ['log out', 'leave'],
      run: signOut,
    },
  ]);
  return (
    <>
      <button
        type="button"
        {...popup.triggerProps}
        className="flex size-9 shrink-0 items-center justify-center rounded-full hover:bg-hover"
      >
        <Avatar name={me.name} src={me.avatarUrl} />
        <span className="sr-only">Your account, {me.name}</span>
      </button>
      <Suspense>{popup.open && <AccountMenuPopup popup={popup} me={me} onSignOut={signOut} />}</Suspense>
    </>
  );
}

/** The page begins anew, so that nothing of one person, read or written, stays for the next. */
export function useSignOut(): () => void {
  const leave = useSend(deleteSession, {
    failureTitle: 'You are still signed in',
    onReply: () => window.location.assign(paths.signIn()),
  });
  return () => leave.send({});
}
