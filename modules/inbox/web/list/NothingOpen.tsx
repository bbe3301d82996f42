import { lazy, Suspense } from 'react';
import { Kbd } from '../../../../web/kit/Kbd.tsx';
import { useInbox } from '../inbox.ts';

/** An ornament: the list waits for none. */
const StillWater = lazy(async () => ({ default: (await import('./StillWater.tsx')).StillWater }));

/** Beside the list while no conversation is open: the keys that begin the day. */
export function NothingOpen() {
  const { pages } = useInbox();
  const hasSome = pages.items.length > 0;
  return (
    <div className="flex min-w-0 flex-1 flex-col items-center justify-center gap-6 p-8 text-faint max-sm:hidden">
      <Suspense fallback={<div className="h-23" />}>
        <StillWater />
      </Suspense>
      {hasSome && (
        <p className="flex items-center gap-2 text-sm">
          <Kbd keys="j" /> <Kbd keys="k" /> to move, <Kbd keys="enter" /> to open, <Kbd keys="?" /> for every
          key
        </p>
      )}
    </div>
  );
}
