import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useMemo, useState } from 'react';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { Combobox } from '../../../../web/kit/Select.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { refusalAt } from '../../../../web/shared.ts';
import { type Contact, fieldsMax, patchContact } from '../../contract.ts';
import { DialogFoot } from '../DialogFoot.tsx';
import { type At, readsOf } from './deeds.ts';
import { fieldOf, fieldWords, languageOptions } from './words.ts';

interface Line {
  readonly key: number;
  readonly name: string;
  readonly words: string;
}

interface ProfileDialogProps {
  at: At;
  contact: Contact;
  onClose: () => void;
}

export default function ProfileDialog({ at, contact, onClose }: ProfileDialogProps) {
  const begun = draftOf(contact);
  const [draft, setDraft] = useState(begun);
  const [lines, setLines] = useState(() => linesOf(contact));
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const { send, isPending, error } = useSend(patchContact, { stale: readsOf(at), onReply: onClose });
  const fields = changesOf(contact, lines);
  const isUnsaved = JSON.stringify(draft) !== JSON.stringify(begun) || Object.keys(fields).length > 0;
  return (
    <Dialog open onClose={onClose} title={`About ${contact.name}`} wide>
      <Form
        error={refusalAt(error, ['name', 'language', 'timezone', 'fields'])}
        unsaved={isUnsaved}
        onSubmit={() => send({ params: at, body: { ...bodyOf(draft), fields } })}
      >
        <TextField
          name="name"
          label="Name"
          optional
          hint="As you call them. Empty: as they call themselves."
          maxLength={255}
          autoComplete="off"
          value={draft.name}
          onChange={(name) => change({ name })}
        />
        <Habits draft={draft} contact={contact} change={change} />
        <FieldLines lines={lines} onChange={setLines} />
        <DialogFoot
          onClose={onClose}
          busy={isPending}
          whyNot={isUnsaved ? undefined : 'Nothing was changed.'}
        >
          Save
        </DialogFoot>
      </Form>
    </Dialog>
  );
}

interface HabitsProps {
  draft: Draft;
  contact: Contact;
  change: (part: Partial<Draft>) => void;
}

function Habits({ draft, contact, change }: HabitsProps) {
  const zones = useMemo(zoneOptions, []);
  const languages = useMemo(() => languageOptions(contact.language), [contact.language]);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Combobox
        {...{ name: 'language', label: 'Language', optional: true, placeholder: 'Not known' }}
        options={languages}
        value={draft.language}
        onChange={(language) => change({ language })}
      />
      <Combobox
        {...{ name: 'timezone', label: 'Time zone', optional: true, placeholder: 'Not known' }}
        options={zones}
        value={draft.timezone}
        onChange={(timezone) => change({ timezone })}
      />
    </div>
  );
}

interface Draft {
  readonly name: string;
  readonly language: string;
  readonly timezone: string;
}

const draftOf = ({ givenName, language, timezone }: Contact): Draft => ({
  ...{ name: givenName ?? '', language: language ?? '', timezone: timezone ?? '' },
});

const bodyOf = ({ name, language, timezone }: Draft) => ({
  ...{ name: name.trim() || null, language: language || null, timezone: timezone || null },
});

/** Whatever else a house keeps of people, by name. */
function FieldLines({
  lines,
  onChange,
}: {
  lines: readonly Line[];
  onChange: (lines: readonly Line[]) => void;
}) {
  const change = (key: number, part: Partial<Line>) =>
    onChange(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  const add = () =>
    onChange([...lines, { key: Math.max(0, ...lines.map(({ key }) => key)) + 1, name: '', words: '' }]);
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-[550]">More about them</legend>
      {lines.map((line, index) => (
        <FieldLine
          key={line.key}
          line={line}
          index={index}
          onChange={(part) => change(line.key, part)}
          onRemove={() => onChange(lines.filter(({ key }) => key !== line.key))}
        />
      ))}
      <span>
        <Button
          look="quiet"
          icon={Plus}
          onClick={add}
          disabledReason={
            lines.length >= fieldsMax ? `${fieldsMax} lines are as many as there can be.` : undefined
          }
        >
          Add a line
        </Button>
      </span>
    </fieldset>
  );
}

interface FieldLineProps {
  line: Line;
  index: number;
  onChange: (part: Partial<Line>) => void;
  onRemove: () => void;
}

function FieldLine({ line: { key, name, words }, index, onChange, onRemove }: FieldLineProps) {
  return (
    <div className="flex items-end gap-2">
      <TextField
        name={`field-${key}-name`}
        label={`Name of line ${index + 1}`}
        className="flex-1"
        placeholder="Shoe size"
        maxLength={60}
        value={name}
        onChange={(next) => onChange({ name: next })}
      />
      <TextField
        name={`field-${key}`}
        label={name.trim() || `Line ${index + 1}`}
        className="flex-1"
        placeholder="38"
        maxLength={2_000}
        value={words}
        onChange={(next) => onChange({ words: next })}
      />
      <IconButton icon={X} label={`Take ${name.trim() || `line ${index + 1}`} away`} onClick={onRemove} />
    </div>
  );
}

const linesOf = ({ fields }: Contact): readonly Line[] =>
  Object.entries(fields).map(([name, value], key) => ({ key, name, words: fieldWords(value) }));

/** What is written now, and null for what was there and is not any more. */
function changesOf({ fields }: Contact, lines: readonly Line[]) {
  const written = lines.filter(({ name, words }) => name.trim() !== '' && words.trim() !== '');
  const now = Object.fromEntries(written.map(({ name, words }) => [name.trim(), fieldOf(words)]));
  const gone = Object.keys(fields).filter((name) => !Object.hasOwn(now, name));
  const changed = Object.entries(now).filter(([name, value]) => fields[name] !== value);
  return Object.fromEntries([...changed, ...gone.map((name) => [name, null] as const)]);
}

const zoneOptions = () =>
  Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
