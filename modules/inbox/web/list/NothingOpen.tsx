import { Kbd } from '../../../../web/kit/Kbd.tsx';
import { useInbox } from '../inbox.ts';
import { StillWater } from './StillWater.tsx';

/** Beside the list while no conversation is open: the keys that begin the day. */
export function NothingOpen() {
  const { pages } = useInbox();
  const hasSome = pages.items.length > 0;
  return (
    <div className="flex min-w-0 flex-1 flex-col items-center justify-center gap-6 p-8 text-faint max-sm:hidden">
      <StillWater />
      {hasSome && (
        <p className="flex items-center gap-2 text-sm">
          <Kbd keys="j" /> <Kbd keys="k" /> to move, <Kbd keys="enter" /> to open, <Kbd keys="?" /> for every
          key
        </p>
      )}
    </div>
  );
}
