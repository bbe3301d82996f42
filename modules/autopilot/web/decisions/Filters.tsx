import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { q } from '../../../../web/kit/api.ts';
import { Select } from '../../../../web/kit/Select.tsx';
import { useFilters } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import { ChannelId, listChannels } from '../../../inbox/contract.ts';
import { DecisionKind, decisionKinds } from '../../contract.ts';
import { since } from './days.ts';
import { decisionLabels, rulesOffered } from './words.ts';

const names = ['decision', 'rule', 'channel', 'sure', 'days'] as const;

const outcomes = [
  { value: '', label: 'Every outcome' },
  ...decisionKinds.map((value) => ({ value, label: decisionLabels[value] })),
];
const rules = [{ value: '', label: 'Every rule' }, ...rulesOffered];
const sureness = [
  { value: '', label: 'However sure' },
  ...[0.9, 0.7, 0.5].map((share) => ({ value: String(share), label: `${share * 100} % at most` })),
];
const spans = [
  { value: '', label: 'At any time' },
  { value: '1', label: 'The last 24 hours' },
  { value: '7', label: 'The last 7 days' },
  { value: '30', label: 'The last 30 days' },
];

/** What the address asks for. */
export function useWanted() {
  const { filters, change, any } = useFilters(names);
  const [now] = useState(() => new Date());
  const decision = DecisionKind.safeParse(filters.decision).data;
  const channelId = ChannelId.safeParse(filters.channel).data;
  const rule = rulesOffered.find(({ value }) => value === filters.rule)?.value;
  const isOffered = sureness.some(({ value }) => value === filters.sure && value !== '');
  const days = Number(spans.find(({ value }) => value === filters.days)?.value ?? '');
  const query = {
    ...(decision && { decision }),
    ...(channelId && { channelId }),
    ...(rule && { rule }),
    ...(isOffered && { confidenceMax: Number(filters.sure) }),
    ...(days > 0 && { from: since(days, now) }),
  };
  return { filters, change, any, query };
}

/** What the list is sifted by. */
export function Filters({ wanted: { filters, change } }: { wanted: ReturnType<typeof useWanted> }) {
  const { workspace } = useHere();
  const channels = useQuery(
    q(listChannels, { params: { workspaceId: workspace.id }, query: { limit: 200 } }),
  );
  const ofChannels = [
    { value: '', label: 'Every channel' },
    ...(channels.data?.items ?? []).map(({ id, name }) => ({ value: id as string, label: name })),
  ];
  const all = [
    ['decision', 'Outcome', outcomes],
    ['rule', 'Rule', rules],
    ['channel', 'Channel', ofChannels],
    ['sure', 'Sure', sureness],
    ['days', 'Time', spans],
  ] as const;
  return (
    <search aria-label="Decisions" className="mb-4 grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">
      {all.map(([name, label, options]) => (
        <Select
          key={name}
          name={name}
          label={label}
          placeholder={options[0]!.label}
          options={[...options]}
          value={filters[name]}
          onChange={(value) => change(name, value)}
        />
      ))}
    </search>
  );
}
