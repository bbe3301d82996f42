import { useQuery } from '@tanstack/react-query';
import type { LoaderFunctionArgs } from 'react-router';
import { q, usePages } from '../../../../web/kit/api.ts';
import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { Empty, Refused } from '../../../../web/kit/states.tsx';
import { Table } from '../../../../web/kit/Table.tsx';
import { paths } from '../../../../web/paths.ts';
import { readWorkspace } from '../../../../web/session.ts';
import { useHere } from '../../../../web/workspace.ts';
import { getPaying, listInvoices, listPayments } from '../../paying/contract.ts';
import { useWhyNotMay } from '../rights.ts';
import { PastDueNote } from '../subscribing/PastDueNote.tsx';
import { PortalButton } from '../subscribing/PortalButton.tsx';
import { isPortalInNote } from '../subscribing/words.ts';
import { invoiceColumns, paymentColumns, paymentLabels } from './columns.tsx';

export async function loader({ params }: LoaderFunctionArgs) {
  await readWorkspace(params.workspaceId);
  return null;
}

export default function InvoicesPage() {
  const whyNotRead = useWhyNotMay('billing.read', 'see its invoices');
  const whyNot = useWhyNotMay('billing.manage', 'look after its cards');
  return (
    <Page
      title="Invoices"
      hint="What was asked for, what was paid, and what went back."
      actions={!whyNotRead && <Portal whyNot={whyNot} />}
    >
      {whyNotRead ? (
        <Refused>{whyNotRead}</Refused>
      ) : (
        <>
          <Unpaid whyNot={whyNot} />
          <Payments />
          <Invoices />
        </>
      )}
    </Page>
  );
}

function usePaying() {
  const params = { workspaceId: useHere().workspace.id };
  return useQuery(q(getPaying, { params })).data;
}

function Portal({ whyNot }: { whyNot: string | undefined }) {
  const paying = usePaying();
  const there = paying?.providers.find((one) => one.canPortal && one.isKnownThere);
  if (!paying || !there || isPortalInNote(paying, there.name)) return null;
  return <PortalButton provider={there.name} whyNot={whyNot} />;
}

function Unpaid({ whyNot }: { whyNot: string | undefined }) {
  const paying = usePaying();
  return paying && <PastDueNote paying={paying} whyNot={whyNot} />;
}

function Payments() {
  const workspaceId = useHere().workspace.id;
  return (
    <Section title="Payments" hint="The newest first, with what they gave.">
      <Table
        label="Payments"
        columns={paymentColumns}
        pages={usePages(listPayments, { params: { workspaceId } })}
        rowId={({ id }) => id}
        rowName={({ kind }) => paymentLabels[kind]}
        empty={
          <Empty
            title="Nothing was paid yet"
            actions={<ButtonLink to={paths.plans({ workspaceId })}>Look at plans and credits</ButtonLink>}
          >
            What is paid for plans and credits is listed here.
          </Empty>
        }
      />
    </Section>
  );
}

function Invoices() {
  const workspaceId = useHere().workspace.id;
  const isAtWhop = usePaying()?.providers.some(({ name, isKnownThere }) => name === 'whop' && isKnownThere);
  return (
    <Section title="Invoices" hint="Of plans. Each can be opened where it was written.">
      <Table
        label="Invoices"
        columns={invoiceColumns}
        pages={usePages(listInvoices, { params: { workspaceId } })}
        rowId={({ id }) => id}
        rowName={({ number }) => number ?? 'Invoice'}
        empty={
          <Empty title="No invoices yet">
            {isAtWhop
              ? 'They come with a plan that is paid for at Stripe. Whop writes none.'
              : 'They come with a plan.'}
          </Empty>
        }
      />
    </Section>
  );
}
