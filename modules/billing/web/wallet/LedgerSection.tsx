import { lazy, Suspense } from 'react';
import { usePages } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Section } from '../../../../web/kit/Section.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { useFilters } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import {
  getLedgerCsv,
  type LedgerTransaction,
  LedgerTransactionId,
  listLedger,
  transactionKinds,
} from '../../ledger/contract.ts';
import { TableLink } from '../TableLink.tsx';
import { reasonWords } from '../words.ts';
import { changeWords, kindHints, kindLabels, subjectWords } from './words.ts';

const MovementDrawer = lazy(() => import('./MovementDrawer.tsx'));

const kinds = [
  { value: '', label: 'Every movement' },
  ...transactionKinds.map((value) => ({ value, label: kindLabels[value], hint: kindHints[value] })),
];

/** Narrowed by a kind, or by whose or what it was: by one of them at a time, so that each has an index. */
export function LedgerSection() {
  const workspaceId = useHere().workspace.id;
  const { filters, change, clear, any } = useFilters(['kind', 'by', 'about', 'movement']);
  const query = queryOf(filters);
  const pages = usePages(listLedger, { params: { workspaceId }, query });
  const opened = LedgerTransactionId.safeParse(filters.movement);
  const only = (name: 'by' | 'about', value: string) => {
    clear();
    change(name, value);
  };
  return (
    <Section
      title="Every movement"
      hint="The newest first. Nothing here is ever changed or taken away."
      actions={
        <TableLink
          path={getLedgerCsv.path.replace(':workspaceId', workspaceId)}
          query={query as Record<string, string>}
        />
      }
    >
      <Narrowing filters={filters} change={change} onAll={any && !opened.success ? clear : undefined} />
      <Table
        label="Movements"
        columns={columns}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ reason }) => reasonWords(reason)}
        onOpen={({ id }) => change('movement', id)}
        empty={
          <Empty title={any ? 'No such movement' : 'Nothing has moved yet'}>
            {any
              ? 'Show every movement, or choose something else.'
              : 'What your plan gives, what you buy and what is used stands here, line by line.'}
          </Empty>
        }
      />
      <Suspense>
        {opened.success && (
          <MovementDrawer transactionId={opened.data} onClose={() => change('movement', '')} only={only} />
        )}
      </Suspense>
    </Section>
  );
}

type Filters = Readonly<Record<'kind' | 'by' | 'about', string>>;

interface NarrowingProps {
  filters: Filters;
  change: (name: 'kind', value: string) => void;
  onAll: (() => void) | undefined;
}

const Narrowing = ({ filters, change, onAll }: NarrowingProps) => (
  <search aria-label="Movements" className="mb-4 flex flex-wrap items-end gap-3">
    {filters.by || filters.about ? (
      <p className="text-soft">
        {filters.by ? 'Only what one person did.' : 'Only what is about one thing.'}
      </p>
    ) : (
      <Select
        name="kind"
        label="Only"
        placeholder="Every movement"
        className="w-64 max-sm:w-full"
        options={kinds}
        value={filters.kind}
        onChange={(value) => change('kind', value)}
      />
    )}
    {onAll && (
      <Button look="quiet" onClick={onAll}>
        Show every movement
      </Button>
    )}
  </search>
);

function queryOf({ kind, by, about }: Filters) {
  const [subjectType, subjectId] = about.split(':');
  if (by) return { memberId: by as never };
  if (subjectType && subjectId) return { subjectType, subjectId };
  const known = transactionKinds.find((one) => one === kind);
  return known ? { kind: known } : {};
}

const columns: Column<LedgerTransaction>[] = [
  {
    title: 'What',
    width: 'minmax(0,2fr)',
    onPhone: 'title',
    cell: (movement) => (
      <span className="flex min-w-0 flex-col">
        <span className="break-words whitespace-normal">{reasonWords(movement.reason)}</span>
        <span className="text-sm whitespace-normal text-faint">
          {[kindLabels[movement.kind], movement.member?.name, subjectWords(movement)]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
    ),
  },
  {
    title: 'When',
    width: '8rem',
    align: 'end',
    onPhone: 'line',
    cell: ({ createdAt }) => (
      <span className="text-soft">
        <Time at={createdAt} />
      </span>
    ),
  },
  {
    title: 'Change',
    width: '7.5rem',
    align: 'end',
    onPhone: 'corner',
    cell: ({ changeMicro }) => (
      <span className={cx('tabular-nums', changeMicro > 0 && 'text-good')}>{changeWords(changeMicro)}</span>
    ),
  },
  {
    title: 'Left after it',
    width: '8rem',
    align: 'end',
    onPhone: 'hidden',
    cell: ({ spendableMicro }) => <span className="text-soft">{dollars(spendableMicro)}</span>,
  },
];
