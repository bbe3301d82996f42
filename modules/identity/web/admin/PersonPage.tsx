import Ban from 'lucide-react/icons/ban';
import DoorOpen from 'lucide-react/icons/door-open';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useParams } from 'react-router';
import { useActions } from '../../../../web/kit/actions.ts';
import { q, queryClient, useLoaded } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Link } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Facts, Section } from '../../../../web/kit/Section.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { type Account, getAccount, signInsShownMax } from '../../administration/contract.ts';
import { getMe } from '../../sign-in/contract.ts';
import { AccountBadges } from './AccountBadges.tsx';
import { administratorsLoader, forAdministrators } from './AdminPage.tsx';
import { enable, setAdministrator } from './accounts.ts';
import { deedOf, Outcome, placeOf } from './SignInList.tsx';
import { count, zoneLabel } from './words.ts';

const DisableDialog = lazy(() => import('./DisableDialog.tsx'));

const paramsOf = ({ userId }: Readonly<Record<string, string | undefined>>) =>
  getAccount.params.parse({ userId });

export const loader = administratorsLoader(({ params }) =>
  queryClient.ensureQueryData(q(getAccount, { params: paramsOf(params) })),
);
export default forAdministrators('Person', PersonPage);

function PersonPage() {
  const at = paramsOf(useParams());
  const account = useLoaded(q(getAccount, { params: at }));
  const isOneself = useLoaded(q(getMe)).id === account.id;
  const [disabling, setDisabling] = useState(false);
  const { name, disabledAt, deletedAt } = account;
  const toggle = disabledAt
    ? { title: `Let ${name} in again`, icon: DoorOpen, run: () => void enable(account) }
    : { title: `Disable ${name}`, icon: Ban, run: () => setDisabling(true) };
  useActions(deletedAt || isOneself ? [] : [{ id: 'person.toggle', group: 'This person', ...toggle }]);
  return (
    <Page
      title={name}
      up={{ to: paths.adminPeople(), label: 'People' }}
      actions={
        !deletedAt && (
          <Button
            icon={toggle.icon}
            onClick={toggle.run}
            reasonShown={false}
            disabledReason={
              isOneself
                ? 'Somebody else has to disable your account, so that nobody locks themselves out.'
                : undefined
            }
          >
            {disabledAt ? 'Let in again' : 'Disable'}
          </Button>
        )
      }
    >
      <Facts facts={factsOf(account)} />
      <div className="h-8" />
      <Administration account={account} isOneself={isOneself} />
      <SignIns account={account} />
      <Suspense>
        {disabling && <DisableDialog account={account} onClose={() => setDisabling(false)} />}
      </Suspense>
    </Page>
  );
}

type Fact = readonly [name: string, value: ReactNode];

function factsOf(account: Account): Fact[] {
  const { email, emailConfirmedAt, username, locale, timezone, createdAt, lastSignedInAt } = account;
  const { disabledAt, disabledBy, disabledReason, deletedAt, sessionsCount } = account;
  return [
    ['State', <AccountBadges key="state" account={account} />],
    ...(disabledAt
      ? ([
          [
            'Disabled',
            <span key="disabled" className="break-words">
              <Time at={disabledAt} /> by {disabledBy?.name ?? 'somebody who is gone'}: {disabledReason}
            </span>,
          ],
        ] satisfies Fact[])
      : []),
    ...(deletedAt ? ([['Deleted', <Time key="deleted" at={deletedAt} />]] satisfies Fact[]) : []),
    [
      'Address',
      <span key="email" className="break-all">
        {email}
        {!emailConfirmedAt && <span className="text-faint"> (not confirmed)</span>}
      </span>,
    ],
    ['Username', username ?? 'None'],
    ['Language and clock', `${locale}, ${zoneLabel(timezone)}`],
    ['Joined', <Time key="joined" at={createdAt} />],
    ['Last signed in', lastSignedInAt ? <Time key="last" at={lastSignedInAt} /> : 'Never'],
    ['Signed in now', sessionsCount === 0 ? 'Nowhere' : `In ${count(sessionsCount, 'browser')}`],
    [
      'Changes',
      <span key="changes" className="flex flex-wrap gap-x-4">
        <Link to={`${paths.adminAudit()}?${new URLSearchParams({ about: account.id })}`}>About them</Link>
        <Link to={`${paths.adminAudit()}?${new URLSearchParams({ actor: account.id })}`}>By them</Link>
      </span>,
    ],
  ];
}

function Administration({ account, isOneself }: { account: Account; isOneself: boolean }) {
  const { name, administratorSince, disabledAt, deletedAt } = account;
  const isOne = administratorSince !== null;
  return (
    <Section title="Administration">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <p className="max-w-prose text-soft">
          {isOne ? (
            <>
              {isOneself ? 'You have' : `${name} has`} looked after this installation since{' '}
              <Time at={administratorSince} as="day" />.
            </>
          ) : (
            'Administrators see these pages, and decide who comes in. What is in a workspace stays with its members.'
          )}
        </p>
        <Button
          onClick={() => void setAdministrator(account, !isOne)}
          disabledReason={!isOne && (disabledAt || deletedAt) ? 'This account is not active.' : undefined}
        >
          {isOne ? 'Take administration away' : 'Make administrator'}
        </Button>
      </div>
    </Section>
  );
}

function SignIns({ account }: { account: Account }) {
  const { signIns, email } = account;
  const all = `${paths.adminSignIns()}?${new URLSearchParams({ email })}`;
  return (
    <Section
      title="Lately at the door"
      hint={signIns.length === 0 ? undefined : `The newest ${Math.min(signIns.length, signInsShownMax)}.`}
      actions={signIns.length > 0 && <Link to={all}>All attempts</Link>}
    >
      {signIns.length === 0 ? (
        <p className="text-soft">Nothing yet: they have never tried to sign in.</p>
      ) : (
        <ul aria-label="Sign-ins">
          {signIns.map((row) => (
            <li
              key={row.id}
              className="grid grid-cols-[1fr_auto] gap-x-4 border-b border-line py-2.5 sm:grid-cols-[1fr_14rem_11rem_7rem]"
            >
              <span>{deedOf(row)}</span>
              <span className="max-sm:text-right">
                <Outcome row={row} />
              </span>
              <span className="truncate text-sm leading-6 text-soft">{placeOf(row)}</span>
              <span className="text-right text-sm leading-6 text-soft">
                <Time at={row.createdAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
