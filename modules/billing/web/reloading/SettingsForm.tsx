import { useState } from 'react';
import type { ApiError } from '../../../../web/kit/api.ts';
import { RadioGroup } from '../../../../web/kit/Choice.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { Facts, Section } from '../../../../web/kit/Section.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type AutoReload, getAutoReload, listReloads, putAutoReload } from '../../contract.ts';
import { type Draft, draftOf, givenOf, refusalOf } from './drafts.ts';
import { providerNames, ruleWords } from './words.ts';

interface Props {
  settings: AutoReload;
  whyNot: string | undefined;
}

export function SettingsForm({ settings, whyNot }: Props) {
  return (
    <Section title="When, and how much" hint={settings.enabledAt ? ruleWords(settings) : undefined}>
      {whyNot ? <Chosen settings={settings} /> : <Fields settings={settings} />}
    </Section>
  );
}

/** For who may look at it: what cannot be changed does not look as if it could. */
function Chosen({ settings }: Pick<Props, 'settings'>) {
  if (!settings.enabledAt) return <p className="text-soft">Nothing is bought by itself.</p>;
  const { thresholdMicro, amountMicro, dayMaxMicro } = settings;
  return (
    <Facts
      facts={[
        ['When below', dollars(thresholdMicro)],
        ['Buy for', dollars(amountMicro)],
        ['A day at most', dollars(dayMaxMicro)],
      ]}
    />
  );
}

function Fields({ settings }: Pick<Props, 'settings'>) {
  const [changes, setChanges] = useState<Partial<Draft>>({});
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const saving = useSaving(settings, () => setChanges({}));
  const before = draftOf(settings);
  const draft = { ...before, ...changes };
  const set = (part: Partial<Draft>) => setChanges({ ...changes, ...part });
  const isChanged = JSON.stringify(draft) !== JSON.stringify(before);
  const isOn = settings.enabledAt !== null;
  const cannot = noCard(settings);
  const save = () => {
    const wrong = refusalOf(draft);
    setRefusal(wrong);
    if (wrong === null) saving.save(givenOf(draft));
  };
  return (
    <Form
      error={refusal ?? saving.error}
      unsaved={isChanged}
      onSubmit={save}
      className="grid max-w-3xl gap-5 sm:grid-cols-3"
    >
      <Amounts draft={draft} set={set} />
      {settings.providers.length > 1 && (
        <RadioGroup
          name="provider"
          label="Paid with the card kept at"
          className="sm:col-span-3"
          options={settings.providers.map(({ provider, isKnownThere }) => ({
            ...{ value: provider, label: providerNames[provider] },
            ...(!isKnownThere && { hint: 'Nothing was bought there yet, so no card is kept.' }),
          }))}
          value={draft.provider}
          onChange={(provider) => set({ provider: provider as Draft['provider'] })}
        />
      )}
      <div className="sm:col-span-3">
        {cannot && <p className="mb-4 max-w-prose text-soft">{cannot}</p>}
        <Submit
          busy={saving.isPending}
          disabledReason={cannot ?? (isOn && !isChanged ? 'Nothing is changed yet.' : undefined)}
        >
          {isOn ? 'Save' : 'Switch on'}
        </Submit>
      </div>
    </Form>
  );
}

/** Said before somebody fills in a form that would be refused. */
function noCard({ providers }: AutoReload): string | undefined {
  if (providers.length === 0)
    return 'This installation takes no payments that a kept card could be used for.';
  if (providers.some(({ isKnownThere }) => isKnownThere)) return undefined;
  const names = providers.map(({ provider }) => providerNames[provider]).join(' or ');
  return `There is no card to charge yet. Pay for credits or a plan at ${names} once: the card is kept for the next time.`;
}

function Amounts({ draft, set }: { draft: Draft; set: (part: Partial<Draft>) => void }) {
  return (
    <>
      <TextField
        name="thresholdMicro"
        label="When below, in dollars"
        inputMode="decimal"
        hint="Of what was bought and is left. What a plan gives is not counted."
        value={draft.threshold}
        onChange={(threshold) => set({ threshold })}
      />
      <TextField
        name="amountMicro"
        label="Buy for, in dollars"
        inputMode="decimal"
        hint="At once, each time."
        value={draft.amount}
        onChange={(amount) => set({ amount })}
      />
      <TextField
        name="dayMaxMicro"
        label="A day at most, in dollars"
        inputMode="decimal"
        hint="Within any 24 hours. Then it waits."
        value={draft.dayMax}
        onChange={(dayMax) => set({ dayMax })}
      />
    </>
  );
}

function useSaving(settings: AutoReload, onSaved: () => void) {
  const params = { workspaceId: useHere().workspace.id };
  const { send, isPending, error } = useSend(putAutoReload, {
    stale: [[getAutoReload.path], [listReloads.path]],
    onReply: () => {
      onSaved();
      toast({ title: settings.enabledAt ? 'Auto-reload is changed' : 'Auto-reload is on' });
    },
  });
  return { isPending, error, save: (body: ReturnType<typeof givenOf>) => send({ params, body }) };
}
