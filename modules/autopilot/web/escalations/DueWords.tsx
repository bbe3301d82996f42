import Hourglass from 'lucide-react/icons/hourglass';
import { Time } from '../../../../web/kit/time.tsx';
import type { Escalation } from '../../contract.ts';

/** By when somebody is to have answered; what is overdue says so in a word as well. */
export function DueWords({
  escalation: { dueAt, isOverdue, resolvedAt },
}: {
  escalation: Pick<Escalation, 'dueAt' | 'isOverdue' | 'resolvedAt'>;
}) {
  if (resolvedAt)
    return (
      <span className="text-faint">
        <Time at={resolvedAt} />
      </span>
    );
  return (
    <span
      className={
        isOverdue
          ? 'inline-flex items-center gap-1 font-[550] text-danger'
          : 'inline-flex items-center gap-1 text-soft'
      }
    >
      <Hourglass size={12} strokeWidth={2} aria-hidden />
      <span>
        {isOverdue ? 'Overdue, ' : 'Due '}
        <Time at={dueAt} />
      </span>
    </span>
  );
}
