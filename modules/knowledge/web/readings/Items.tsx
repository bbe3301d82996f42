import { useState } from 'react';
import { usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { Link } from '../../../../web/kit/Link.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { type IngestionItem, itemOutcomes, listIngestionItems } from '../../contract.ts';
import { failureWords, plainAddress } from '../words.ts';
import { outcomeOptions, outcomeState } from './reading-words.ts';

interface ItemsProps {
  at: ReturnType<typeof listIngestionItems.params.parse>;
}

export function Items({ at }: ItemsProps) {
  const [shown, setShown] = useState('');
  const outcome = itemOutcomes.find((one) => one === shown);
  const pages = usePages(listIngestionItems, { params: at, query: outcome ? { outcome } : {} });
  return (
    <>
      <div className="mb-3 max-w-44">
        <Select
          name="outcome"
          label="Show"
          placeholder="Every page"
          options={[{ value: '', label: 'Every page' }, ...outcomeOptions]}
          value={shown}
          onChange={setShown}
        />
      </div>
      <Table
        label="Pages"
        columns={columnsOf(at.workspaceId)}
        pages={pages}
        rowId={({ place }) => String(place)}
        rowName={({ address }) => address}
        empty={outcome ? <NoneLikeThat onClear={() => setShown('')} /> : <None />}
      />
    </>
  );
}

const columnsOf = (workspaceId: string): readonly Column<IngestionItem>[] => [
  {
    title: 'Page',
    width: 'minmax(0,1fr)',
    cell: ({ address, documentId, failureCode }) => (
      <span className="block min-w-0">
        <span className="block truncate">
          {documentId ? (
            <Link to={paths.knowledgeDocument({ workspaceId, documentId })}>{plainAddress(address)}</Link>
          ) : (
            plainAddress(address)
          )}
        </span>
        {failureCode && (
          <span className="block text-sm whitespace-normal text-soft">{failureWords(failureCode)}</span>
        )}
      </span>
    ),
    onPhone: 'title',
  },
  {
    title: 'What became of it',
    width: '9rem',
    cell: (item) => {
      const { tone, word } = outcomeState(item);
      return <Badge tone={tone}>{word}</Badge>;
    },
    onPhone: 'line',
  },
  {
    title: 'When',
    width: '8rem',
    align: 'end',
    cell: ({ happenedAt }) => (
      <span className="text-soft">
        <Time at={happenedAt} />
      </span>
    ),
    onPhone: 'line',
  },
];

const NoneLikeThat = ({ onClear }: { onClear: () => void }) => (
  <Empty title="No page like that" actions={<Button onClick={onClear}>Show every page</Button>}>
    Nothing of what was read until now came out like this.
  </Empty>
);

const None = () => (
  <Empty title="No page was read yet">
    They appear here one by one, as soon as the reading has its turn.
  </Empty>
);
