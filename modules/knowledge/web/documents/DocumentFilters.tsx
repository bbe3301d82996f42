import Search from 'lucide-react/icons/search';
import { useRef } from 'react';
import { useActions } from '../../../../web/kit/actions.ts';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import type { useFilters } from '../../../../web/shared.ts';
import { kindOptions, stateOptions } from '../words.ts';

export const filterNames = ['q', 'status', 'kind', 'site'] as const;
export type Sifting = ReturnType<typeof useFilters<(typeof filterNames)[number]>>;

const any = (label: string) => ({ value: '', label });

export function DocumentFilters({ sifting: { filters, change } }: { sifting: Sifting }) {
  const words = useRef<HTMLInputElement>(null);
  useActions([
    {
      ...{ id: 'documents.find', title: 'Find a document', group: 'Documents', keys: '/', icon: Search },
      run: () => words.current?.focus(),
    },
  ]);
  return (
    <search
      aria-label="Documents"
      className="mb-4 grid grid-cols-2 gap-3 sm:grid-cols-[minmax(0,2fr)_repeat(2,minmax(0,1fr))]"
    >
      <TextField
        ref={words}
        name="q"
        label="Find"
        type="search"
        placeholder="A part of the title or address"
        maxLength={100}
        className="max-sm:col-span-2"
        value={filters.q}
        onChange={(value) => change('q', value)}
      />
      <Select
        name="status"
        label="State"
        placeholder="Any state"
        options={[any('Any state'), ...stateOptions]}
        value={filters.status}
        onChange={(value) => change('status', value)}
      />
      <Select
        name="kind"
        label="Where from"
        placeholder="Anywhere"
        options={[any('Anywhere'), ...kindOptions]}
        value={filters.kind}
        onChange={(value) => change('kind', value)}
      />
    </search>
  );
}
