import { useMemo, useState } from 'react';
import { q, queryClient } from '../../../web/kit/api.ts';
import { TextField } from '../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../web/kit/Form.tsx';
import { Combobox } from '../../../web/kit/Select.tsx';
import { useSend } from '../../../web/kit/send.ts';
import { toast } from '../../../web/kit/toast.ts';
import { getProfile, type Profile, patchMe, personNameLengthMax } from '../profile/contract.ts';
import { getMe } from '../sign-in/contract.ts';
import { localeOptions } from './locales.ts';
import { UsernameField } from './UsernameField.tsx';

const fields = [
  'name',
  'username',
  'phone',
  'website',
  'place',
  'organizationName',
  'industry',
  'locale',
  'timezone',
] as const;
type Draft = Record<(typeof fields)[number], string>;

const draftOf = (profile: Profile): Draft =>
  Object.fromEntries(fields.map((field) => [field, profile[field] ?? ''])) as Draft;

/** Only what was changed is sent; what is empty is taken away. */
function changesOf(draft: Draft, saved: Draft) {
  const changed = fields.filter((field) => draft[field].trim() !== saved[field]);
  return Object.fromEntries(changed.map((field) => [field, draft[field].trim() || null]));
}

export function ProfileForm({ profile }: { profile: Profile }) {
  const [draft, setDraft] = useState(() => draftOf(profile));
  const save = useSend(patchMe, {
    stale: [[getMe.path]],
    onReply: (reply) => {
      queryClient.setQueryData(q(getProfile).queryKey, reply);
      setDraft(draftOf(reply));
      toast({ title: 'Your profile is saved' });
    },
  });
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const changes = changesOf(draft, draftOf(profile));
  const isChanged = Object.keys(changes).length > 0;
  const whyNot =
    draft.name.trim() === '' ? 'Write your name first.' : isChanged ? undefined : 'Nothing is changed yet.';
  return (
    <Form
      onSubmit={() => save.send({ body: changes })}
      error={save.error}
      unsaved={isChanged && !save.isPending}
    >
      <TextField
        name="name"
        label="Name"
        autoComplete="name"
        maxLength={personNameLengthMax}
        value={draft.name}
        onChange={(name) => change({ name })}
      />
      <UsernameField
        value={draft.username}
        saved={profile.username ?? ''}
        onChange={(username) => change({ username })}
      />
      <ContactFields draft={draft} change={change} />
      <PlaceFields draft={draft} change={change} />
      <div>
        <Submit busy={save.isPending} disabledReason={whyNot}>
          Save
        </Submit>
      </div>
    </Form>
  );
}

interface FieldsProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
}

function ContactFields({ draft, change }: FieldsProps) {
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <TextField
        name="organizationName"
        label="Organization"
        optional
        autoComplete="organization"
        maxLength={120}
        value={draft.organizationName}
        onChange={(organizationName) => change({ organizationName })}
      />
      <TextField
        name="industry"
        label="Industry"
        optional
        maxLength={120}
        value={draft.industry}
        onChange={(industry) => change({ industry })}
      />
      <TextField
        name="phone"
        label="Phone"
        optional
        type="tel"
        autoComplete="tel"
        maxLength={40}
        value={draft.phone}
        onChange={(phone) => change({ phone })}
      />
      <TextField
        name="website"
        label="Website"
        optional
        type="url"
        autoComplete="url"
        placeholder="https://"
        maxLength={300}
        value={draft.website}
        onChange={(website) => change({ website })}
      />
    </div>
  );
}

function PlaceFields({ draft, change }: FieldsProps) {
  const zones = useMemo(() => zoneOptions(draft.timezone), [draft.timezone]);
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <TextField
        name="place"
        label="Where you are"
        optional
        autoComplete="address-level2"
        maxLength={120}
        className="sm:col-span-2"
        value={draft.place}
        onChange={(place) => change({ place })}
      />
      <Combobox
        name="timezone"
        label="Time zone"
        hint="For what concerns only you: mails and reminders."
        options={zones}
        value={draft.timezone}
        onChange={(timezone) => change({ timezone })}
      />
      <Combobox
        name="locale"
        label="Language"
        hint="For the mails we send you. The screens speak English."
        options={localeOptions(draft.locale)}
        value={draft.locale}
        onChange={(locale) => change({ locale })}
      />
    </div>
  );
}

/** With the one that is set, under whichever of its names. */
function zoneOptions(chosen: string) {
  const zones = Intl.supportedValuesOf('timeZone');
  const all = chosen === '' || zones.includes(chosen) ? zones : [chosen, ...zones];
  return all.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
}
