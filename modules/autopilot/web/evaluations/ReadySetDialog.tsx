import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { uuidv7 } from '../../../../kit/ids.ts';
import { q } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { RadioGroup } from '../../../../web/kit/Choice.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { useLocationNames } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import { LocationId, listLocations, putLocation } from '../../../workspaces/contract.ts';
import { getReadySet, listEvaluationSets, putReadySet, type ReadySet } from '../../evaluating/contract.ts';
import { languageLabel, listed } from '../words.ts';

type Where = 'own' | 'chosen' | 'nowhere';

/** A shop that does not exist, so that models and settings can be compared before much is written down here. */
export default function ReadySetDialog({ onClose }: { onClose: () => void }) {
  const params = { workspaceId: useHere().workspace.id };
  const ready = useQuery(q(getReadySet, { params }));
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Add the ready set"
      body={ready.data ? bodyOf(ready.data) : undefined}
    >
      {ready.data ? (
        <ReadyForm ready={ready.data} onClose={onClose} />
      ) : ready.isError ? (
        <Failed error={ready.error} again={() => void ready.refetch()} />
      ) : (
        <Loading label="Loading what it is" lines={2} />
      )}
    </Dialog>
  );
}

const bodyOf = ({ questionsCount, languages }: ReadySet) =>
  `${questionsCount} questions in ${listed(languages.map(languageLabel))} to Linen & Oak, a shop that does not exist: some are answered in its documents, some just beside them, some are about something else. So models and settings can be compared whatever you have written down yourself.`;

function ReadyForm({ ready, onClose }: { ready: ReadySet; onClose: () => void }) {
  const { options } = useLocationNames();
  const mayMake = useHere().workspace.permissions.includes('workspaces.manage_locations');
  const [where, setWhere] = useState<Where>(mayMake ? 'own' : 'nowhere');
  const [chosen, setChosen] = useState('');
  const adding = useAdding(onClose);
  const whyNot = where === 'chosen' && chosen === '' ? 'Choose a location first.' : undefined;
  return (
    <Form error={adding.error} onSubmit={() => adding.add(where, chosen)}>
      <RadioGroup
        name="where"
        label={`What its shop has written down: ${ready.documentsCount} documents, ${ready.faqsCount} answered questions`}
        options={wheres.filter(
          ({ value }) =>
            value === 'nowhere' || (value === 'own' && mayMake) || (value === 'chosen' && options.length > 0),
        )}
        value={where}
        onChange={(value) => setWhere(value as Where)}
      />
      {where === 'chosen' && (
        <Select name="locationId" label="Location" options={options} value={chosen} onChange={setChosen} />
      )}
      <p className="text-sm text-faint">
        Removed in one step: what was put down goes with the set. Adding costs what it costs to read its
        documents once; asking says beforehand what it is likely to cost.
      </p>
      <div className="flex justify-end gap-2">
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Submit busy={adding.isPending} disabledReason={whyNot}>
          Add the set
        </Submit>
      </div>
    </Form>
  );
}

const ownName = 'Linen & Oak (does not exist)';
const wheres = [
  {
    value: 'own',
    label: 'Put down at a location of its own',
    hint: `At a new one, “${ownName}”. No customer writes there, so nobody is ever answered from it.`,
  },
  {
    value: 'chosen',
    label: 'Put down at a location that is there',
    hint: 'One that no account of yours belongs to.',
  },
  {
    value: 'nowhere',
    label: 'Left out',
    hint: 'The questions are asked of what you have written down: nearly all of them should then go to a person.',
  },
] as const;

/** The location first, where it is a new one; both have ids of their own, so that sent again nothing is there twice. */
function useAdding(onClose: () => void) {
  const { workspace } = useHere();
  const [ownId] = useState(() => LocationId.parse(uuidv7()));
  const params = { workspaceId: workspace.id };
  const set = useSend(putReadySet, {
    stale: [[listEvaluationSets.path], [getReadySet.path]],
    onReply: ({ locationId }) => {
      onClose();
      toast({
        title: 'The ready set can be asked',
        ...(locationId && { body: 'Its documents are being read. Ask once they are, under Knowledge.' }),
      });
    },
  });
  const location = useSend(putLocation, {
    stale: [[listLocations.path]],
    onReply: () => set.send({ params, body: { locationId: ownId } }),
  });
  const add = (where: Where, chosen: string) => {
    if (where === 'own')
      location.send({
        params: { ...params, locationId: ownId },
        body: { name: ownName, timezone: workspace.timezone },
      });
    else set.send({ params, body: { locationId: where === 'chosen' ? LocationId.parse(chosen) : null } });
  };
  return { add, error: location.error ?? set.error, isPending: location.isPending || set.isPending };
}
