import { useState } from 'react';
import { newId, WorkspaceId } from '../../../../kit/ids.ts';
import { pageLimitMax } from '../../../../kit/page.ts';
import { usePages } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { RadioGroup } from '../../../../web/kit/Choice.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { Combobox } from '../../../../web/kit/Select.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import { listChildren, listWorkspaces, nameLengthMax, putParent, putWorkspace } from '../../contract.ts';
import { refusalAt } from '../field-errors.ts';
import { kindOptions } from '../words.ts';

const ways = [
  { value: 'old', label: 'One I own already' },
  { value: 'new', label: 'A new one' },
];
const stale = [[listChildren.path], [listWorkspaces.path]];

/** A workspace comes under the holding: one there is, or one that is made for it. */
export function AddChildDialog({ onClose }: { onClose: () => void }) {
  const holding = useHere().workspace;
  const [way, setWay] = useState('old');
  const added = (name: string) => {
    toast({ title: `${name} belongs to ${holding.name}` });
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={`Add a workspace to ${holding.name}`}>
      <RadioGroup name="way" label="Which" options={ways} value={way} onChange={setWay} className="mb-5" />
      {way === 'old' ? (
        <Existing onAdded={added} onClose={onClose} />
      ) : (
        <New onAdded={added} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface WayProps {
  onAdded: (name: string) => void;
  onClose: () => void;
}

function Existing({ onAdded, onClose }: WayProps) {
  const holding = useHere().workspace;
  const [chosen, setChosen] = useState('');
  const { items, state } = usePages(listWorkspaces, { query: { limit: pageLimitMax } });
  const { items: children } = usePages(listChildren, { params: { workspaceId: holding.id } });
  const isHereAlready = new Set<string>(children.map(({ id }) => id));
  const fit = items.filter(
    ({ id, kind, role }) =>
      role === 'owner' && (kind === 'brand' || kind === 'agency') && !isHereAlready.has(id),
  );
  const { send, isPending, error } = useSend(putParent, {
    stale,
    onReply: () => onAdded(items.find(({ id }) => id === chosen)?.name ?? 'It'),
  });
  return (
    <Form
      error={error}
      onSubmit={() =>
        send({ params: { workspaceId: WorkspaceId.parse(chosen) }, body: { parentId: holding.id } })
      }
    >
      <Combobox
        name="workspace"
        label="Workspace"
        placeholder="Its name"
        hint={state === 'loaded' && fit.length === 0 ? 'You own no other brand or agency.' : undefined}
        options={fit.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen}
        onChange={setChosen}
      />
      <Steps busy={isPending} missing={chosen === '' && 'Choose a workspace first.'} onClose={onClose}>
        Add workspace
      </Steps>
    </Form>
  );
}

function New({ onAdded, onClose }: WayProps) {
  const holding = useHere().workspace;
  const [newWorkspaceId] = useState(() => newId(WorkspaceId));
  const [name, setName] = useState('');
  const [kind, setKind] = useState<'brand' | 'agency'>('brand');
  const { send, isPending, error } = useSend(putWorkspace, { stale, onReply: (made) => onAdded(made.name) });
  const body = { name: name.trim(), kind, timezone: holding.timezone, parentId: holding.id };
  return (
    <Form
      error={refusalAt(error, ['name', 'kind'])}
      onSubmit={() => send({ params: { newWorkspaceId }, body })}
      unsaved={name !== ''}
    >
      <TextField
        name="name"
        label="Name"
        maxLength={nameLengthMax}
        autoComplete="off"
        value={name}
        onChange={setName}
      />
      <RadioGroup
        name="kind"
        label="Kind"
        options={kindOptions(['brand', 'agency'])}
        value={kind}
        onChange={(next) => setKind(next as typeof kind)}
      />
      <Steps busy={isPending} missing={name.trim() === '' && 'Give it a name first.'} onClose={onClose}>
        Make workspace
      </Steps>
    </Form>
  );
}

interface StepsProps {
  busy: boolean;
  missing: string | false;
  onClose: () => void;
  children: string;
}

const Steps = ({ busy, missing, onClose, children }: StepsProps) => (
  <div className="flex justify-end gap-2">
    <Button look="quiet" onClick={onClose}>
      Cancel
    </Button>
    <Submit busy={busy} disabledReason={missing || undefined}>
      {children}
    </Submit>
  </div>
);
