import X from 'lucide-react/icons/x';
import { IconButton } from '../../../../web/kit/Button.tsx';
import { useInbox } from '../inbox.ts';
import { count } from '../words.ts';

/** What can be done with all that are chosen; the keys mean them as well. */
export function ChosenBar() {
  const { chosen, choose } = useInbox();
  return (
    <div className="flex h-11 items-center justify-between gap-2 pr-2 pl-4">
      <p role="status" className="text-sm text-ink">
        {count(chosen.size, 'conversation')} chosen
      </p>
      <IconButton size="small" icon={X} label="Choose none" onClick={() => choose(new Set())} />
    </div>
  );
}
