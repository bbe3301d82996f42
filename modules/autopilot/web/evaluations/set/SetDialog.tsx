import { useQuery } from '@tanstack/react-query';
import { pageLimitMax } from '../../../../../kit/page.ts';
import { q, queryClient } from '../../../../../web/kit/api.ts';
import { Dialog } from '../../../../../web/kit/Dialog.tsx';
import { Failed, Loading } from '../../../../../web/kit/states.tsx';
import { useHere } from '../../../../../web/workspace.ts';
import {
  type EvaluationQuestion,
  type EvaluationSet,
  listEvaluationQuestions,
  questionsPerSetMax,
} from '../../../evaluating/contract.ts';
import { SetForm } from './SetForm.tsx';

interface Props {
  set: EvaluationSet | undefined;
  onClose: () => void;
}

export default function SetDialog({ set, onClose }: Props) {
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={set ? `Change ${set.name}` : 'Write questions'}
      body="What customers might ask, and what is right to do with it."
    >
      {set ? <Known set={set} onClose={onClose} /> : <SetForm questions={[]} onClose={onClose} />}
    </Dialog>
  );
}

/** A set is written as a whole, so all of it is read first. */
function Known({ set, onClose }: { set: EvaluationSet; onClose: () => void }) {
  const { workspace } = useHere();
  const params = { workspaceId: workspace.id, setId: set.id };
  const all = useQuery({
    queryKey: [listEvaluationQuestions.path, { params }, 'all', set.updatedAt.getTime()],
    queryFn: () => readAll(params),
  });
  if (all.isPending) return <Loading label="Loading the questions" />;
  if (!all.data) return <Failed error={all.error} again={() => void all.refetch()} />;
  return <SetForm set={set} questions={all.data} onClose={onClose} />;
}

type Questions = (typeof listEvaluationQuestions)['reply']['_output'];

async function readAll(params: (typeof listEvaluationQuestions)['params']['_output']) {
  const questions: EvaluationQuestion[] = [];
  for (let after: string | null | undefined; after !== null && questions.length < questionsPerSetMax; ) {
    const query: { limit: number; after?: string } = { limit: pageLimitMax, ...(after && { after }) };
    const page: Questions = await queryClient.fetchQuery(q(listEvaluationQuestions, { params, query }));
    questions.push(...page.items.map(({ place: _, ...question }) => question));
    after = page.next;
  }
  return questions;
}
