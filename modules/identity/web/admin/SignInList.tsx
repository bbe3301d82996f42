import { Badge } from '../../../../web/kit/Badge.tsx';
import type { Column } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import type { ObservedSignIn } from '../../administration/contract.ts';
import { refusalWords, sentence } from './words.ts';

const methodWords: Readonly<Record<string, string>> = {
  password: 'password',
  passkey: 'passkey',
  single_sign_on: 'single sign-on',
  link: 'a link in a mail',
  totp: 'a code',
  recovery_code: 'a recovery code',
};

/** "Sign in by passkey" */
export const deedOf = ({ event, method }: ObservedSignIn): string =>
  method ? `${sentence(event)} by ${methodWords[method] ?? method.replaceAll('_', ' ')}` : sentence(event);

export function Outcome({ row: { succeeded, errorCode } }: { row: ObservedSignIn }) {
  if (succeeded) return <Badge tone="good">Worked</Badge>;
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <Badge tone="danger">Refused</Badge>
      {errorCode && <span className="text-sm text-soft">{refusalWords(errorCode)}</span>}
    </span>
  );
}

/** "203.0.113.7, CH" */
export const placeOf = ({ address, countryCode }: ObservedSignIn): string =>
  [address, countryCode].filter(Boolean).join(', ') || 'unknown';

export const signInColumns: Column<ObservedSignIn>[] = [
  {
    title: 'Who',
    width: 'minmax(0,1.5fr)',
    onPhone: 'title',
    cell: (row) => (
      <>
        <span className="block truncate">{row.email ?? 'Nobody named'}</span>
        <span className="block truncate text-sm text-faint">{deedOf(row)}</span>
      </>
    ),
  },
  { title: 'Outcome', width: 'minmax(0,1.25fr)', cell: (row) => <Outcome row={row} /> },
  {
    title: 'From',
    width: 'minmax(0,1.25fr)',
    onPhone: 'hidden',
    cell: (row) => (
      <>
        <span className="block truncate">{placeOf(row)}</span>
        <span className="block truncate text-sm text-faint" title={row.agent ?? undefined}>
          {row.agent ?? ''}
        </span>
      </>
    ),
  },
  {
    title: 'When',
    width: '8rem',
    align: 'end',
    cell: ({ createdAt }) => (
      <span className="text-soft">
        <Time at={createdAt} />
      </span>
    ),
  },
];
