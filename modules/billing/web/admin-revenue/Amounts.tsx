import type { ReactNode } from 'react';
import { cx } from '../../../../web/kit/cx.ts';
import type { RevenueLine } from '../../revenue/contract.ts';
import { money } from '../money.ts';
import { count } from '../words.ts';

export type Line = Pick<RevenueLine, 'plan' | 'payments' | 'paidMicro' | 'returnedMicro'>;

const head = 'py-2 text-right font-normal';
const cell = 'py-2 text-right align-top tabular-nums';

/** On a phone what went back and how often stands under the name. */
export const AmountHeads = ({ first }: { first: string }) => (
  <thead className="text-sm text-soft">
    <tr className="border-b border-line">
      <th scope="col" className="py-2 font-normal">
        {first}
      </th>
      <th scope="col" className={cx(head, 'w-24 max-sm:hidden')}>
        Payments
      </th>
      <th scope="col" className={cx(head, 'w-26 sm:w-32')}>
        Came in
      </th>
      <th scope="col" className={cx(head, 'w-32 max-sm:hidden')}>
        Went back
      </th>
      <th scope="col" className={cx(head, 'w-26 sm:w-32')}>
        Stayed
      </th>
    </tr>
  </thead>
);

const looks = { sum: '', part: 'text-soft', alone: 'border-b border-line last:border-0' };

interface Props {
  name: ReactNode;
  /** The sum of a group of rows, or one of them. */
  place?: 'sum' | 'part';
  hint?: string;
  line: Omit<Line, 'plan'>;
  currency: string;
}

export function Amounts({ name, place, hint, line, currency }: Props) {
  const { payments, paidMicro, returnedMicro } = line;
  const isSum = place === 'sum';
  const back = returnedMicro > 0 ? `, ${money(returnedMicro, currency)} went back` : '';
  return (
    <tr className={looks[place ?? 'alone']}>
      <th
        scope={isSum ? 'rowgroup' : 'row'}
        className={cx('py-2 pr-3 align-top font-normal break-words', place === 'part' && 'pl-4')}
      >
        {name}
        {hint && <span className="block text-sm font-normal text-faint">{hint}</span>}
        {!isSum && (
          <span className="block text-sm text-faint sm:hidden">{count(payments, 'payment') + back}</span>
        )}
      </th>
      <td className={cx(cell, 'max-sm:hidden')}>{payments.toLocaleString('en')}</td>
      <td className={cell}>{money(paidMicro, currency)}</td>
      <td className={cx(cell, 'max-sm:hidden')}>
        {returnedMicro === 0 ? '–' : money(returnedMicro, currency)}
      </td>
      <td className={cell}>{money(paidMicro - returnedMicro, currency)}</td>
    </tr>
  );
}
