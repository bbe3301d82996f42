import { lazy, Suspense, useEffect, useEffectEvent, useState } from 'react';
import { useParams } from 'react-router';
import { q, queryClient, useLoaded, usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Empty } from '../../../../web/kit/states.tsx';
import { type Column, Table } from '../../../../web/kit/Table.tsx';
import { paths } from '../../../../web/paths.ts';
import { administratorsLoader, forAdministrators } from '../../../../web/shared.ts';
import { getWalletOfWorkspace } from '../../administering/contract.ts';
import type { PaymentId } from '../../paying/contract.ts';
import { getRevenue, listPaymentsOfWorkspace, type PaymentOfWorkspace } from '../../revenue/contract.ts';
import { paymentColumns, paymentLabels } from '../invoices/columns.tsx';
import { isUnderWay } from './words.ts';

const PaymentDrawer = lazy(() => import('./PaymentDrawer.tsx'));
const RefundDialog = lazy(() => import('./RefundDialog.tsx'));

const paramsOf = ({ workspaceId }: Readonly<Record<string, string | undefined>>) =>
  listPaymentsOfWorkspace.params.parse({ workspaceId });

export const loader = administratorsLoader(({ params }) =>
  queryClient.ensureQueryData(q(getWalletOfWorkspace, { params: paramsOf(params) })),
);
export default forAdministrators('Payments', PaymentsPage);

interface Open {
  readonly id: PaymentId;
  readonly step: 'look' | 'refund';
}

function PaymentsPage() {
  const params = paramsOf(useParams());
  const { name } = useLoaded(q(getWalletOfWorkspace, { params }));
  const pages = usePages(listPaymentsOfWorkspace, { params });
  const [open, setOpen] = useState<Open>();
  const payment = pages.items.find(({ id }) => id === open?.id);
  useLookedAtAgain(
    pages.items.some((one) => isUnderWay(one, new Date())),
    pages.again,
  );
  return (
    <Page
      title={`Payments of ${name}`}
      up={{ to: paths.adminWallet(params), label: 'Wallet' }}
      hint="What was paid, what it gave, and what went back. Open one to give it back."
    >
      <Table
        label="Payments"
        columns={columns}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ kind }) => paymentLabels[kind]}
        onOpen={({ id }) => setOpen({ id, step: 'look' })}
        empty={
          <Empty title="Nothing was paid yet">What {name} pays for plans and credits stands here.</Empty>
        }
      />
      <Suspense>
        {payment && open?.step === 'look' && (
          <PaymentDrawer
            payment={payment}
            onClose={() => setOpen(undefined)}
            onRefund={() => setOpen({ id: payment.id, step: 'refund' })}
          />
        )}
        {payment && open?.step === 'refund' && (
          <RefundDialog
            workspaceId={params.workspaceId}
            payment={payment}
            onClose={() => setOpen({ id: payment.id, step: 'look' })}
          />
        )}
      </Suspense>
    </Page>
  );
}

const lookAgainMs = 2_000;

/** No event tells administrators of a workspace: while money is on its way it is looked at again. */
function useLookedAtAgain(isOnItsWay: boolean, again: () => void): void {
  const look = useEffectEvent(again);
  useEffect(() => {
    if (!isOnItsWay) return;
    const timer = setInterval(() => look(), lookAgainMs);
    return () => {
      clearInterval(timer);
      // What went back took credits with it.
      for (const { path } of [getWalletOfWorkspace, getRevenue])
        void queryClient.invalidateQueries({ queryKey: [path] });
    };
  }, [isOnItsWay]);
}

const isOrdered = ({ refunds }: PaymentOfWorkspace) => refunds.some(({ state }) => state === 'queued');

const columns: readonly Column<PaymentOfWorkspace>[] = paymentColumns.map((column) =>
  column.title === 'State'
    ? {
        ...column,
        cell: (row) => (isOrdered(row) ? <Badge tone="accent">Being given back</Badge> : column.cell(row)),
      }
    : column,
);
