import Plus from 'lucide-react/icons/plus';
import Trash2 from 'lucide-react/icons/trash-2';
import { useRef, useState } from 'react';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { TextArea, TextField } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { refusalAt } from '../../../../web/shared.ts';
import type { Account } from '../../accounts/contract.ts';
import { useSaveAccount } from './useSaveAccount.ts';

interface TemplatesFormProps {
  account: Account;
  whyNot: string | undefined;
}

interface Template {
  readonly key: number;
  readonly name: string;
  readonly text: string;
}

const nameLengthMax = 60;
const textLengthMax = 2_000;

/** A name and a text each, saved together. */
export function TemplatesForm({ account, whyNot }: TemplatesFormProps) {
  const saved = account.settings.messageTemplates;
  const [templates, setTemplates] = useState(() => rowsOf(saved));
  const nextKey = useRef(templates.length);
  const save = useSaveAccount(account, () => toast({ title: 'The texts are saved' }));
  if (whyNot) return <Shown saved={saved} />;

  const change = (key: number, part: Partial<Template>) =>
    setTemplates((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const add = () => {
    setTemplates((all) => [...all, { key: nextKey.current, name: '', text: '' }]);
    nextKey.current += 1;
  };
  const written = writtenOf(templates);
  const isSame = JSON.stringify(written) === JSON.stringify(saved) && templates.every(isWhole);
  return (
    <Form
      onSubmit={() => save.settings({ messageTemplates: written })}
      error={refusalAt(save.error, [])}
      unsaved={!isSame}
    >
      {templates.map((template) => (
        <TemplateFields
          key={template.key}
          template={template}
          onChange={(part) => change(template.key, part)}
          onRemove={() => setTemplates((all) => all.filter(({ key }) => key !== template.key))}
        />
      ))}
      <div className="flex flex-wrap gap-3">
        <Submit busy={save.isPending} disabledReason={whyNotYet(templates, isSame)}>
          Save texts
        </Submit>
        <Button icon={Plus} onClick={add}>
          Add a text
        </Button>
      </div>
    </Form>
  );
}

interface TemplateFieldsProps {
  template: Template;
  onChange: (part: Partial<Template>) => void;
  onRemove: () => void;
}

function TemplateFields({ template: { key, name, text }, onChange, onRemove }: TemplateFieldsProps) {
  return (
    <fieldset className="flex flex-col gap-3 rounded-lg border border-line p-4">
      <legend className="sr-only">{name || 'A new text'}</legend>
      <div className="flex items-start gap-2">
        <TextField
          name={`name-${key}`}
          label="Name"
          value={name}
          maxLength={nameLengthMax}
          onChange={(next) => onChange({ name: next })}
          className="grow"
        />
        <IconButton
          icon={Trash2}
          label={`Remove ${name || 'the new text'}`}
          look="quiet"
          className="mt-6"
          onClick={onRemove}
        />
      </div>
      <TextArea
        name={`text-${key}`}
        label="Text"
        value={text}
        maxLength={textLengthMax}
        onChange={(next) => onChange({ text: next })}
      />
    </fieldset>
  );
}

function Shown({ saved }: { saved: Readonly<Record<string, string>> }) {
  const all = Object.entries(saved);
  if (all.length === 0) return <p>None.</p>;
  return (
    <dl className="flex flex-col gap-3">
      {all.map(([name, text]) => (
        <div key={name}>
          <dt className="font-[550]">{name}</dt>
          <dd className="whitespace-pre-wrap text-soft">{text}</dd>
        </div>
      ))}
    </dl>
  );
}

const rowsOf = (saved: Readonly<Record<string, string>>): readonly Template[] =>
  Object.entries(saved).map(([name, text], key) => ({ key, name, text }));

const isWhole = ({ name, text }: Template) => name.trim() !== '' && text.trim() !== '';

const writtenOf = (templates: readonly Template[]) =>
  Object.fromEntries(templates.filter(isWhole).map(({ name, text }) => [name.trim(), text]));

/** The server says the same again; here it is said before anybody waits for it. */
function whyNotYet(templates: readonly Template[], isSame: boolean): string | undefined {
  if (isSame) return 'Nothing has changed.';
  if (!templates.every(isWhole)) return 'Each text needs a name and words.';
  const names = templates.map(({ name }) => name.trim());
  return new Set(names).size < names.length ? 'Two texts have the same name.' : undefined;
}
