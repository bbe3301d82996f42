import ChevronUp from 'lucide-react/icons/chevron-up';
import ChevronsUp from 'lucide-react/icons/chevrons-up';
import Minus from 'lucide-react/icons/minus';
import { Chooser } from '../../../../web/kit/Chooser.tsx';
import { type Priority, priorities } from '../../contract.ts';
import { priorityLabels } from '../words.ts';
import { setPriority } from './deeds.ts';
import { type TriageProps, whom } from './triage.ts';

const icons = { normal: Minus, high: ChevronUp, urgent: ChevronsUp };

export default function PriorityChooser({ at, rows, onClose }: TriageProps) {
  return (
    <Chooser
      title={`How urgent is ${whom(rows)}?`}
      placeholder="How urgent is it?"
      choices={priorities.toReversed().map((value) => ({
        value,
        label: priorityLabels[value],
        icon: icons[value],
        isChosen: rows.every(({ priority }) => priority === value),
      }))}
      onChoose={(value) => void setPriority(at, rows, value as Priority)}
      onClose={onClose}
    />
  );
}
