import { usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Section } from '../../../../web/kit/Section.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { listReloads, type Reload } from '../../contract.ts';
import { providerNames, stateLabels, stateTones, whyWords } from './words.ts';

export function HistorySection() {
  const params = { workspaceId: useHere().workspace.id };
  const pages = usePages(listReloads, { params });
  return (
    <Section title="Each time" hint="The newest first.">
      <Table
        label="Reloads"
        columns={columns}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ amountMicro }) => dollars(amountMicro)}
        empty={
          <Empty title="Nothing was bought by itself yet">
            Once auto-reload is on, whatever it buys stands here, and why it could not.
          </Empty>
        }
      />
    </Section>
  );
}

const columns: Column<Reload>[] = [
  {
    title: 'State',
    width: 'minmax(0,1fr)',
    onPhone: 'title',
    cell: (reload) => (
      <span className="flex min-w-0 flex-col items-start gap-0.5">
        <Badge tone={stateTones[reload.state]}>{stateLabels[reload.state]}</Badge>
        <Why reload={reload} />
      </span>
    ),
  },
  {
    title: 'Paid at',
    width: '6rem',
    onPhone: 'hidden',
    cell: ({ provider }) => providerNames[provider],
  },
  {
    title: 'When',
    width: '8rem',
    align: 'end',
    onPhone: 'line',
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
  {
    title: 'Amount',
    width: '6rem',
    align: 'end',
    onPhone: 'corner',
    cell: ({ amountMicro }) => dollars(amountMicro),
  },
];

function Why({ reload }: { reload: Reload }) {
  const words = whyWords(reload);
  return words ? <span className="text-sm text-soft">{words}</span> : null;
}
