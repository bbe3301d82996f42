import type { LoaderFunctionArgs } from 'react-router';
import { useSearchParams } from 'react-router';
import { Button } from '../../../../web/kit/Button.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Combobox, Select } from '../../../../web/kit/Select.tsx';
import { Empty, Refused } from '../../../../web/kit/states.tsx';
import { Tabs } from '../../../../web/kit/Tabs.tsx';
import { readWorkspace } from '../../../../web/session.ts';
import { useFilters } from '../../../../web/shared.ts';
import { AccountId } from '../../accounts/contract.ts';
import { eventMonthsKept, eventStatuses } from '../../intake/contract.ts';
import { eventKinds } from '../../platforms/contract.ts';
import { useWhyNotMay } from '../rights.ts';
import { eventLabel, eventStatusLabels } from '../words.ts';
import { type EventQuery, EventsTable } from './EventsTable.tsx';
import { FailedEvents } from './FailedEvents.tsx';
import { type AccountNames, useAccountNames } from './useAccountNames.ts';

export async function loader({ params }: LoaderFunctionArgs) {
  await readWorkspace(params.workspaceId);
  return null;
}

export default function EventLogPage() {
  const whyNot = useWhyNotMay('connections.read_events', 'read what came in');
  return (
    <Page title="Event log" hint={hint}>
      {whyNot ? <Refused>{whyNot}</Refused> : <Log />}
    </Page>
  );
}

const hint = `Everything the platforms told, as it came, and what became of it. It is kept for ${eventMonthsKept} months.`;

const names = ['account', 'kind', 'status'] as const;

function Log() {
  const [search] = useSearchParams();
  const accounts = useAccountNames();
  const sifting = useFilters(names);
  const query = queryOf(sifting.filters);
  return (
    <Tabs
      label="Which events"
      defaultValue={search.get('show') === 'failed' ? 'failed' : 'all'}
      tabs={[
        {
          value: 'all',
          label: 'All',
          panel: (
            <>
              <LogFilters sifting={sifting} accounts={accounts} />
              <EventsTable
                label="Events"
                query={query}
                nameOf={accounts.nameOf}
                {...(sifting.any && { empty: <NothingLikeThat onClear={sifting.clear} /> })}
              />
            </>
          ),
        },
        { value: 'failed', label: 'Failed', panel: <FailedEvents accounts={accounts} sifting={sifting} /> },
      ]}
    />
  );
}

export type Sifting = ReturnType<typeof useFilters<(typeof names)[number]>>;

/** Of what stands in the address only what is known counts. */
export function queryOf({ account, kind, status }: Sifting['filters']): EventQuery {
  const accountId = AccountId.safeParse(account).data;
  const knownKind = eventKinds.find((one) => one === kind);
  const knownStatus = eventStatuses.find((one) => one === status);
  return {
    ...(accountId && { accountId }),
    ...(knownKind && { kind: knownKind }),
    ...(knownStatus && { status: knownStatus }),
  };
}

const NothingLikeThat = ({ onClear }: { onClear: () => void }) => (
  <Empty title="Nothing like that came in" actions={<Button onClick={onClear}>Show everything</Button>}>
    No event fits all that is asked for. Take something out of the filters.
  </Empty>
);

const kinds = [
  { value: '', label: 'Everything' },
  ...eventKinds.map((kind) => ({ value: kind, label: eventLabel(kind) })),
];
const statuses = [
  { value: '', label: 'Any state' },
  ...eventStatuses.map((status) => ({ value: status, label: eventStatusLabels[status] })),
];

interface FiltersProps {
  sifting: Sifting;
  accounts: AccountNames;
  /** Where the state is given already. */
  withoutStatus?: boolean;
}

export function LogFilters({ sifting: { filters, change }, accounts, withoutStatus = false }: FiltersProps) {
  return (
    <search
      aria-label="Events"
      className="mb-4 grid grid-cols-2 items-end gap-3 sm:grid-cols-[16rem_13rem_11rem]"
    >
      <Combobox
        name="account"
        label="Account"
        placeholder="Every account"
        options={accounts.options}
        value={filters.account}
        onChange={(value) => change('account', value)}
        className="max-sm:col-span-2"
      />
      <Combobox
        name="kind"
        label="Kind"
        placeholder="Everything"
        options={kinds}
        value={filters.kind}
        onChange={(value) => change('kind', value)}
      />
      {!withoutStatus && (
        <Select
          name="status"
          label="State"
          placeholder="Any state"
          options={statuses}
          value={filters.status}
          onChange={(value) => change('status', value)}
        />
      )}
    </search>
  );
}
