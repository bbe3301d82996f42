import { useQuery } from '@tanstack/react-query';
import PackagePlus from 'lucide-react/icons/package-plus';
import Plus from 'lucide-react/icons/plus';
import { lazy, Suspense, useState } from 'react';
import type { LoaderFunctionArgs } from 'react-router';
import { useActions } from '../../../../web/kit/actions.ts';
import { pagesOf, q, queryClient, usePages } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Empty, ReadOnlyNote } from '../../../../web/kit/states.tsx';
import { useHere } from '../../../../web/workspace.ts';
import {
  type EvaluationSet,
  getReadySet,
  listEvaluationRuns,
  listEvaluationSets,
} from '../../evaluating/contract.ts';
import { useWhyNotManage } from '../rights.ts';
import { RunsSection } from './RunsSection.tsx';
import { SetsSection } from './SetsSection.tsx';
import { isUnderWay } from './words.ts';

const SetDialog = lazy(() => import('./set/SetDialog.tsx'));
const RemoveSetDialog = lazy(() => import('./RemoveSetDialog.tsx'));
const ReadySetDialog = lazy(() => import('./ReadySetDialog.tsx'));
const RunDialog = lazy(() => import('./RunDialog.tsx'));

/** Begun, not waited for: the page stands at once, and its tables say that they are loading. */
export function loader({ params }: LoaderFunctionArgs) {
  const ask = listEvaluationSets.params.parse({ workspaceId: params.workspaceId });
  void queryClient.prefetchInfiniteQuery(pagesOf(listEvaluationSets, { params: ask }));
  void queryClient.prefetchInfiniteQuery(pagesOf(listEvaluationRuns, { params: ask }));
  return null;
}

type Open =
  | { readonly is: 'set'; readonly set?: EvaluationSet }
  | { readonly is: 'ready' }
  | { readonly is: 'run' | 'remove'; readonly set: EvaluationSet };

export default function EvaluationsPage() {
  const params = { workspaceId: useHere().workspace.id };
  const sets = usePages(listEvaluationSets, { params });
  const runs = usePages(listEvaluationRuns, { params });
  const whyNot = useWhyNotManage('ask sets of questions');
  const [open, setOpen] = useState<Open>();
  const write = () => setOpen({ is: 'set' });
  const ready = useQuery(q(getReadySet, { params }));
  const addReady = !whyNot && ready.data?.set === null ? () => setOpen({ is: 'ready' }) : undefined;
  useActions(whyNot ? [] : [writing(write), ...(addReady ? [addingReady(addReady)] : [])]);
  const close = () => setOpen(undefined);
  const isBusy = runs.items.some(isUnderWay);
  return (
    <Page
      title="Evaluations"
      hint="Ask the machine what customers might ask, and see how often it is right. Nothing is sent to anybody."
      actions={
        <>
          {addReady && sets.items.length > 0 && (
            <Button icon={PackagePlus} onClick={addReady}>
              Add the ready set
            </Button>
          )}
          <Button look="primary" icon={Plus} onClick={write} disabledReason={whyNot} reasonShown={false}>
            Write questions
          </Button>
        </>
      }
    >
      {whyNot && <ReadOnlyNote>{whyNot}</ReadOnlyNote>}
      <SetsSection
        pages={sets}
        whyNot={whyNot}
        whyNotRun={whyNot ?? (isBusy ? 'Another one is under way. Wait until it is over.' : undefined)}
        onRun={(set) => setOpen({ is: 'run', set })}
        onChange={(set) => setOpen({ is: 'set', set })}
        onRemove={(set) => setOpen({ is: 'remove', set })}
        empty={<NoSets onWrite={whyNot ? undefined : write} onReady={addReady} />}
      />
      {(sets.items.length > 0 || runs.items.length > 0) && <RunsSection pages={runs} sets={sets.items} />}
      <Suspense>
        {open?.is === 'set' && <SetDialog set={open.set} onClose={close} />}
        {open?.is === 'ready' && <ReadySetDialog onClose={close} />}
        {open?.is === 'run' && <RunDialog set={open.set} onClose={close} />}
        {open?.is === 'remove' && <RemoveSetDialog set={open.set} onClose={close} />}
      </Suspense>
    </Page>
  );
}

const writing = (run: () => void) => ({
  ...{ id: 'evaluations.write', title: 'Write a set of questions', group: 'Evaluations', keys: 'c' },
  ...{ icon: Plus, keywords: ['evaluation', 'test', 'new'], run },
});

const addingReady = (run: () => void) => ({
  ...{ id: 'evaluations.ready', title: 'Add the ready set of questions', group: 'Evaluations' },
  ...{ icon: PackagePlus, keywords: ['evaluation', 'test', 'shop', 'example'], run },
});

interface NoSetsProps {
  onWrite: (() => void) | undefined;
  onReady: (() => void) | undefined;
}

const NoSets = ({ onWrite, onReady }: NoSetsProps) => (
  <Empty
    title="No questions yet"
    actions={
      <>
        {onWrite && (
          <Button look="primary" icon={Plus} onClick={onWrite}>
            Write the first set
          </Button>
        )}
        {onReady && (
          <Button icon={PackagePlus} onClick={onReady}>
            Add the ready set
          </Button>
        )}
      </>
    }
  >
    Write down ten questions your customers ask, and what is right to do with each: answer it, fetch a person,
    let it be. Then you know what a change of model or settings does before a customer does. Or begin with a
    ready set of a shop that does not exist.
  </Empty>
);
