import { useSend } from '../../../../web/kit/send.ts';
import { useHere } from '../../../../web/workspace.ts';
import {
  cancelIngestionJob,
  getIngestionJob,
  type IngestionJob,
  listIngestionJobs,
  pauseIngestionJob,
  resumeIngestionJob,
  retryIngestionJob,
} from '../../contract.ts';
import { useWhyNotManage, whyNotOf } from '../rights.ts';

/** What can be done with a reading as it stands, and why not. */
export function useSteering(job: IngestionJob) {
  const params = { workspaceId: useHere().workspace.id, jobId: job.id };
  const whyNot = whyNotOf(useWhyNotManage('steer readings'), job);
  const stale = [[listIngestionJobs.path], [getIngestionJob.path]];
  const failing = (failureTitle: string) => ({ stale, failureTitle });
  const pause = useSend(pauseIngestionJob, failing('It was not paused'));
  const resume = useSend(resumeIngestionJob, failing('It does not go on'));
  const cancel = useSend(cancelIngestionJob, failing('It was not ended'));
  const retry = useSend(retryIngestionJob, failing('It was not tried again'));
  const { status, wanted } = job;
  const goesOn = status === 'pending' || status === 'running';
  const isStopping = status === 'running' && wanted !== 'run';
  return {
    whyNot,
    isBusy: [pause, resume, cancel, retry].some(({ isPending }) => isPending),
    pause: goesOn && wanted === 'run' ? () => pause.send({ params }) : undefined,
    resume:
      status === 'paused' || (isStopping && wanted === 'pause') ? () => resume.send({ params }) : undefined,
    cancel:
      (goesOn && wanted !== 'cancel') || status === 'paused' ? () => cancel.send({ params }) : undefined,
    retry: status === 'failed' ? () => retry.send({ params }) : undefined,
  };
}
