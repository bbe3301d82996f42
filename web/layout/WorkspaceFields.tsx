import { useMemo } from 'react';
import { nameLengthMax } from '../../modules/workspaces/contract.ts';
import { RadioGroup } from '../kit/Choice.tsx';
import { TextField } from '../kit/Field.tsx';
import { Combobox } from '../kit/Select.tsx';
import { makeableKinds, type useMakeWorkspace } from './making-workspace.ts';

type Making = Pick<ReturnType<typeof useMakeWorkspace>, 'draft' | 'change'>;

/** All that must be known of a workspace to begin with. The rest is under its settings. */
export default function WorkspaceFields({ draft, change }: Making) {
  const zones = useMemo(zoneOptions, []);
  return (
    <>
      <TextField
        name="name"
        label="Name"
        hint="As your customers know it."
        maxLength={nameLengthMax}
        autoComplete="organization"
        value={draft.name}
        onChange={(name) => change({ name })}
      />
      <RadioGroup
        name="kind"
        label="What it is"
        options={makeableKinds}
        value={draft.kind}
        onChange={(kind) => change({ kind: kind as typeof draft.kind })}
      />
      <Combobox
        name="timezone"
        label="Time zone"
        hint="Planned posts and reports follow this clock."
        placeholder="Europe/Zurich"
        options={zones}
        value={draft.timezone}
        onChange={(timezone) => change({ timezone })}
      />
    </>
  );
}

const zoneOptions = () =>
  Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
