import Keyboard from 'lucide-react/icons/keyboard';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import {
  isRouteErrorResponse,
  Outlet,
  ScrollRestoration,
  useLocation,
  useNavigation,
  useRevalidator,
  useRouteError,
} from 'react-router';
import { useActions } from '../kit/actions.ts';
import { onProofNeeded } from '../kit/api.ts';
import { listenForKeys } from '../kit/keys.ts';
import { Logo } from '../kit/Logo.tsx';
import { soon, useFetchedEarly } from '../kit/soon.ts';
import { Failed } from '../kit/states.tsx';
import { Toasts } from '../kit/Toasts.tsx';
import { TooltipLayer } from '../kit/Tooltip.tsx';
import { undoLatest } from '../kit/toast.ts';
import NotFound from '../screens/NotFound.tsx';

const Palette = soon(() => import('./Palette.tsx'));
const KeyboardMap = soon(() => import('./KeyboardMap.tsx'));
const ProofDialog = lazy(() => import('./ProofDialog.tsx'));
/** What is typed right after Ctrl+K must find it there. */
const ofKeys = [Palette, KeyboardMap];

/** Around every screen: keys, palette, toasts, and where the focus goes when the page changes. */
export function Root() {
  const [overlay, setOverlay] = useState<'palette' | 'keys' | null>(null);
  useEffect(listenForKeys, []);
  const proof = useProof();
  useFocusOnArrival();
  useFetchedEarly(ofKeys);
  useActions([
    {
      id: 'palette',
      title: 'Find or do anything',
      group: 'Everywhere',
      keys: 'mod+k',
      keysOnly: true,
      run: () => setOverlay('palette'),
    },
    {
      id: 'keys',
      title: 'Show all keys',
      group: 'Everywhere',
      keys: '?',
      icon: Keyboard,
      keywords: ['keyboard', 'shortcuts', 'help'],
      run: () => setOverlay('keys'),
    },
    { id: 'undo', title: 'Undo', group: 'Everywhere', keys: 'mod+z', keysOnly: true, run: undoLatest },
  ]);

  const close = () => setOverlay(null);
  return (
    <>
      <a
        href="#main"
        className="sr-only rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
      >
        Skip to the page
      </a>
      <Arriving />
      <Outlet />
      {overlay === 'palette' && <Palette onClose={close} />}
      {overlay === 'keys' && <KeyboardMap onClose={close} />}
      <Suspense>{proof && <ProofDialog onSettled={proof} />}</Suspense>
      <Toasts />
      <TooltipLayer />
      <ScrollRestoration />
    </>
  );
}

/** Whoever waits for a proof, while one is asked for. Several wait for the same answer. */
function useProof(): ((proved: boolean) => void) | null {
  const [waiting, setWaiting] = useState<readonly ((proved: boolean) => void)[]>([]);
  useEffect(
    () => onProofNeeded(() => new Promise((answer) => setWaiting((others) => [...others, answer]))),
    [],
  );
  if (waiting.length === 0) return null;
  return (proved) => {
    setWaiting([]);
    for (const answer of waiting) answer(proved);
  };
}

/** A new page is announced by its heading taking the focus, unless the page has placed it already. */
function useFocusOnArrival() {
  const { pathname } = useLocation();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    const main = document.querySelector('main');
    if (main?.contains(document.activeElement)) return;
    main?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }, [pathname]);
}

/** A line along the top while the next page is on its way; a quick one shows none. */
function Arriving() {
  const { state } = useNavigation();
  if (state !== 'loading') return null;
  return (
    <div role="status" className="fixed inset-x-0 top-0 z-50 h-0.5">
      <span className="sr-only">Loading the page</span>
      <span className="arriving block h-full bg-accent" />
    </div>
  );
}

/** The first moment, before anything is known. */
export function Starting() {
  return (
    <main aria-busy="true" className="flex min-h-dvh items-center justify-center text-line">
      <h1 className="sr-only">Stoa is starting</h1>
      <Logo size={48} className="late" />
    </main>
  );
}

/** A page that could not be read, or that broke while it was drawn. */
export function RouteFailed() {
  const error = useRouteError();
  const { revalidate } = useRevalidator();
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFound />;
  // A chunk that is gone means that a newer version was put in place: only a fresh start finds it.
  const isGone = error instanceof TypeError && /import|module/i.test(error.message);
  return (
    <main id="main" className="flex min-h-[70dvh] items-center">
      <h1 className="sr-only">This page could not be shown</h1>
      <Failed
        title={isGone ? 'Stoa has been updated' : 'This page could not be shown'}
        error={error instanceof Error ? error : null}
        again={() => (isGone ? location.reload() : void revalidate())}
      />
    </main>
  );
}
