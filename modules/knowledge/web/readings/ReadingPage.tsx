import { type LoaderFunctionArgs, useParams } from 'react-router';
import { pagesOf, q, queryClient, useLoaded } from '../../../../web/kit/api.ts';
import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Progress } from '../../../../web/kit/Progress.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { getIngestionJob, type IngestionJob, listIngestionItems } from '../../contract.ts';
import { Figures } from '../parts/Figures.tsx';
import { failureWords, moneyWords, plainAddress } from '../words.ts';
import { Items } from './Items.tsx';
import { ReadingState } from './reading-columns.tsx';
import { farWords, isOpen, readingKind } from './reading-words.ts';
import { SteeringButtons } from './SteeringButtons.tsx';

const paramsOf = ({ workspaceId, jobId }: Readonly<Record<string, string | undefined>>) =>
  getIngestionJob.params.parse({ workspaceId, jobId });

export async function loader({ params }: LoaderFunctionArgs) {
  const at = paramsOf(params);
  void queryClient.prefetchInfiniteQuery(pagesOf(listIngestionItems, { params: at, query: {} }));
  await queryClient.ensureQueryData(q(getIngestionJob, { params: at }));
  return null;
}

export default function ReadingPage() {
  const at = paramsOf(useParams());
  const job = useLoaded(q(getIngestionJob, { params: at }));
  return (
    <Page
      title={plainAddress(job.title)}
      hint={<Hint job={job} />}
      up={{ to: paths.readings(at), label: 'Readings' }}
      actions={
        <>
          <SteeringButtons job={job} size="medium" />
          <WhatIsRead job={job} workspaceId={at.workspaceId} />
        </>
      }
    >
      {job.status === 'failed' && (
        <p role="alert" className="mb-5 rounded-md bg-danger-wash px-4 py-3 text-danger">
          {failureWords(job.failureCode)}
        </p>
      )}
      <Section title="How far it is">
        <Far job={job} />
      </Section>
      <Section title="Page by page" hint="In the order they were read.">
        <Items at={at} />
      </Section>
    </Page>
  );
}

const Hint = ({ job }: { job: IngestionJob }) => (
  <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
    <ReadingState job={job} />
    <span>
      {readingKind(job)}
      {job.startedAt && (
        <>
          {' · begun '}
          <Time at={job.startedAt} />
        </>
      )}
      {job.completedAt && (
        <>
          {' · over '}
          <Time at={job.completedAt} />
        </>
      )}
    </span>
  </span>
);

function WhatIsRead({
  job: { documentId, siteId },
  workspaceId,
}: {
  job: IngestionJob;
  workspaceId: string;
}) {
  if (documentId)
    return <ButtonLink to={paths.knowledgeDocument({ workspaceId, documentId })}>Open document</ButtonLink>;
  if (!siteId) return null;
  const search = new URLSearchParams({ site: siteId });
  return <ButtonLink to={`${paths.knowledge({ workspaceId })}?${search}`}>Its documents</ButtonLink>;
}

function Far({ job }: { job: IngestionJob }) {
  const { itemsProcessed, itemsTotal, itemsSucceeded, itemsUnchanged, itemsFailed, chunksCreated } = job;
  const numbers = [
    ['New or changed', itemsSucceeded],
    ['Unchanged', itemsUnchanged],
    ['Failed', itemsFailed],
    ['Parts written', chunksCreated],
  ] as const;
  return (
    <div className="flex flex-col gap-6">
      <Progress
        label={isOpen(job) ? 'Pages read of those known until now' : 'Pages read'}
        done={itemsTotal > 0 ? itemsProcessed : isOpen(job) ? undefined : 0}
        of={Math.max(1, itemsTotal, itemsProcessed)}
        note={farWords(job)}
      />
      <Figures
        figures={[
          ...numbers.map(([name, number]) => [name, number.toLocaleString('en')] as const),
          ['Cost', moneyWords(job.costMicro)],
        ]}
      />
    </div>
  );
}
