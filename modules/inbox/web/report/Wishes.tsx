import { useQuery } from '@tanstack/react-query';
import { q } from '../../../../web/kit/api.ts';
import { Select } from '../../../../web/kit/Select.tsx';
import { useFilters } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import { listChannels } from '../../conversations/contract.ts';
import { listViews } from '../../views/contract.ts';
import { spanOf, spans } from './useWanted.ts';

/** For how long, where, and of which saved view. */
export function Wishes() {
  const { workspace } = useHere();
  const { filters, change } = useFilters(['days', 'channel', 'view']);
  const params = { workspaceId: workspace.id };
  const channels = useQuery(q(listChannels, { params, query: { limit: 200 } }));
  const hasView = filters.view !== '';
  return (
    <search aria-label="Report" className="mb-6 block">
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-[13rem_15rem_15rem]">
        <Select
          name="days"
          label="Time"
          placeholder="The last 30 days"
          options={spans}
          value={spanOf(filters.days, hasView)}
          onChange={(value) => change('days', value)}
        />
        <Select
          name="channel"
          label="Channel"
          placeholder="Every channel"
          options={[
            { value: '', label: 'Every channel' },
            ...(channels.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={filters.channel}
          onChange={(value) => change('channel', value)}
        />
        <ViewWish value={filters.view} onChange={(value) => change('view', value)} />
      </div>
      {hasView && (
        <p className="mt-3 text-sm text-soft">
          Of the conversations that are in this view now, whatever they were then; for 90 days at most.
        </p>
      )}
    </search>
  );
}

/** Not there where nobody has saved one. What is searched for has no figures, as it has no count. */
function ViewWish({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { workspace } = useHere();
  const views = useQuery(q(listViews, { params: { workspaceId: workspace.id } }));
  const offered = (views.data?.items ?? []).filter(({ search }) => search === null);
  if (offered.length === 0 && value === '') return null;
  const options = offered.map(({ id, name, isShared }) => ({
    ...{ value: id, label: name },
    ...(isShared && { hint: 'For everybody' }),
  }));
  return (
    <Select
      name="view"
      label="View"
      placeholder="Every conversation"
      options={[{ value: '', label: 'Every conversation' }, ...options]}
      value={value}
      onChange={onChange}
    />
  );
}
