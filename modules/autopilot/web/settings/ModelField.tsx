import { useQuery } from '@tanstack/react-query';
import { pageLimitMax } from '../../../../kit/page.ts';
import { q } from '../../../../web/kit/api.ts';
import { dollars } from '../../../../web/kit/dollars.ts';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Combobox, type Option } from '../../../../web/kit/Select.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { type AiModel, listAiModels } from '../../../billing/contract.ts';

interface Props {
  value: string;
  onChange: (model: string) => void;
  name?: string;
  label?: string;
  hint?: string;
  /** What is said of none at all, where there need not be one. */
  none?: string;
}

/** The models this workspace can choose from, the cheapest first; by name alone for whoever may not see prices. */
export function ModelField({ value, onChange, name = 'model', label = 'Model', hint, none }: Props) {
  const { workspace } = useHere();
  const mayLook = workspace.permissions.includes('billing.read');
  const params = { workspaceId: workspace.id };
  const { data } = useQuery({
    ...q(listAiModels, { params, query: { kind: 'chat', limit: pageLimitMax } }),
    enabled: mayLook,
  });
  const field = { name, label, value, onChange, ...(hint && { hint }) };
  if (!mayLook) return <TextField {...field} autoComplete="off" autoCapitalize="none" spellCheck={false} />;
  const offered = withSet((data?.items ?? []).map(optionOf), value);
  return <Combobox {...field} options={none ? [{ value: '', label: none }, ...offered] : offered} />;
}

const optionOf = ({ model, name, callMicro }: AiModel): Option => ({
  value: model,
  label: name,
  hint: `${model} · about ${dollars(callMicro)} an answer`,
});

/** What is set stays what is set, also when it is not on offer any more. */
const withSet = (options: readonly Option[], value: string): readonly Option[] =>
  value === '' || options.some((one) => one.value === value)
    ? options
    : [{ value, label: value, hint: 'Not among the models on offer' }, ...options];
