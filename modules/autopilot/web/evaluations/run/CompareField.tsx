import { useNavigate } from 'react-router';
import { usePages } from '../../../../../web/kit/api.ts';
import { Select } from '../../../../../web/kit/Select.tsx';
import { useZone } from '../../../../../web/kit/time.tsx';
import { clockIn, dayIn } from '../../../../../web/kit/time-words.ts';
import { paths } from '../../../../../web/paths.ts';
import { useHere } from '../../../../../web/workspace.ts';
import {
  type EvaluationRun,
  type EvaluationRunId,
  listEvaluationRuns,
} from '../../../evaluating/contract.ts';

interface Props {
  run: EvaluationRun;
  otherId: EvaluationRunId | undefined;
}

/** Other runs through the same set, to hold this one against. */
export function CompareField({ run, otherId }: Props) {
  const workspaceId = useHere().workspace.id;
  const navigate = useNavigate();
  const zone = useZone();
  const { items } = usePages(listEvaluationRuns, { params: { workspaceId }, query: { setId: run.setId } });
  const others = items.filter(({ id, status }) => id !== run.id && status === 'done');
  if (others.length === 0 && !otherId) return null;
  const here = paths.evaluationRun({ workspaceId, runId: run.id });
  return (
    <Select
      name="with"
      label="Compare with"
      placeholder="Another run"
      className="w-64"
      options={[
        { value: '', label: 'Nothing' },
        ...others.map(({ id, model, createdAt }) => ({
          ...{ value: id, label: `${dayIn(zone, createdAt)}, ${clockIn(zone, createdAt)}`, hint: model },
        })),
      ]}
      value={otherId ?? ''}
      onChange={(other) => void navigate(other ? `${here}?with=${encodeURIComponent(other)}` : here)}
    />
  );
}
