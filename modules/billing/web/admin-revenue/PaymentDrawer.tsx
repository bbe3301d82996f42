import type { ReactNode } from 'react';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { Drawer } from '../../../../web/kit/Dialog.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Facts } from '../../../../web/kit/Section.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { Copyable } from '../../../../web/shared.ts';
import type { PaymentOfWorkspace } from '../../revenue/contract.ts';
import { paymentLabels } from '../invoices/columns.tsx';
import { money } from '../money.ts';
import { sentence } from '../words.ts';
import { orderedWords, orderLabels, orderStateWords, orderTones, providerNames } from './words.ts';

interface Props {
  payment: PaymentOfWorkspace;
  onClose: () => void;
  onRefund: () => void;
}

export default function PaymentDrawer({ payment, onClose, onRefund }: Props) {
  const { kind, plan, leftMicro, disputedMicro, provider, providerId } = payment;
  return (
    <Drawer
      open
      onClose={onClose}
      side="right"
      wide
      title={plan ? `${paymentLabels[kind]}: ${sentence(plan)}` : paymentLabels[kind]}
    >
      <div className="flex flex-col gap-6">
        <Facts facts={factsOf(payment)} />
        <Copyable label={`Number at ${providerNames[provider]}`} text={providerId} />
        <Refunds payment={payment} />
        {leftMicro > 0 ? (
          <div>
            {disputedMicro > 0 && (
              <p className="mb-3 text-soft">
                Somebody wants it back through a bank. While that is open, {providerNames[provider]} may
                refuse to give it back as well.
              </p>
            )}
            <Button onClick={onRefund}>Give money back</Button>
          </div>
        ) : (
          <p className="text-soft">{whyNothing(payment)}</p>
        )}
      </div>
    </Drawer>
  );
}

const whyNothing = ({ status, refunds }: PaymentOfWorkspace): string => {
  if (status === 'failed') return 'It was declined: there is nothing to give back.';
  return refunds.some(({ state }) => state === 'queued')
    ? 'All of it is on its way back, or back already.'
    : 'All of it is back.';
};

function factsOf(payment: PaymentOfWorkspace): [string, ReactNode][] {
  const { amountMicro, currency, creditsMicro, takenMicro, failure } = payment;
  const { refundedMicro, disputedMicro, paidAt } = payment;
  const fact = (isThere: boolean, name: string, value: ReactNode): [string, ReactNode][] =>
    isThere ? [[name, value]] : [];
  return [
    ['Amount', money(amountMicro, currency)],
    ['When', <Time key="when" at={paidAt} />],
    ...fact(failure !== null, 'Declined', sentence(failure ?? '')),
    ...fact(refundedMicro > 0, 'Given back', money(refundedMicro, currency)),
    ...fact(disputedMicro > 0, 'Disputed', money(disputedMicro, currency)),
    ...fact(creditsMicro > 0, 'Credits it gave', dollars(creditsMicro)),
    ...fact(takenMicro > 0, 'Credits taken back', dollars(takenMicro)),
  ];
}

function Refunds({ payment }: { payment: PaymentOfWorkspace }) {
  const { refunds, provider } = payment;
  if (refunds.length === 0) return null;
  return (
    <section aria-label="What was decided to give back" aria-live="polite">
      <h3 className="label mb-2">What was decided to give back</h3>
      <ul>
        {refunds.map((one) => (
          <li key={one.id} className="flex justify-between gap-x-4 border-b border-line py-2 last:border-0">
            <span className="min-w-0">
              {orderedWords(one, payment)}
              <span className="block text-sm break-words text-faint">
                {orderStateWords(one, providerNames[provider])}, <Time at={one.createdAt} />
              </span>
            </span>
            <span>
              <Badge tone={orderTones[one.state]}>{orderLabels[one.state]}</Badge>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
