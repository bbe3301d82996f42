import { useQuery } from '@tanstack/react-query';
import { q } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Drawer } from '../../../../web/kit/Dialog.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Facts } from '../../../../web/kit/Section.tsx';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { useHere } from '../../../../web/workspace.ts';
import {
  getLedgerTransaction,
  type LedgerTransaction,
  type LedgerTransactionId,
} from '../../ledger/contract.ts';
import { reasonWords } from '../words.ts';
import { accountLabel, changeWords, kindHints, kindLabels, subjectWords } from './words.ts';

interface Props {
  transactionId: LedgerTransactionId;
  onClose: () => void;
  only: (name: 'by' | 'about', value: string) => void;
}

export default function MovementDrawer({ transactionId, onClose, only }: Props) {
  const params = { workspaceId: useHere().workspace.id, transactionId };
  const found = useQuery(q(getLedgerTransaction, { params }));
  return (
    <Drawer
      open
      onClose={onClose}
      side="right"
      wide
      title={found.data ? reasonWords(found.data.reason) : 'Movement'}
    >
      {found.data ? (
        <Movement movement={found.data} only={only} />
      ) : found.isError ? (
        <Failed error={found.error} again={() => void found.refetch()} />
      ) : (
        <Loading label="Loading the movement" />
      )}
    </Drawer>
  );
}

function Movement({ movement, only }: Pick<Props, 'only'> & { movement: LedgerTransaction }) {
  const { no, kind, member, subjectType, subjectId, changeMicro, spendableMicro, entries, createdAt } =
    movement;
  return (
    <div className="flex flex-col gap-6">
      <p className="text-soft">{kindHints[kind]}</p>
      <Facts
        facts={[
          ['Kind', kindLabels[kind]],
          ['When', <Time key="when" at={createdAt} />],
          ['Change', changeWords(changeMicro)],
          ['Left after it', dollars(spendableMicro)],
          ...(member ? [['By', member.name ?? 'Somebody who has left'] as const] : []),
          ['Number', no.toLocaleString('en')],
        ]}
      />
      <section aria-label="What it moved">
        <h3 className="label mb-2">What it moved</h3>
        {entries.length === 0 ? (
          <p className="text-soft">Nothing: nothing was kept back for it.</p>
        ) : (
          <ul>
            {entries.map(({ from, to, micro }) => (
              <li
                key={`${from} ${to}`}
                className="flex flex-wrap justify-between gap-x-4 border-b border-line py-2 last:border-0"
              >
                <span>
                  {accountLabel(from)} <span aria-hidden>→</span>
                  <span className="sr-only">to</span> {accountLabel(to)}
                </span>
                <span className="ml-auto tabular-nums">{dollars(micro)}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <div className="flex flex-wrap gap-2">
        {subjectType && subjectId && (
          <Button onClick={() => only('about', `${subjectType}:${subjectId}`)}>
            {`All of it: ${subjectWords(movement)?.toLowerCase()}`}
          </Button>
        )}
        {member && <Button onClick={() => only('by', member.id)}>All by the same person</Button>}
      </div>
    </div>
  );
}
