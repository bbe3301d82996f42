import { useState } from 'react';
import { RadioGroup } from '../../../../web/kit/Choice.tsx';
import { TextArea, TextField } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { Combobox } from '../../../../web/kit/Select.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import { nameLengthMax, Slug, slugLengthMax, slugOf, type WorkspaceDetails } from '../../contract.ts';
import { refusalAt } from '../field-errors.ts';
import { kindOptions } from '../words.ts';
import { useZoneOptions } from '../zones.ts';
import { useChangeWorkspace } from './useChangeWorkspace.ts';

const draftOf = ({ name, slug, description, timezone, billingEmail, kind }: WorkspaceDetails) => ({
  name,
  slug,
  description: description ?? '',
  timezone,
  billingEmail: billingEmail ?? '',
  kind,
});
type Draft = ReturnType<typeof draftOf>;
const names = ['name', 'slug', 'description', 'timezone', 'billingEmail', 'kind'] as const;

export function AboutForm() {
  const { workspace } = useHere();
  const [draft, setDraft] = useState(() => draftOf(workspace));
  const { send, isPending, error } = useChangeWorkspace((reply) => {
    setDraft(draftOf(reply));
    toast({ title: 'The settings are saved' });
  });
  const before = draftOf(workspace);
  const changed = names.filter((name) => draft[name] !== before[name]);
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const isFixed = workspace.kind !== 'brand' && workspace.kind !== 'agency';
  return (
    <Form
      onSubmit={() => send(bodyOf(draft, changed))}
      error={refusalAt(error, names)}
      unsaved={changed.length > 0}
      className="grid max-w-2xl gap-5 sm:grid-cols-2"
    >
      <AboutFields draft={draft} set={set} />
      {!isFixed && (
        <RadioGroup
          name="kind"
          label="Kind"
          options={kindOptions(['brand', 'agency'])}
          value={draft.kind}
          onChange={(kind) => set({ kind: kind as Draft['kind'] })}
          className="sm:col-span-2"
        />
      )}
      <div className="sm:col-span-2">
        <Submit busy={isPending} disabledReason={whyNotSaved(draft, changed)}>
          Save
        </Submit>
      </div>
    </Form>
  );
}

interface AboutFieldsProps {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
}

function AboutFields({ draft, set }: AboutFieldsProps) {
  const zones = useZoneOptions(draft.timezone);
  return (
    <>
      <TextField
        name="name"
        label="Name"
        maxLength={nameLengthMax}
        autoComplete="organization"
        value={draft.name}
        onChange={(name) => set({ name })}
      />
      <SlugField draft={draft} onChange={(slug) => set({ slug })} />
      <TextArea
        name="description"
        label="Description"
        optional
        maxLength={2_000}
        value={draft.description}
        onChange={(description) => set({ description })}
        className="sm:col-span-2"
      />
      <Combobox
        name="timezone"
        label="Time zone"
        hint="Times on every screen follow this clock."
        options={zones}
        value={draft.timezone}
        onChange={(timezone) => set({ timezone })}
      />
      <TextField
        name="billingEmail"
        label="Mail for bills"
        optional
        type="email"
        hint="Without one they go to the owner."
        value={draft.billingEmail}
        onChange={(billingEmail) => set({ billingEmail })}
      />
    </>
  );
}

/** As it will stand: what somebody writes is made an address of while they write it. */
function SlugField({ draft, onChange }: { draft: Draft; onChange: (slug: string) => void }) {
  const proposed = slugOf(draft.name);
  const parsed = Slug.safeParse(draft.slug);
  const becomes = parsed.success ? parsed.data : slugOf(draft.slug);
  return (
    <TextField
      name="slug"
      label="Address"
      maxLength={slugLengthMax}
      autoCapitalize="none"
      spellCheck={false}
      value={draft.slug}
      onChange={onChange}
      hint={
        <span className="flex flex-wrap gap-x-3">
          {becomes && becomes !== draft.slug ? (
            <span>
              It will read <code className="font-mono text-xs text-soft">{becomes}</code>
            </span>
          ) : (
            'Letters from a to z, digits, and dashes.'
          )}
          {proposed && proposed !== draft.slug && (
            <button
              type="button"
              onClick={() => onChange(proposed)}
              className="rounded-sm text-accent underline decoration-current/40 underline-offset-[0.2em]"
            >
              Make it of the name
            </button>
          )}
        </span>
      }
    />
  );
}

function bodyOf(draft: Draft, changed: readonly (keyof Draft)[]) {
  const slug = slugOf(draft.slug) ?? draft.slug;
  const all = {
    name: draft.name.trim(),
    slug: Slug.safeParse(draft.slug).data ?? slug,
    description: draft.description.trim() || null,
    timezone: draft.timezone,
    billingEmail: draft.billingEmail.trim() || null,
    kind: draft.kind as 'brand' | 'agency',
  };
  return Object.fromEntries(changed.map((name) => [name, all[name]])) as Partial<typeof all>;
}

function whyNotSaved(draft: Draft, changed: readonly string[]): string | undefined {
  if (draft.name.trim() === '') return 'Give it a name first.';
  if (draft.timezone === '') return 'Choose its time zone first.';
  return changed.length === 0 ? 'Nothing is changed yet.' : undefined;
}
