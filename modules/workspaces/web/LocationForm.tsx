import { useMemo, useState } from 'react';
import { Button } from '../../../web/kit/Button.tsx';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { TextField } from '../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../web/kit/Form.tsx';
import { Combobox } from '../../../web/kit/Select.tsx';
import { nameLengthMax } from '../contract.ts';
import type { Draft } from './locations.ts';

interface LocationFormProps {
  /** What the form begins with; it comes back with the error when the server refused it. */
  draft: Draft;
  error: Error | null;
  onSave: (draft: Draft) => void;
  onClose: () => void;
}

export default function LocationForm({ draft, error, onSave, onClose }: LocationFormProps) {
  const [name, setName] = useState(draft.name);
  const [timezone, setTimezone] = useState(draft.timezone);
  const zones = useMemo(zoneOptions, []);
  const missing =
    name.trim() === ''
      ? 'Give it a name first.'
      : timezone === ''
        ? 'Choose its time zone first.'
        : undefined;
  return (
    <Dialog
      open
      onClose={onClose}
      title={draft.isNew ? 'Add a location' : `Change ${draft.name}`}
      body={draft.isNew ? 'A shop, a studio, an office: a place with its own clock.' : undefined}
    >
      <Form
        onSubmit={() => onSave({ ...draft, name, timezone })}
        error={error}
        unsaved={name !== draft.name || timezone !== draft.timezone}
      >
        <TextField
          name="name"
          label="Name"
          maxLength={nameLengthMax}
          autoComplete="off"
          value={name}
          onChange={setName}
        />
        <Combobox
          name="timezone"
          label="Time zone"
          hint="Opening hours and planned posts follow this clock."
          placeholder="Europe/Zurich"
          options={zones}
          value={timezone}
          onChange={setTimezone}
        />
        <div className="mt-1 flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Submit disabledReason={missing}>{draft.isNew ? 'Add location' : 'Save'}</Submit>
        </div>
      </Form>
    </Dialog>
  );
}

const zoneOptions = () =>
  Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
