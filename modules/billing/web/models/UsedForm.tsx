import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { pageLimitMax } from '../../../../kit/page.ts';
import { ApiError, q } from '../../../../web/kit/api.ts';
import { dollars, dollarsIn, microIn } from '../../../../web/kit/dollars.ts';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { Facts, Section } from '../../../../web/kit/Section.tsx';
import { Combobox, type Option } from '../../../../web/kit/Select.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type AiModelKind, type AiSettings, listAiModels } from '../../contract.ts';
import { useChangeSettings } from './useChangeSettings.ts';

interface Props {
  settings: AiSettings;
  whyNot: string | undefined;
}

const draftOf = ({ chatModel, embeddingModel, monthMaxMicro }: AiSettings) => ({
  chatModel: chatModel ?? '',
  embeddingModel: embeddingModel ?? '',
  limit: monthMaxMicro === null ? '' : dollarsIn(monthMaxMicro),
});
type Draft = ReturnType<typeof draftOf>;

export function UsedForm({ settings, whyNot }: Props) {
  return (
    <Section title="Which are asked, and what they may cost">
      {whyNot ? <UsedFacts settings={settings} /> : <Fields settings={settings} />}
    </Section>
  );
}

function Fields({ settings }: { settings: AiSettings }) {
  const [changes, setChanges] = useState<Partial<Draft>>({});
  const sending = useChangeSettings(settings, () => {
    setChanges({});
    toast({ title: 'The choice is saved' });
  });
  const before = draftOf(settings);
  const draft = { ...before, ...changes };
  const set = (part: Partial<Draft>) => setChanges({ ...changes, ...part });
  const isChanged = JSON.stringify(draft) !== JSON.stringify(before);
  const [isLimitWrong, setLimitWrong] = useState(false);
  const error = useMemo(() => (isLimitWrong ? noAmount() : sending.error), [isLimitWrong, sending.error]);
  const save = () => {
    const monthMaxMicro = draft.limit.trim() === '' ? null : microIn(draft.limit);
    setLimitWrong(monthMaxMicro === undefined);
    if (monthMaxMicro === undefined) return;
    sending.change({
      chatModel: draft.chatModel || null,
      embeddingModel: draft.embeddingModel || null,
      monthMaxMicro,
    });
  };
  return (
    <Form error={error} unsaved={isChanged} onSubmit={save} className="grid max-w-3xl gap-5 sm:grid-cols-2">
      <ModelChoice
        {...{ kind: 'chat', name: 'chatModel', label: 'Words the answers', settings }}
        value={draft.chatModel}
        onChange={(chatModel) => set({ chatModel })}
      />
      <ModelChoice
        {...{ kind: 'embedding', name: 'embeddingModel', label: 'Finds by meaning', settings }}
        value={draft.embeddingModel}
        onChange={(embeddingModel) => set({ embeddingModel })}
      />
      <TextField
        name="monthMaxMicro"
        label="Limit of a month, in dollars"
        optional
        inputMode="decimal"
        hint="Once it is reached no model is asked until the next month: the autopilot hands over to people instead. Empty: no limit."
        value={draft.limit}
        onChange={(limit) => set({ limit })}
      />
      <div className="sm:col-span-2">
        <Submit busy={sending.isPending} disabledReason={isChanged ? undefined : 'Nothing is changed yet.'}>
          Save
        </Submit>
      </div>
    </Form>
  );
}

function noAmount(): ApiError {
  const message = 'Write an amount in dollars, like 25 or 0.5.';
  const fields = [{ path: 'monthMaxMicro', code: 'not_possible', message }];
  return new ApiError({ status: 400, code: 'stoa.invalid_input', message, fields });
}

interface ChoiceProps {
  kind: AiModelKind;
  name: string;
  label: string;
  settings: AiSettings;
  value: string;
  onChange: (model: string) => void;
}

function ModelChoice({ kind, name, label, settings, value, onChange }: ChoiceProps) {
  const params = { workspaceId: useHere().workspace.id };
  const { data } = useQuery(q(listAiModels, { params, query: { kind, limit: pageLimitMax } }));
  const offered = (data?.items ?? []).map((one): Option => {
    const price = kind === 'embedding' ? one.inputMicro : one.callMicro;
    const unit = kind === 'embedding' ? 'a million tokens' : 'an answer';
    return { value: one.model, label: one.name, hint: `${one.model} · about ${dollars(price)} ${unit}` };
  });
  const isOffered = value === '' || offered.some((one) => one.value === value);
  const usual =
    settings.baseUrl === null ? settings.used?.[name as 'chatModel' | 'embeddingModel'] : undefined;
  return (
    <Combobox
      name={name}
      label={label}
      optional={settings.baseUrl === null}
      placeholder={usual ? `As usual here: ${usual}` : 'Choose a model'}
      hint={hints[kind]}
      options={isOffered ? offered : [{ value, label: value, hint: 'Not on offer any more' }, ...offered]}
      value={value}
      onChange={onChange}
    />
  );
}

const hints: Readonly<Record<AiModelKind, string>> = {
  chat: 'Reads a question and what you have written down, and words the answer.',
  embedding: 'Finds what means the same in other words. Changed, everything written down is read anew.',
  image: '',
};

const UsedFacts = ({ settings }: { settings: AiSettings }) => (
  <Facts
    facts={[
      ['Words the answers', settings.used?.chatModel || 'None'],
      ['Finds by meaning', settings.used?.embeddingModel || 'None'],
      ['Limit of a month', settings.monthMaxMicro === null ? 'None' : dollars(settings.monthMaxMicro)],
    ]}
  />
);
