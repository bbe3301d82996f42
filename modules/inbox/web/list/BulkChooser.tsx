import AlarmClock from 'lucide-react/icons/alarm-clock';
import TagIcon from 'lucide-react/icons/tag';
import UserRound from 'lucide-react/icons/user-round';
import UserRoundX from 'lucide-react/icons/user-round-x';
import { useState } from 'react';
import type { MemberId } from '../../../../kit/ids.ts';
import { type Choice, Chooser } from '../../../../web/kit/Chooser.tsx';
import { useZone } from '../../../../web/kit/time.tsx';
import type { BulkWish } from '../../bulk/contract.ts';
import type { TagId } from '../../conversations/contract.ts';
import { momentOf } from '../../snoozing/contract.ts';
import { useColleagues } from '../useColleagues.ts';
import { useTags } from '../useTags.ts';
import { whenWords } from '../WhenWords.tsx';

export type BulkChoice = 'assign' | 'snooze' | 'tag' | 'untag';

interface BulkChooserProps {
  /** Whom it is about: "214 conversations". */
  whom: string;
  onWish: (wish: BulkWish) => void;
  onClose: () => void;
}

/** What a wish needs to be said beside what it is: to whom, until when, which tag. */
export default function BulkChooser({ choice, ...props }: BulkChooserProps & { choice: BulkChoice }) {
  if (choice === 'assign') return <Assign {...props} />;
  if (choice === 'snooze') return <Snooze {...props} />;
  return <Tagged {...props} action={choice} />;
}

function Assign({ whom, onWish, onClose }: BulkChooserProps) {
  const { members } = useColleagues();
  const people = members.toSorted((a, b) => Number(b.isYou) - Number(a.isYou));
  return (
    <Chooser
      title={`Give ${whom} to`}
      placeholder="Give to a colleague"
      choices={[
        ...people.map(({ id, name, isYou, email }) => ({
          value: id as string,
          label: name,
          hint: isYou ? 'You' : undefined,
          icon: UserRound,
          keywords: isYou ? [email, 'me', 'myself'] : [email],
        })),
        { value: '', label: 'Nobody', icon: UserRoundX, keywords: ['unassign'] },
      ]}
      onChoose={(id) => onWish({ action: 'assign', memberId: id === '' ? null : (id as MemberId) })}
      onClose={onClose}
    />
  );
}

const usual = ['in 3 hours', 'tomorrow 9', 'in 3 days', 'next monday', 'in 1 week'] as const;

function Snooze({ whom, onWish, onClose }: BulkChooserProps) {
  const zone = useZone();
  const [now] = useState(() => new Date());
  const choiceOf = (words: string): Choice => {
    const moment = momentOf(words, now, zone);
    const isAhead = moment !== undefined && moment > now;
    const hint = isAhead ? whenWords(zone, moment, now) : 'Not understood yet';
    const label = words.charAt(0).toUpperCase() + words.slice(1);
    return { value: words, label, icon: AlarmClock, hint, isOff: !isAhead };
  };
  return (
    <Chooser
      title={`Snooze ${whom} until`}
      placeholder="tomorrow 9, in 2 hours, next monday"
      choices={usual.map(choiceOf)}
      ofWords={(words) =>
        words === '' || usual.some((one) => one === words.toLowerCase()) ? undefined : choiceOf(words)
      }
      onChoose={(until) => onWish({ action: 'snooze', until })}
      onClose={onClose}
      foot={`In the time of ${zone}`}
    />
  );
}

function Tagged({ whom, onWish, onClose, action }: BulkChooserProps & { action: 'tag' | 'untag' }) {
  const tags = useTags();
  return (
    <Chooser
      title={action === 'tag' ? `Put a tag on ${whom}` : `Take a tag off ${whom}`}
      placeholder="Which tag?"
      choices={tags.map(({ id, name }) => ({ value: id as string, label: name, icon: TagIcon }))}
      onChoose={(id) => onWish({ action, tagId: id as TagId })}
      onClose={onClose}
      foot={tags.length === 0 && 'There are no tags yet.'}
    />
  );
}
