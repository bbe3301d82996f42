import AlarmClock from 'lucide-react/icons/alarm-clock';
import { Chooser } from '../../../../web/kit/Chooser.tsx';
import { setStatus } from './deeds.ts';
import { type TriageProps, whom } from './triage.ts';

const usual = ['in 1 hour', 'in 3 hours', 'tomorrow 9', 'in 3 days', 'next monday', 'in 1 week'] as const;

/** Until when, in the words one would say it with. */
export default function SnoozeChooser({ at, rows, onClose }: TriageProps) {
  return (
    <Chooser
      title={`Snooze ${whom(rows)} until`}
      placeholder="tomorrow 9, in 2 hours, next monday"
      choices={usual.map((value) => ({ value, label: sentence(value), icon: AlarmClock }))}
      ofWords={(words) =>
        words === '' || usual.some((one) => one === words.toLowerCase())
          ? undefined
          : { value: words, label: sentence(words), icon: AlarmClock, hint: 'As you say it' }
      }
      onChoose={(value) => void setStatus(at, rows, 'snoozed', value)}
      onClose={onClose}
      foot={`In the time of ${at.zone}`}
    />
  );
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
