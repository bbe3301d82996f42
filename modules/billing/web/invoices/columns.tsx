import { Badge } from '../../../../web/kit/Badge.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import type { Column } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import type { Invoice, Payment } from '../../paying/contract.ts';
import { money } from '../money.ts';
import { refusalWords } from '../reloading/words.ts';
import { sentence } from '../words.ts';

export const paymentLabels: Readonly<Record<Payment['kind'], string>> = {
  subscription_payment: 'Plan',
  subscription_renewal: 'Plan, renewed',
  payg_purchase: 'Credits',
};
const statusLabels: Readonly<Record<Payment['status'], string>> = {
  paid: 'Paid',
  partially_refunded: 'Given back in part',
  refunded: 'Given back',
  failed: 'Declined',
};
const statusTones = {
  paid: 'good',
  partially_refunded: 'warn',
  refunded: 'quiet',
  failed: 'danger',
} as const;

export const paymentColumns: readonly Column<Payment>[] = [
  {
    title: 'For',
    width: 'minmax(0,1fr)',
    onPhone: 'title',
    cell: ({ kind, plan, creditsMicro, takenMicro, refundedMicro, currency, failure }) => (
      <span className="flex min-w-0 flex-col">
        <span className="whitespace-normal">
          {paymentLabels[kind]}
          {plan && `: ${sentence(plan)}`}
        </span>
        {creditsMicro > 0 && (
          <span className="text-sm whitespace-normal text-faint">
            Gave {dollars(creditsMicro)}
            {takenMicro > 0 && `, of which ${dollars(takenMicro)} was taken back`}
          </span>
        )}
        {refundedMicro > 0 && (
          <span className="text-sm text-faint sm:hidden">{money(refundedMicro, currency)} given back</span>
        )}
        {failure && <span className="text-sm whitespace-normal text-faint">{refusalWords(failure)}</span>}
      </span>
    ),
  },
  {
    title: 'State',
    width: '10rem',
    onPhone: 'line',
    cell: ({ status, disputedMicro }) => (
      <Badge tone={disputedMicro > 0 ? 'danger' : statusTones[status]}>
        {disputedMicro > 0 ? 'Disputed' : statusLabels[status]}
      </Badge>
    ),
  },
  {
    title: 'When',
    width: '8rem',
    align: 'end',
    onPhone: 'line',
    cell: ({ paidAt }) => <Time at={paidAt} />,
  },
  {
    title: 'Amount',
    width: '9rem',
    align: 'end',
    onPhone: 'corner',
    cell: ({ amountMicro, refundedMicro, currency }) => (
      <span className="text-right">
        {money(amountMicro, currency)}
        {refundedMicro > 0 && (
          <span className="block text-sm text-faint max-sm:hidden">
            {money(refundedMicro, currency)} given back
          </span>
        )}
      </span>
    ),
  },
];

const invoiceTones = {
  draft: 'quiet',
  open: 'warn',
  paid: 'good',
  void: 'quiet',
  uncollectible: 'danger',
} as const;
const invoiceLabels: Readonly<Record<Invoice['status'], string>> = {
  draft: 'Being written',
  open: 'To be paid',
  paid: 'Paid',
  void: 'Taken back',
  uncollectible: 'Given up',
};
const reasonLabels: Readonly<Record<Invoice['reason'], string>> = {
  first: 'A plan begun',
  renewal: 'A plan renewed',
  change: 'A plan changed',
  other: 'Invoice',
};

export const invoiceColumns: readonly Column<Invoice>[] = [
  {
    title: 'Invoice',
    width: 'minmax(0,1.5fr)',
    onPhone: 'title',
    cell: ({ number, reason, url }) => (
      <span className="flex min-w-0 flex-col">
        {url ? (
          <a href={url} className="text-accent underline decoration-current/40 underline-offset-[0.2em]">
            {number ?? reasonLabels[reason]}
          </a>
        ) : (
          <span>{number ?? reasonLabels[reason]}</span>
        )}
        {number && <span className="text-sm text-faint">{reasonLabels[reason]}</span>}
      </span>
    ),
  },
  {
    title: 'State',
    width: '10rem',
    onPhone: 'line',
    cell: ({ status }) => <Badge tone={invoiceTones[status]}>{invoiceLabels[status]}</Badge>,
  },
  {
    title: 'When',
    width: '8rem',
    align: 'end',
    onPhone: 'line',
    cell: ({ issuedAt }) => <Time at={issuedAt} />,
  },
  {
    title: 'Amount',
    width: '6.5rem',
    align: 'end',
    onPhone: 'corner',
    cell: ({ totalMicro, currency }) => money(totalMicro, currency),
  },
];
