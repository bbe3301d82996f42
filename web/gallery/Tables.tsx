import { useState } from 'react';
import type { Pages } from '../kit/api.ts';
import { Badge } from '../kit/Badge.tsx';
import { Sparkline } from '../kit/charts/Sparkline.tsx';
import { Empty } from '../kit/states.tsx';
import { type Column, Table } from '../kit/Table.tsx';
import { locale } from '../kit/time-words.ts';
import { toast } from '../kit/toast.ts';
import { Specimen } from './Specimen.tsx';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly open: boolean;
  readonly replies: number;
  readonly week: readonly number[];
}

const names = ['Agora', 'Boule', 'Cella', 'Dromos', 'Exedra'];
const items: readonly Row[] = names.map((name, index) => ({
  id: name,
  name,
  open: index !== 2,
  replies: 1240 - index * 217,
  week: Array.from({ length: 7 }, (_, day) => 20 + ((index * 31 + day * 17) % 40)),
}));
const quiet = {
  error: null,
  hasMore: false,
  loadingMore: false,
  moreFailed: false,
  more: () => {},
  again: () => {},
};
const pages = (state: Pages<Row>['state'], more: Partial<Pages<Row>> = {}): Pages<Row> => ({
  ...quiet,
  items: [],
  state,
  ...more,
});

const columns: readonly Column<Row>[] = [
  { title: 'Name', width: 'minmax(0,2fr)', cell: ({ name }) => name, onPhone: 'title' },
  {
    title: 'State',
    width: '7rem',
    cell: ({ open }) => <Badge tone={open ? 'good' : 'quiet'}>{open ? 'Open' : 'Closed'}</Badge>,
  },
  { title: 'Replies', width: '6rem', align: 'end', cell: ({ replies }) => replies.toLocaleString(locale) },
  {
    title: 'This week',
    width: '8rem',
    align: 'end',
    cell: ({ week }) => <Sparkline values={week} label={`from ${week[0]} to ${week.at(-1)} a day`} />,
    onPhone: 'corner',
  },
];

export default function Tables() {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(['Boule']));
  const shared = { columns, rowId: (row: Row) => row.id, rowName: (row: Row) => row.name };
  const empty = <Empty title="No shops yet">What you add appears here.</Empty>;
  return (
    <>
      <Specimen name="Loaded" wide>
        <Table
          {...shared}
          label="Shops"
          pages={pages('loaded', { items })}
          selection={{ chosen, change: setChosen }}
          onOpen={({ name }) => toast({ title: `${name} was opened` })}
          empty={empty}
        />
      </Specimen>
      <Specimen name="The next page failed" wide>
        <Table
          {...shared}
          label="More shops"
          pages={pages('loaded', { items: items.slice(0, 2), hasMore: true, moreFailed: true })}
          empty={empty}
        />
      </Specimen>
      <Specimen name="Loading" wide>
        <Table {...shared} label="Shops on their way" pages={pages('loading')} empty={empty} />
      </Specimen>
      <Specimen name="Empty" wide>
        <Table {...shared} label="No shops" pages={pages('loaded')} empty={empty} />
      </Specimen>
    </>
  );
}
