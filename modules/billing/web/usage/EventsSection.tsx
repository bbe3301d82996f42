import { usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Link } from '../../../../web/kit/Link.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { useFilters } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import { listUsageEvents, type Usage, type UsageEvent } from '../../using/contract.ts';
import { subjectLink } from '../costs/subjects.ts';
import { aiFailureWords, subjectLabel } from '../words.ts';
import { usageNarrowing } from './narrowing.ts';
import { paidFrom } from './words.ts';

/** Single uses, narrowed by one thing at a time: so they are found quickly however many there are. */
export function EventsSection({ usage }: { usage: Usage }) {
  const workspaceId = useHere().workspace.id;
  const { filters, change } = useFilters(['by']);
  const pages = usePages(listUsageEvents, { params: { workspaceId }, query: usageNarrowing(filters.by) });
  const names = new Map(usage.byMeter.map(({ meter, name }) => [meter, name]));
  return (
    <Section title="Use by use" hint="The newest first, whatever the time above.">
      <search aria-label="Uses" className="mb-4 block">
        <Select
          name="by"
          label="Only"
          placeholder="Every use"
          className="w-72 max-sm:w-full"
          options={optionsOf(usage)}
          value={filters.by}
          onChange={(value) => change('by', value)}
        />
      </search>
      <Table
        label="Uses"
        columns={columnsOf(workspaceId, names)}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ meter }) => names.get(meter) ?? meter}
        empty={<Empty title="No such use">Choose something else, or every use.</Empty>}
      />
    </Section>
  );
}

const optionsOf = ({ byMeter, byMember, byModel }: Usage) => [
  { value: '', label: 'Every use' },
  ...byMeter.map(({ meter, name }) => ({ value: `meter:${meter}`, label: name })),
  ...byMember.flatMap(({ memberId, name }) =>
    memberId === null
      ? []
      : [{ value: `member:${memberId}`, label: name ?? 'Somebody who has left', hint: 'Member' }],
  ),
  ...byModel.map(({ model }) => ({ value: `model:${model}`, label: model, hint: 'Model' })),
];

const columnsOf = (workspaceId: string, names: ReadonlyMap<string, string>): Column<UsageEvent>[] => [
  {
    title: 'What',
    width: 'minmax(0,1.5fr)',
    onPhone: 'title',
    cell: (one) => <What workspaceId={workspaceId} one={one} name={names.get(one.meter) ?? one.meter} />,
  },
  {
    title: 'State',
    width: '8rem',
    onPhone: 'line',
    cell: ({ status, errorCode, refundedMicro }) => (
      <span className="flex flex-col items-start">
        {status === 'failed' ? <Badge tone="danger">Failed</Badge> : <Badge>Done</Badge>}
        {errorCode && <span className="text-sm text-faint">{aiFailureWords(errorCode)}</span>}
        {refundedMicro > 0 && <span className="text-sm text-faint">{dollars(refundedMicro)} given back</span>}
      </span>
    ),
  },
  {
    title: 'When',
    width: '8rem',
    align: 'end',
    onPhone: 'line',
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
  {
    title: 'Paid',
    width: '6.5rem',
    align: 'end',
    onPhone: 'corner',
    cell: (one) => <span title={costWords(one)}>{dollars(one.paidMicro)}</span>,
  },
];

function What({ workspaceId, one, name }: { workspaceId: string; one: UsageEvent; name: string }) {
  const link = subjectLink(workspaceId, one);
  const many = one.quantity > 1 ? `${one.quantity.toLocaleString('en')} × ` : '';
  const from = paidFrom(one);
  return (
    <span className="flex min-w-0 flex-col">
      <span className="whitespace-normal">
        {many}
        {link ? <Link to={link.to}>{name}</Link> : name}
      </span>
      <span className="text-sm break-words whitespace-normal text-faint">
        {[one.model, from.length > 0 && `from ${from.join(' and ')}`].filter(Boolean).join(', ') ||
          (one.subjectType ? subjectLabel(one.subjectType) : 'Without a price')}
      </span>
    </span>
  );
}

const costWords = ({ baseMicro, computeMicro, apiMicro }: UsageEvent): string =>
  `${dollars(baseMicro)} of the use, ${dollars(computeMicro)} of our machines, ${dollars(apiMicro)} of the model`;
