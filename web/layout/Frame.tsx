import Ellipsis from 'lucide-react/icons/ellipsis';
import Search from 'lucide-react/icons/search';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { NavLink, Outlet } from 'react-router';
import { actionFor, useActions } from '../kit/actions.ts';
import { cx } from '../kit/cx.ts';
import { ErrorBoundary } from '../kit/ErrorBoundary.tsx';
import { Kbd } from '../kit/Kbd.tsx';
import { Logo } from '../kit/Logo.tsx';
import { paths } from '../paths.ts';
import { type NavGroup, useGoActions } from './navigation.ts';
import { NavList } from './SideNav.tsx';

const Drawer = lazy(async () => ({ default: (await import('../kit/Dialog.tsx')).Drawer }));
const phoneEntriesMax = 4;

interface FrameProps {
  groups: readonly NavGroup[];
  /** Where one is, beside the name. */
  left: ReactNode;
  right: ReactNode;
  /** What somebody should know wherever they are. */
  banners?: ReactNode;
}

/** The lines every screen stands between: the beam above, the places one can go beside it. */
export function Frame({ groups, left, right, banners }: FrameProps) {
  useActions(useGoActions(groups));
  return (
    <>
      <header className="sticky top-0 z-20 flex h-14 items-center gap-1 border-b border-line bg-paper px-4 sm:px-5">
        <NavLink to={paths.home()} className="flex items-center gap-2.5 rounded-md pr-2 text-accent">
          <Logo size={22} />
          <span className="title text-lg text-ink max-sm:sr-only">Stoa</span>
        </NavLink>
        <span aria-hidden className="mx-1.5 h-5 w-px bg-line" />
        {left}
        <span className="flex-1" />
        {right}
      </header>
      <div className="flex">
        <nav
          aria-label="Modules"
          className="sticky top-14 h-[calc(100dvh-3.5rem)] w-56 shrink-0 overflow-y-auto border-r border-line px-5 py-7 max-sm:hidden"
        >
          <NavList groups={groups} />
        </nav>
        <div className="min-w-0 flex-1 max-sm:pb-16 has-data-fills:flex has-data-fills:h-[calc(100dvh-3.5rem)] has-data-fills:flex-col">
          {banners}
          <ErrorBoundary>
            <Outlet />
          </ErrorBoundary>
        </div>
      </div>
      <PhoneBar groups={groups} />
    </>
  );
}

export function PaletteButton() {
  return (
    <button
      type="button"
      onClick={() => actionFor('mod+k')?.run()}
      className="mx-1 flex h-9 items-center gap-2 rounded-md border-line px-2 text-soft hover:bg-hover sm:border sm:bg-raised"
    >
      <Search size={16} strokeWidth={1.75} aria-hidden />
      <span className="text-sm max-md:sr-only">Find or do anything</span>
      <Kbd keys="mod+k" className="max-md:hidden" />
    </button>
  );
}

/** On a phone: the first few places under the thumb, the rest behind them. */
function PhoneBar({ groups }: { groups: readonly NavGroup[] }) {
  const [open, setOpen] = useState(false);
  const entries = groups.flatMap((group) => group.entries).slice(0, phoneEntriesMax);
  const itemClass = 'flex min-w-16 flex-1 flex-col items-center justify-center gap-0.5 py-2 text-xs';
  return (
    <nav
      aria-label="Modules"
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-paper pb-[env(safe-area-inset-bottom)] sm:hidden"
    >
      {entries.map(({ to, nav, end }) => (
        <NavLink
          key={to}
          to={to}
          end={end}
          className={({ isActive }) => cx(itemClass, isActive ? 'text-accent' : 'text-soft')}
        >
          <nav.icon size={20} strokeWidth={1.6} aria-hidden />
          {nav.label}
        </NavLink>
      ))}
      <button type="button" onClick={() => setOpen(true)} className={cx(itemClass, 'text-soft')}>
        <Ellipsis size={20} strokeWidth={1.6} aria-hidden />
        More
      </button>
      <Suspense>
        {open && (
          <Drawer open onClose={() => setOpen(false)} title="Stoa">
            <nav aria-label="All modules" className="pt-2">
              <NavList groups={groups} onGo={() => setOpen(false)} />
            </nav>
          </Drawer>
        )}
      </Suspense>
    </nav>
  );
}
