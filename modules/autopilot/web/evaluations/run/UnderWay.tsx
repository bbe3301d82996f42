import { Progress } from '../../../../../web/kit/Progress.tsx';
import type { EvaluationRun } from '../../../evaluating/contract.ts';
import { askedCount, isUnderWay } from '../words.ts';

/** How far it is, by itself; or that it was broken off. */
export function UnderWay({ run }: { run: EvaluationRun }) {
  const asked = askedCount(run);
  if (run.status === 'failed')
    return (
      <p role="alert" className="mb-6 rounded-md bg-danger-wash px-4 py-3 text-danger">
        This run was broken off after {asked} of {run.questionsCount} questions. {run.failure}
      </p>
    );
  if (!isUnderWay(run)) return null;
  return (
    <div className="mb-8">
      <Progress
        label={run.status === 'queued' ? 'Waiting for its turn' : 'Asking'}
        done={run.status === 'queued' ? undefined : asked}
        of={run.questionsCount}
        note={`${asked} of ${run.questionsCount}`}
      />
    </div>
  );
}
