import { useQuery } from '@tanstack/react-query';
import { q } from '../../../../web/kit/api.ts';
import { AlertDialog } from '../../../../web/kit/Dialog.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import {
  deleteEvaluationSet,
  type EvaluationSet,
  getReadySet,
  listEvaluationRuns,
  listEvaluationSets,
} from '../../evaluating/contract.ts';
import { count } from '../words.ts';

export default function RemoveSetDialog({ set, onClose }: { set: EvaluationSet; onClose: () => void }) {
  const { workspace } = useHere();
  const params = { workspaceId: workspace.id, setId: set.id };
  const ready = useQuery(q(getReadySet, { params: { workspaceId: workspace.id } }));
  const withShop = ready.data?.set?.id === set.id && set.locationId !== null;
  const { send, isPending } = useSend(deleteEvaluationSet, {
    stale: [[listEvaluationSets.path], [listEvaluationRuns.path], [getReadySet.path]],
    failureTitle: `${set.name} was not removed`,
    onReply: () => {
      onClose();
      toast({ title: `${set.name} is removed` });
    },
  });
  return (
    <AlertDialog
      open
      title={`Remove ${set.name}?`}
      body={`Its ${count(set.questionsCount, 'question')} go, ${withShop ? 'what its shop has written down, ' : ''}and everything that came of asking them. This cannot be undone.`}
      confirm="Remove set"
      busy={isPending}
      onConfirm={() => send({ params })}
      onCancel={onClose}
    />
  );
}
