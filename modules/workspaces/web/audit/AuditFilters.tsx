import { auditCategories } from '../../../../kit/audit-words.ts';
import { pageLimitMax } from '../../../../kit/page.ts';
import { usePages } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Combobox, Select } from '../../../../web/kit/Select.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { type AuditFilters as Filters, auditWordsLengthMin, listMembers } from '../../contract.ts';
import { useFilters } from '../useFilters.ts';
import { useSettled } from '../useSettled.ts';
import { sentence } from '../words.ts';

const names = ['q', 'category', 'actor', 'outcome', 'from', 'to'] as const;

/** What the trail is sifted by, as the address says it and as the server is asked. Days are the workspace's own. */
export function useAuditFilters() {
  const { filters, ...rest } = useFilters(names);
  const words = useSettled(filters.q.trim());
  const category = auditCategories.find((one) => one === filters.category);
  const query: Filters = {
    ...(words.length >= auditWordsLengthMin && { q: words }),
    ...(category && { category }),
    ...(filters.actor && { actorUserId: filters.actor as Filters['actorUserId'] }),
    ...(filters.outcome && { succeeded: filters.outcome === 'done' }),
    ...(dayOf(filters.from, 0) && { from: dayOf(filters.from, 0) }),
    ...(dayOf(filters.to, 1) && { to: dayOf(filters.to, 1) }),
  };
  return { ...rest, filters, query };
}

/** The beginning of a day, or of one after it. */
function dayOf(day: string, later: number): Date | undefined {
  const [year, month, date] = day.split('-').map(Number);
  if (!year || !month || !date) return undefined;
  return new Date(year, month - 1, date + later);
}

type Sifting = ReturnType<typeof useAuditFilters>;

const categories = [
  { value: '', label: 'Every category' },
  ...auditCategories.map((category) => ({ value: category, label: sentence(category) })),
];
const outcomes = [
  { value: '', label: 'Everything' },
  { value: 'done', label: 'What was done' },
  { value: 'refused', label: 'What was refused' },
];

export function AuditFilters({ sifting: { filters, change, clear, any } }: { sifting: Sifting }) {
  const people = usePeople();
  return (
    <div role="search" aria-label="Audit trail" className="mb-5 grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-6">
      <TextField
        name="q"
        label="Search"
        type="search"
        placeholder="member, location …"
        value={filters.q}
        onChange={(value) => change('q', value)}
        className="max-sm:col-span-2"
      />
      <Select
        name="category"
        label="Category"
        placeholder="Every category"
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
        placeholder="Everything"
        options={outcomes}
        value={filters.outcome}
        onChange={(value) => change('outcome', value)}
      />
      <TextField
        name="from"
        label="From"
        type="date"
        value={filters.from}
        onChange={(value) => change('from', value)}
      />
      <TextField name="to" label="To" type="date" value={filters.to} onChange={(value) => change('to', value)} />
      {any && (
        <div className="col-span-full">
          <Button size="small" look="quiet" onClick={clear}>
            Show everything
          </Button>
        </div>
      )}
    </div>
  );
}

/** Members by name, as many as one page holds. */
function usePeople() {
  const workspaceId = useHere().workspace.id;
  const { items } = usePages(listMembers, { params: { workspaceId }, query: { limit: pageLimitMax } });
  return items.map(({ userId, name, email }) => ({ value: userId, label: name, hint: email }));
}
