import { useState } from 'react';
import { RadioGroup } from '../../../../web/kit/Choice.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import type { WorkspaceSettings } from '../../contract.ts';
import { refusalAt } from '../field-errors.ts';
import { useChangeWorkspace } from './useChangeWorkspace.ts';

const fields = [
  'locale',
  'currency',
  'weekStartsOn',
  'website',
  'industry',
  'tagline',
  'brandColor',
] as const;
type Draft = Record<(typeof fields)[number], string>;
const names = fields.map((field) => `settings.${field}`);

const draftOf = (settings: WorkspaceSettings) =>
  Object.fromEntries(fields.map((field) => [field, settings[field] ?? ''])) as Draft;

const weekStarts = [
  { value: 'monday', label: 'Monday' },
  { value: 'saturday', label: 'Saturday' },
  { value: 'sunday', label: 'Sunday' },
];

export function HabitsForm() {
  const { workspace } = useHere();
  const [draft, setDraft] = useState(() => draftOf(workspace.settings));
  const { send, isPending, error } = useChangeWorkspace((reply) => {
    setDraft(draftOf(reply.settings));
    toast({ title: 'The habits are saved' });
  });
  const before = draftOf(workspace.settings);
  const changed = fields.filter((field) => draft[field] !== before[field]);
  const text = (field: keyof Draft) => ({
    name: `settings.${field}`,
    optional: true,
    value: draft[field],
    onChange: (value: string) => setDraft({ ...draft, [field]: value }),
  });
  const save = () => {
    const settings = Object.fromEntries(changed.map((field) => [field, draft[field].trim() || null]));
    send({ settings } as Parameters<typeof send>[0]);
  };
  return (
    <Form
      onSubmit={save}
      error={refusalAt(error, names)}
      unsaved={changed.length > 0}
      className="grid max-w-2xl gap-5 sm:grid-cols-2"
    >
      <TextField {...text('locale')} label="Language" placeholder="en, de-AT" />
      <TextField {...text('currency')} label="Currency" placeholder="EUR" maxLength={3} />
      <TextField {...text('website')} label="Website" type="url" placeholder="https://example.org" />
      <TextField {...text('industry')} label="Industry" maxLength={120} placeholder="Hospitality" />
      <TextField {...text('tagline')} label="Tagline" maxLength={200} className="sm:col-span-2" />
      <RadioGroup
        name="settings.weekStartsOn"
        label="The week begins on"
        options={weekStarts}
        value={draft.weekStartsOn}
        onChange={(weekStartsOn) => setDraft({ ...draft, weekStartsOn })}
      />
      <ColorField {...text('brandColor')} />
      <div className="sm:col-span-2">
        <Submit
          busy={isPending}
          disabledReason={changed.length === 0 ? 'Nothing is changed yet.' : undefined}
        >
          Save
        </Submit>
      </div>
    </Form>
  );
}

interface ColorFieldProps {
  name: string;
  optional: boolean;
  value: string;
  onChange: (value: string) => void;
}

/** Written or picked: the browser's own picker stands at the end of the field. */
function ColorField({ value, onChange, ...field }: ColorFieldProps) {
  return (
    <TextField
      {...field}
      label="Brand colour"
      placeholder="#22aa77"
      maxLength={7}
      value={value}
      onChange={onChange}
      end={
        <input
          type="color"
          aria-label="Pick the brand colour"
          value={/^#[0-9a-f]{6}$/.test(value) ? value : '#888888'}
          onChange={(event) => onChange(event.target.value)}
          className="mr-1 size-7 cursor-pointer rounded-sm border border-line bg-transparent p-0.5"
        />
      }
    />
  );
}
