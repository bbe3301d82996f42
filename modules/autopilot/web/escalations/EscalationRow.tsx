import { ChannelMark } from '../../../../web/shared.ts';
import type { Escalation } from '../../contract.ts';
import { reasonLabels, resolutionLabels } from '../decisions/words.ts';
import { DueWords } from './DueWords.tsx';

/** Who, why a person is needed, and by when. */
export function EscalationRow({ escalation }: { escalation: Escalation }) {
  const { thread, reason, message, resolvedHow } = escalation;
  return (
    <>
      <span className="flex items-center gap-2">
        <ChannelMark platform={thread.platform} size="tiny" />
        <span className="min-w-0 flex-1 truncate font-[550]">{thread.personName}</span>
        <span className="shrink-0 text-xs">
          <DueWords escalation={escalation} />
        </span>
      </span>
      <span className="mt-0.5 block truncate text-sm">
        {resolvedHow ? resolutionLabels[resolvedHow] : reasonLabels[reason]}
      </span>
      <span className="mt-0.5 block truncate text-sm text-soft">{message}</span>
    </>
  );
}
