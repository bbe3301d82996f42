import AlarmClock from 'lucide-react/icons/alarm-clock';
import { useState } from 'react';
import { type Choice, Chooser } from '../../../../web/kit/Chooser.tsx';
import { momentOf } from '../../snoozing/contract.ts';
import { whenWords } from '../WhenWords.tsx';
import { setStatus } from './deeds.ts';
import { type TriageProps, whom } from './triage.ts';

const usual = ['in 1 hour', 'in 3 hours', 'tomorrow 9', 'in 3 days', 'next monday', 'in 1 week'] as const;

/** Until when, in the words one would say it with; which moment that is stands beside them. */
export default function SnoozeChooser({ at, rows, onClose }: TriageProps) {
  const [now] = useState(() => new Date());
  const choiceOf = (words: string): Choice => {
    const moment = momentOf(words, now, at.zone);
    const isAhead = moment !== undefined && moment > now;
    const hint = moment
      ? `${isAhead ? '' : 'Over: '}${whenWords(at.zone, moment, now)}`
      : 'Not understood yet';
    return { value: words, label: sentence(words), icon: AlarmClock, hint, isOff: !isAhead };
  };
  return (
    <Chooser
      title={`Snooze ${whom(rows)} until`}
      placeholder="tomorrow 9, in 2 hours, next monday"
      choices={usual.map(choiceOf)}
      ofWords={(words) =>
        words === '' || usual.some((one) => one === words.toLowerCase()) ? undefined : choiceOf(words)
      }
      onChoose={(value) => void setStatus(at, rows, 'snoozed', value)}
      onClose={onClose}
      foot={`In the time of ${at.zone}`}
    />
  );
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
