import AlarmClock from 'lucide-react/icons/alarm-clock';
import CircleCheck from 'lucide-react/icons/circle-check';
import Tag from 'lucide-react/icons/tag';
import UserRoundPlus from 'lucide-react/icons/user-round-plus';
import X from 'lucide-react/icons/x';
import { actionFor } from '../../../../web/kit/actions.ts';
import { IconButton } from '../../../../web/kit/Button.tsx';
import { useInbox } from '../inbox.ts';
import { useWhyNotMay } from '../rights.ts';

const deeds = [
  { icon: CircleCheck, label: 'Close', keys: 'e' },
  { icon: UserRoundPlus, label: 'Give to somebody', keys: 'a' },
  { icon: AlarmClock, label: 'Snooze', keys: 's' },
  { icon: Tag, label: 'Tags', keys: '#' },
] as const;

/** What can be done with all that are chosen: by button, or by the keys that else mean one. */
export default function ChosenBar() {
  const { chosen, choose } = useInbox();
  const whyNot = useWhyNotMay('inbox.organize', 'organise conversations');
  return (
    <div className="flex h-11 items-center justify-between gap-2 bg-wash/50 pr-2 pl-4">
      <p role="status" className="text-sm font-[550] text-ink">
        {chosen.size} chosen
      </p>
      <span className="flex items-center">
        {deeds.map(({ icon, label, keys }) => (
          <IconButton
            key={keys}
            size="small"
            icon={icon}
            label={label}
            keys={keys}
            disabledReason={whyNot}
            onClick={() => actionFor(keys)?.run()}
          />
        ))}
        <span aria-hidden className="mx-1 h-5 w-px bg-line" />
        <IconButton size="small" icon={X} label="Choose none" onClick={() => choose(new Set())} />
      </span>
    </div>
  );
}
