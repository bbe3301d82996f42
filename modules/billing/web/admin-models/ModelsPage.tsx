import { useQuery } from '@tanstack/react-query';
import CircleDollarSign from 'lucide-react/icons/circle-dollar-sign';
import Plus from 'lucide-react/icons/plus';
import { lazy, Suspense, useState } from 'react';
import { q, queryClient } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Page } from '../../../../web/kit/Page.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { wholeOf } from '../../../../web/kit/whole.ts';
import { administratorsLoader, forAdministrators } from '../../../../web/shared.ts';
import { type HouseModel, listHouseModels } from '../../pricing/contract.ts';
import { kindLabels } from '../words.ts';

const PriceDialog = lazy(() => import('./PriceDialog.tsx'));

export const loader = administratorsLoader(() => void queryClient.prefetchQuery(q(listHouseModels)));
export default forAdministrators('Models', ModelsPage);

function ModelsPage() {
  const pages = wholeOf(useQuery(q(listHouseModels)));
  const [priced, setPriced] = useState<{ readonly model: HouseModel | undefined }>();
  return (
    <Page
      title="Models"
      hint="What the models of this installation cost its workspaces, a million tokens each. Where models say themselves what a call cost, that counts."
      actions={
        <Button look="primary" icon={Plus} onClick={() => setPriced({ model: undefined })}>
          Price a model
        </Button>
      }
    >
      <Table
        label="Models"
        columns={columnsOf((model) => setPriced({ model }))}
        pages={pages}
        rowId={({ model }) => model}
        rowName={({ model }) => model}
        onOpen={(model) => setPriced({ model })}
        empty={<Empty title="No models">Price one that workspaces are to use.</Empty>}
      />
      <Suspense>
        {priced && <PriceDialog known={priced.model} onClose={() => setPriced(undefined)} />}
      </Suspense>
    </Page>
  );
}

const columnsOf = (price: (model: HouseModel) => void): Column<HouseModel>[] => [
  {
    title: 'Model',
    width: 'minmax(0,2fr)',
    onPhone: 'title',
    cell: ({ model, name, isUsual, isEntered }) => (
      <span className="flex min-w-0 flex-col">
        <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <span className="truncate">{name ?? model}</span>
          {isUsual && <Badge tone="accent">The usual one</Badge>}
          {isEntered && <Badge>By hand</Badge>}
        </span>
        {name && <span className="font-mono text-xs break-words whitespace-normal text-faint">{model}</span>}
      </span>
    ),
  },
  {
    title: 'What it does',
    width: 'minmax(0,1fr)',
    onPhone: 'line',
    cell: ({ kind }) => <span className="text-soft">{kind ? kindLabels[kind] : 'Not known'}</span>,
  },
  {
    title: 'Sent',
    width: '8rem',
    align: 'end',
    onPhone: 'line',
    cell: ({ inputMicro }) => amount(inputMicro, 'sent'),
  },
  {
    title: 'Made',
    width: '8rem',
    align: 'end',
    onPhone: 'line',
    cell: ({ outputMicro, kind }) =>
      kind === 'embedding' ? <Unit of="Nothing" what="made" /> : amount(outputMicro, 'made'),
  },
  {
    title: 'What can be done',
    untitled: true,
    width: '3rem',
    align: 'end',
    onPhone: 'corner',
    cell: (model) => (
      <IconButton icon={CircleDollarSign} label={`Price of ${model.model}`} onClick={() => price(model)} />
    ),
  },
];

const amount = (micro: number | null, what: string) =>
  micro === null ? <span className="text-soft">As listed</span> : <Unit of={dollars(micro)} what={what} />;

/** A phone has no heads of columns, so it says there which one this is. */
const Unit = ({ of, what }: { of: string; what: string }) => (
  <span>
    {of} <span className="text-soft sm:hidden">{what}</span>
  </span>
);
