import { useState } from 'react';
import { Switch } from '../../../../web/kit/Choice.tsx';
import { TextArea } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { refusalAt, useLocationNames } from '../../../../web/shared.ts';
import { LocationId } from '../../../workspaces/contract.ts';
import type { Account } from '../../accounts/contract.ts';
import { TemplatesForm } from './TemplatesForm.tsx';
import { useSaveAccount } from './useSaveAccount.ts';

export interface SettingsSectionProps {
  account: Account;
  whyNot: string | undefined;
}

export function SettingsSection({ account, whyNot }: SettingsSectionProps) {
  return (
    <div className="max-w-xl">
      <Switches account={account} whyNot={whyNot} />
      <Section title="Where it belongs">
        <Place account={account} whyNot={whyNot} />
      </Section>
      <Section
        title="Words to listen for"
        hint="What somebody writes with one of these is worth an answer of its own."
      >
        {/* Saved by somebody else meanwhile: what is written here begins anew from that. */}
        <Keywords key={account.settings.globalTriggerKeywords.join('\n')} account={account} whyNot={whyNot} />
      </Section>
      <Section title="Texts kept ready" hint="What is written again and again, under a name to find it by.">
        <TemplatesForm
          key={JSON.stringify(account.settings.messageTemplates)}
          account={account}
          whyNot={whyNot}
        />
      </Section>
    </div>
  );
}

type SwitchName = 'notificationsEnabled' | 'autoReplyEnabled' | 'businessHoursOnly' | 'tryonEnabled';
const switches: readonly { readonly name: SwitchName; readonly label: string; readonly hint: string }[] = [
  {
    name: 'notificationsEnabled',
    label: 'Tell people what comes in',
    hint: 'Whoever looks after it hears of new messages and comments.',
  },
  {
    name: 'autoReplyEnabled',
    label: 'Let Stoa answer by itself',
    hint: 'As far as its rules allow. A person who answers always comes first.',
  },
  {
    name: 'businessHoursOnly',
    label: 'Answer by itself in opening hours only',
    hint: 'By the clock and the hours of the location it belongs to.',
  },
  {
    name: 'tryonEnabled',
    label: 'Offer virtual try-ons',
    hint: 'Customers may send a picture and see a garment on it.',
  },
];

function Switches({ account, whyNot }: SettingsSectionProps) {
  const save = useSaveAccount(account);
  return (
    <div className="flex flex-col gap-4 pb-10">
      {switches.map(({ name, label, hint }) => (
        <Switch
          key={name}
          name={name}
          label={label}
          hint={hint}
          value={account.settings[name]}
          disabled={whyNot !== undefined}
          onChange={(value) => save.settings({ [name]: value })}
        />
      ))}
    </div>
  );
}

function Place({ account, whyNot }: SettingsSectionProps) {
  const { options, nameOf } = useLocationNames();
  const save = useSaveAccount(account);
  if (whyNot) return <p>{account.locationId ? nameOf(account.locationId) : 'All locations'}</p>;
  return (
    <Select
      name="locationId"
      label="Location"
      hint="What comes in is for the people of this location first."
      placeholder="All locations"
      options={[{ value: '', label: 'All locations' }, ...options]}
      value={account.locationId ?? ''}
      onChange={(value) => save.location(value === '' ? null : LocationId.parse(value))}
      className="max-w-80"
    />
  );
}

function Keywords({ account, whyNot }: SettingsSectionProps) {
  const saved = account.settings.globalTriggerKeywords;
  const [text, setText] = useState(saved.join('\n'));
  const save = useSaveAccount(account, () => toast({ title: 'The words are saved' }));
  const words = [...new Set(text.split(/[\n,]/).map((word) => word.trim()))].filter((word) => word !== '');
  if (whyNot) return <p>{saved.length > 0 ? saved.join(', ') : 'None.'}</p>;
  const isSame = words.join('\n') === saved.join('\n');
  return (
    <Form
      onSubmit={() => save.settings({ globalTriggerKeywords: words })}
      error={refusalAt(save.error, ['settings'])}
      unsaved={!isSame}
    >
      <TextArea name="settings" label="Words" hint="One on each line." value={text} onChange={setText} />
      <div>
        <Submit busy={save.isPending} disabledReason={isSame ? 'Nothing has changed.' : undefined}>
          Save words
        </Submit>
      </div>
    </Form>
  );
}
