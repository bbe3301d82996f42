import { Kbd } from '../../../../../web/kit/Kbd.tsx';
import { StillWater } from '../../list/StillWater.tsx';
import { useComments } from '../comments.ts';

/** Beside the list while no comment is open: the keys that begin the day. */
export function NothingOpen() {
  const { pages } = useComments();
  return (
    <div className="flex min-w-0 flex-1 flex-col items-center justify-center gap-6 p-8 text-faint max-sm:hidden">
      <StillWater />
      {pages.items.length > 0 && (
        <p className="flex items-center gap-2 text-sm">
          <Kbd keys="j" /> <Kbd keys="k" /> to move, <Kbd keys="enter" /> to open, <Kbd keys="?" /> for every
          key
        </p>
      )}
    </div>
  );
}
