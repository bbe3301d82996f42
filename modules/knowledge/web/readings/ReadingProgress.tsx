import { Progress } from '../../../../web/kit/Progress.tsx';
import type { IngestionJob } from '../../contract.ts';
import { plainAddress } from '../words.ts';
import { farWords, readingState } from './reading-words.ts';
import { SteeringButtons } from './SteeringButtons.tsx';

/** A reading that is not over: how far it is, and what can be done about it. */
export function ReadingProgress({
  job,
  label = plainAddress(job.title),
}: {
  job: IngestionJob;
  label?: string;
}) {
  const { itemsProcessed, itemsTotal, itemsFailed } = job;
  const failed = itemsFailed > 0 ? ` · ${itemsFailed.toLocaleString('en')} failed` : '';
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-60 [overflow-wrap:anywhere]">
        <Progress
          label={label}
          done={itemsTotal > 0 ? itemsProcessed : undefined}
          of={Math.max(1, itemsTotal, itemsProcessed)}
          note={`${readingState(job).word} · ${farWords(job)}${failed}`}
        />
      </div>
      <div className="flex gap-1.5">
        <SteeringButtons job={job} />
      </div>
    </div>
  );
}
