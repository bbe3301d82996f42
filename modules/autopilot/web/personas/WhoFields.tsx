import { Checkbox } from '../../../../web/kit/Choice.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import type { Draft } from './drafts.ts';
import { usePlaces } from './usePlaces.ts';
import { statusOptions } from './words.ts';

export interface FieldsProps {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
}

export function WhoFields({ draft, set }: FieldsProps) {
  return (
    <Section title="Who it is">
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          name="name"
          label="Name"
          placeholder="Lea"
          maxLength={120}
          autoComplete="off"
          value={draft.name}
          onChange={(name) => set({ name })}
        />
        <TextField
          name="role"
          label="Role"
          placeholder="brand ambassador"
          hint="What it answers as, like shop assistant."
          maxLength={60}
          autoComplete="off"
          value={draft.role}
          onChange={(role) => set({ role })}
        />
        <Select
          name="status"
          label="State"
          options={statusOptions}
          value={draft.status}
          onChange={(status) => set({ status: status as Draft['status'] })}
        />
        <PlaceFields draft={draft} set={set} />
        <Checkbox
          name="isDefault"
          label="The usual one of its role"
          hint="Answers wherever no other is meant for the place. Takes the place of who was."
          className="sm:col-span-2"
          value={draft.isDefault}
          onChange={(isDefault) => set({ isDefault })}
        />
      </div>
    </Section>
  );
}

function PlaceFields({ draft, set }: FieldsProps) {
  const { locations, accounts, maySee } = usePlaces();
  const everywhere = { value: '', label: 'Everywhere' };
  const kept = accounts.some(({ value }) => value === draft.accountId) || draft.accountId === '';
  return (
    <>
      <Select
        name="locationId"
        label="Location"
        placeholder="Everywhere"
        options={[everywhere, ...locations]}
        value={draft.locationId}
        onChange={(locationId) => set({ locationId })}
      />
      {maySee && (
        <Select
          name="accountId"
          label="Account"
          placeholder="On all of them"
          hint="One of an account answers there before any other."
          options={[
            { value: '', label: 'On all of them' },
            ...(kept ? [] : [{ value: draft.accountId, label: 'An account that is disconnected' }]),
            ...accounts,
          ]}
          value={draft.accountId}
          onChange={(accountId) => set({ accountId })}
        />
      )}
    </>
  );
}
