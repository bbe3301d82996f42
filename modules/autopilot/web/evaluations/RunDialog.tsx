import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { uuidv7 } from '../../../../kit/ids.ts';
import { q, usePages } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { TextArea, TextField } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { Loading } from '../../../../web/kit/states.tsx';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import {
  EvaluationRunId,
  type EvaluationSet,
  listEvaluationRuns,
  putEvaluationRun,
} from '../../evaluating/contract.ts';
import { type AutopilotSettings, getSettings } from '../../settings/contract.ts';
import { type Draft, draftOf, fieldsChanged, givenOf, refusalOf } from '../settings/drafts.ts';
import { fieldLabels as labels } from '../settings/labels.ts';
import { ModelField } from '../settings/ModelField.tsx';
import { count } from '../words.ts';
import { estimateOf } from './estimate.ts';

interface Props {
  set: EvaluationSet;
  onClose: () => void;
}

/** With the settings as they are, but for what is changed here: nothing of it holds for a customer. */
export default function RunDialog({ set, onClose }: Props) {
  const params = { workspaceId: useHere().workspace.id };
  const { data } = useQuery(q(getSettings, { params }));
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={`Ask ${set.name}`}
      body={`${count(set.questionsCount, 'question')}, as the autopilot is set now. What you change here is tried for this run alone.`}
    >
      {data ? (
        <RunForm set={set} settings={data} onClose={onClose} />
      ) : (
        <Loading label="Loading the settings" />
      )}
    </Dialog>
  );
}

function RunForm({ set, settings, onClose }: Props & { settings: AutopilotSettings }) {
  const { workspace } = useHere();
  const navigate = useNavigate();
  const before = useMemo(() => draftOf(settings), [settings]);
  const [draft, setDraft] = useState(before);
  const [refused, setRefused] = useState<Error | null>(null);
  const [runId] = useState(() => EvaluationRunId.parse(uuidv7()));
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const { send, isPending, error } = useSend(putEvaluationRun, {
    stale: [[listEvaluationRuns.path]],
    onReply: async () => {
      onClose();
      await navigate(paths.evaluationRun({ workspaceId: workspace.id, runId }));
    },
  });
  const start = () => {
    const problem = refusalOf(draft);
    setRefused(problem);
    if (problem) return;
    const given = givenOf(draft, settings);
    const changes = Object.fromEntries(fieldsChanged(draft, before).map((name) => [name, given[name]]));
    send({ params: { workspaceId: workspace.id, runId }, body: { setId: set.id, changes } });
  };
  return (
    <Form error={refused ?? error} onSubmit={start} className="grid gap-5 sm:grid-cols-2">
      <RunFields draft={draft} set={change} />
      <LikelyCost set={set} model={draft.model} />
      <div className="flex justify-end gap-2 sm:col-span-2">
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Submit busy={isPending}>Ask</Submit>
      </div>
    </Form>
  );
}

/** Said before it is spent. By the runs the page has read: the newest. */
function LikelyCost({ set, model }: { set: EvaluationSet; model: string }) {
  const params = { workspaceId: useHere().workspace.id };
  const { items } = usePages(listEvaluationRuns, { params });
  const likely = estimateOf(set, items);
  if (!likely)
    return (
      <p className="text-sm text-soft sm:col-span-2">
        Nothing was asked yet, so nobody knows what a question costs. Begin with a small set.
      </p>
    );
  const { costMicro, isOfSet } = likely;
  return (
    <p className="text-sm text-soft sm:col-span-2">
      It is likely to cost {dollars(costMicro)}: so much {isOfSet ? 'these' : 'as many'} questions came to in
      the last run{model !== likely.model && <>, with {likely.model}</>}.
    </p>
  );
}

function RunFields({ draft, set }: { draft: Draft; set: (part: Partial<Draft>) => void }) {
  return (
    <>
      <ModelField
        value={draft.model}
        onChange={(model) => set({ model })}
        hint="Each answer costs what it would for a customer."
      />
      <TextField
        name="confidenceMin"
        label={labels.confidenceMin}
        inputMode="decimal"
        hint="In percent."
        value={draft.confidenceMin}
        onChange={(confidenceMin) => set({ confidenceMin })}
      />
      <TextField
        name="temperature"
        label={labels.temperature}
        inputMode="decimal"
        hint="From 0 to 2."
        value={draft.temperature}
        onChange={(temperature) => set({ temperature })}
      />
      <TextField
        name="tone"
        label={labels.tone}
        maxLength={200}
        autoComplete="off"
        value={draft.tone}
        onChange={(tone) => set({ tone })}
      />
      <TextArea
        name="instructions"
        label={labels.instructions}
        optional
        className="sm:col-span-2"
        value={draft.instructions}
        onChange={(instructions) => set({ instructions })}
      />
    </>
  );
}
