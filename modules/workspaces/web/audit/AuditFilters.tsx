import { useState } from 'react';
import { auditCategories } from '../../../../kit/audit-words.ts';
import { pageLimitMax } from '../../../../kit/page.ts';
import { usePages } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Combobox, Select } from '../../../../web/kit/Select.tsx';
import { useZone } from '../../../../web/kit/time.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { auditWordsLengthMin, type AuditFilters as Filters, listMembers } from '../../contract.ts';
import { useFilters } from '../useFilters.ts';
import { useSettled } from '../useSettled.ts';
import { sentence } from '../words.ts';
import { dayBegins } from './days.ts';

const names = ['q', 'category', 'actor', 'outcome', 'from', 'to'] as const;

/** What the trail is sifted by, as the address says it and as the server is asked. Days are the workspace's own. */
export function useAuditFilters() {
  const { filters, ...rest } = useFilters(names);
  const words = useSettled(filters.q.trim());
  const zone = useZone();
  const category = auditCategories.find((one) => one === filters.category);
  const [from, to] = [dayBegins(zone, filters.from), dayBegins(zone, filters.to, 1)];
  const query: Filters = {
    ...(words.length >= auditWordsLengthMin && { q: words }),
    ...(category && { category }),
    ...(filters.actor && { actorUserId: filters.actor as Filters['actorUserId'] }),
    ...(filters.outcome && { succeeded: filters.outcome === 'done' }),
    ...(from && { from }),
    ...(to && { to }),
  };
  return { ...rest, filters, query };
}

type Sifting = ReturnType<typeof useAuditFilters>;

const categories = [
  { value: '', label: 'All' },
  ...auditCategories.map((category) => ({ value: category, label: sentence(category) })),
];
const outcomes = [
  { value: '', label: 'All' },
  { value: 'done', label: 'Done' },
  { value: 'refused', label: 'Refused' },
];

/** On a phone the search alone, and the rest on demand: the trail is what one came for. */
export function AuditFilters({ sifting }: { sifting: Sifting }) {
  const { filters, change, clear, any } = sifting;
  const [isOpen, setOpen] = useState(any);
  return (
    <search aria-label="Audit trail" className="mb-5">
      <div className="grid grid-cols-2 items-end gap-3 sm:grid-cols-3 lg:grid-cols-[1.3fr_1.1fr_1.3fr_1fr_9.25rem_9.25rem]">
        <TextField
          name="q"
          label="Search"
          type="search"
          placeholder="Action or thing"
          value={filters.q}
          onChange={(value) => change('q', value)}
          className="max-sm:col-span-2"
        />
        <div className={cx('contents', !isOpen && 'max-sm:hidden')}>
          <Sifters sifting={sifting} />
        </div>
      </div>
      <div className="mt-2 flex gap-2 empty:hidden">
        {!isOpen && (
          <Button size="small" className="sm:hidden" onClick={() => setOpen(true)}>
            More filters
          </Button>
        )}
        {any && (
          <Button size="small" look="quiet" onClick={clear}>
            Show everything
          </Button>
        )}
      </div>
    </search>
  );
}

function Sifters({ sifting: { filters, change } }: { sifting: Sifting }) {
  const people = usePeople();
  return (
    <>
      <Select
        name="category"
        label="Category"
        placeholder="All"
        options={categories}
        value={filters.category}
        onChange={(value) => change('category', value)}
      />
      <Combobox
        name="actor"
        label="Person"
        placeholder="Everybody"
        options={people}
        value={filters.actor}
        onChange={(value) => change('actor', value)}
      />
      <Select
        name="outcome"
        label="Outcome"
        placeholder="All"
        options={outcomes}
        value={filters.outcome}
        onChange={(value) => change('outcome', value)}
        className="max-sm:col-span-2"
      />
      <Day label="From" name="from" filters={filters} change={change} />
      <Day label="To" name="to" filters={filters} change={change} />
    </>
  );
}

interface DayProps extends Pick<Sifting, 'filters' | 'change'> {
  label: string;
  name: 'from' | 'to';
}

const Day = ({ label, name, filters, change }: DayProps) => (
  <TextField
    name={name}
    label={label}
    type="date"
    value={filters[name]}
    onChange={(value) => change(name, value)}
  />
);

/** Members by name, as many as one page holds. */
function usePeople() {
  const workspaceId = useHere().workspace.id;
  const { items } = usePages(listMembers, { params: { workspaceId }, query: { limit: pageLimitMax } });
  return items.map(({ userId, name, email }) => ({ value: userId, label: name, hint: email }));
}
