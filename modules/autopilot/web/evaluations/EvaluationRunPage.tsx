import { useQuery } from '@tanstack/react-query';
import { useParams, useSearchParams } from 'react-router';
import { q } from '../../../../web/kit/api.ts';
import { Link } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { EvaluationRunId, getEvaluationRun } from '../../evaluating/contract.ts';
import { Compared } from './run/Compared.tsx';
import { CompareField } from './run/CompareField.tsx';
import { Figures } from './run/Figures.tsx';
import { Kinds } from './run/Kinds.tsx';
import { Results } from './run/Results.tsx';
import { UnderWay } from './run/UnderWay.tsx';
import { UseSettings } from './run/UseSettings.tsx';
import { useSetName } from './run/useSetName.ts';

const paramsOf = ({ workspaceId, runId }: Readonly<Record<string, string | undefined>>) =>
  getEvaluationRun.params.parse({ workspaceId, runId });

export default function EvaluationRunPage() {
  const at = paramsOf(useParams());
  const [search] = useSearchParams();
  const otherId = EvaluationRunId.safeParse(search.get('with')).data;
  const run = useQuery(q(getEvaluationRun, { params: at }));
  const setName = useSetName(run.data?.setId);
  return (
    <Page
      title={setName ?? 'A run'}
      up={{ to: paths.evaluations({ workspaceId: at.workspaceId }), label: 'Evaluations' }}
      hint={
        run.data && (
          <>
            <code className="font-mono text-sm">{run.data.model}</code>, <Time at={run.data.createdAt} />
            {run.data.startedBy?.name && `, by ${run.data.startedBy.name}`}
          </>
        )
      }
      actions={run.data && <CompareField run={run.data} otherId={otherId} />}
    >
      {run.isPending && <Loading label="Loading the run" lines={8} />}
      {!run.data && run.isError && <Failed error={run.error} again={() => void run.refetch()} />}
      {run.data && (
        <>
          <UnderWay run={run.data} />
          <Figures run={run.data} />
          <Kinds runId={run.data.id} />
          {run.data.status === 'done' && !otherId && <UseSettings run={run.data} />}
          {otherId ? <Compared run={run.data} otherId={otherId} /> : <Results run={run.data} />}
          {otherId && (
            <p className="mt-6">
              <Link to={paths.evaluationRun(at)}>Show every question of this run</Link>
            </p>
          )}
        </>
      )}
    </Page>
  );
}
