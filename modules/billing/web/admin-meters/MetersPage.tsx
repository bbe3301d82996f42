import CircleDollarSign from 'lucide-react/icons/circle-dollar-sign';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import { lazy, Suspense, useState } from 'react';
import { pagesOf, queryClient, usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Page } from '../../../../web/kit/Page.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { administratorsLoader, forAdministrators } from '../../../../web/shared.ts';
import { listMeters, type Meter } from '../../using/contract.ts';
import { familyLabel } from '../usage/words.ts';
import { aOrAn, sentence } from '../words.ts';

const MeterDialog = lazy(() => import('./MeterDialog.tsx'));
const PricesDialog = lazy(() => import('./PricesDialog.tsx'));

export const loader = administratorsLoader(
  () => void queryClient.prefetchInfiniteQuery(pagesOf(listMeters, {})),
);
export default forAdministrators('Meters', MetersPage);

function MetersPage() {
  const pages = usePages(listMeters, {});
  const [edited, setEdited] = useState<{ readonly meter: Meter | undefined }>();
  const [priced, setPriced] = useState<Meter>();
  return (
    <Page
      title="Meters"
      hint="What workspaces can use, and what each use costs them. What a model costs comes on top."
      actions={
        <Button look="primary" icon={Plus} onClick={() => setEdited({ meter: undefined })}>
          Add meter
        </Button>
      }
    >
      <Table
        label="Meters"
        columns={columnsOf((meter) => setEdited({ meter }), setPriced)}
        pages={pages}
        rowId={({ slug }) => slug}
        rowName={({ name }) => name}
        onOpen={setPriced}
        empty={<Empty title="No meters">Add what is to be counted.</Empty>}
      />
      <Suspense>
        {edited && <MeterDialog meter={edited.meter} onClose={() => setEdited(undefined)} />}
        {priced && <PricesDialog meter={priced} onClose={() => setPriced(undefined)} />}
      </Suspense>
    </Page>
  );
}

const columnsOf = (edit: (meter: Meter) => void, price: (meter: Meter) => void): Column<Meter>[] => [
  {
    title: 'What',
    width: 'minmax(0,2fr)',
    onPhone: 'title',
    cell: ({ name, slug, retiredAt }) => (
      <span className="flex min-w-0 flex-col">
        <span className="flex items-baseline gap-2">
          <span className="truncate">{name}</span>
          {retiredAt && <Badge>Retired</Badge>}
        </span>
        <span className="truncate font-mono text-xs text-faint">{slug}</span>
      </span>
    ),
  },
  {
    title: 'Counted under',
    width: 'minmax(0,1fr)',
    onPhone: 'line',
    cell: ({ family }) => <span className="text-soft">{familyLabel(family)}</span>,
  },
  { title: 'Price', width: '9rem', align: 'end', onPhone: 'line', cell: priceWords },
  {
    title: 'What can be done',
    untitled: true,
    width: '6rem',
    align: 'end',
    onPhone: 'corner',
    cell: (meter) => (
      <span className="flex justify-end">
        <IconButton icon={CircleDollarSign} label={`Prices of ${meter.name}`} onClick={() => price(meter)} />
        <IconButton icon={Pencil} label={`Change ${meter.name}`} onClick={() => edit(meter)} />
      </span>
    ),
  },
];

function priceWords({ baseMicro, computeMicro, unitLabel, plansWithPrice }: Meter) {
  const more = plansWithPrice.length > 0 && (
    <span className="block text-sm text-faint">another in {plansWithPrice.map(sentence).join(', ')}</span>
  );
  if (baseMicro === null || computeMicro === null)
    return (
      <span>
        <span className="text-soft">Costs nothing</span>
        {more}
      </span>
    );
  return (
    <span>
      {dollars(baseMicro + computeMicro)} <span className="text-soft">{aOrAn(unitLabel)}</span>
      {more}
    </span>
  );
}
