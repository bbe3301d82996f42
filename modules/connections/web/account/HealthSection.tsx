import Stethoscope from 'lucide-react/icons/stethoscope';
import type { ReactNode } from 'react';
import { q } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { Facts, Section } from '../../../../web/kit/Section.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { useLocationNames } from '../../../../web/shared.ts';
import type { Account } from '../../accounts/contract.ts';
import { getHealth, type Health } from '../../health/contract.ts';
import { Dot, stateOf } from '../AccountState.tsx';
import { count, healthLabels, healthTones, platformLabel, sentence } from '../words.ts';
import type { Steps } from './AccountPage.tsx';
import { Figures } from './Figures.tsx';
import { Read } from './Read.tsx';
import { useAt } from './useAt.ts';

type FactList = readonly (readonly [name: string, value: ReactNode])[];

export function HealthSection({ account, steps }: { account: Account; steps: Steps }) {
  const params = useAt(account);
  return (
    <>
      {account.state !== 'disconnected' && (
        <Read ask={q(getHealth, { params })} label="Loading how it is doing">
          {(health) => <HealthRead account={account} health={health} steps={steps} />}
        </Read>
      )}
      <Section title="The account" hint={account.biography}>
        <Facts facts={useAccountFacts(account)} />
      </Section>
    </>
  );
}

interface HealthReadProps {
  account: Account;
  health: Health;
  steps: Steps;
}

function HealthRead({ account, health, steps }: HealthReadProps) {
  const platform = platformLabel(account.platform);
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <p className="flex items-center gap-2.5">
          <Standing account={account} health={health} />
          <span className="text-sm text-faint">
            {health.tokenCheckedAt ? (
              <>
                Looked at <Time at={health.tokenCheckedAt} />
              </>
            ) : (
              'Not looked at yet'
            )}
          </span>
        </p>
        <Button
          size="small"
          icon={Stethoscope}
          busy={steps.isLooking}
          onClick={steps.look}
          disabledReason={steps.whyNotOperate}
          reasonShown={false}
        >
          Look now
        </Button>
      </div>
      <Figures figures={figuresOf(health)} />
      <div className="mt-8 grid gap-x-12 lg:grid-cols-2">
        <Section title="The permission" hint={`What ${platform} gave Stoa to come in with.`}>
          <Facts facts={tokenFacts(account, health)} />
        </Section>
        <Section title="Being told" hint={`What ${platform} tells Stoa by itself.`}>
          <Facts facts={toldFacts(health)} />
        </Section>
      </div>
    </>
  );
}

/** An account that is not open is not healthy, whatever was measured before. */
function Standing({ account, health }: { account: Account; health: Health }) {
  if (account.state === 'open') {
    return <Badge tone={healthTones[health.status]}>{healthLabels[health.status]}</Badge>;
  }
  const { tone, label } = stateOf(account);
  return (
    <span className="flex items-center gap-2">
      <Dot tone={tone} /> {label}
    </span>
  );
}

const figuresOf = (health: Health) => [
  {
    label: 'Worked off today',
    value: health.today.processed.toLocaleString('en'),
    note: health.today.failed > 0 ? `${health.today.failed.toLocaleString('en')} failed` : 'None failed',
  },
  {
    label: 'Told by itself',
    value: health.deliveryRatePercent === null ? '–' : `${rounded(health.deliveryRatePercent)} %`,
    note: toldNote(health.deliveryRatePercent),
  },
  {
    label: 'Answers in',
    value: health.responseMs === null ? '–' : `${health.responseMs.toLocaleString('en')} ms`,
    note: health.lastSucceededAt ? (
      <>
        Last <Time at={health.lastSucceededAt} />
      </>
    ) : (
      'Not asked yet'
    ),
  },
  {
    label: 'Refused in a row',
    value: health.failuresInARow.toLocaleString('en'),
    note: health.lastFailedAt ? (
      <>
        Last <Time at={health.lastFailedAt} />
      </>
    ) : (
      'Never yet'
    ),
  },
];

const toldNote = (percent: number | null) => {
  if (percent === null) return 'Nothing has happened yet';
  return percent === 100 ? 'Nothing had to be asked for' : 'The rest was asked for';
};
const rounded = (percent: number) => Math.round(percent * 10) / 10;

function tokenFacts({ token, platform }: Account, health: Health): FactList {
  const kinds = Object.entries(health.failureKinds).filter(([, times]) => times > 0);
  return [
    ['Accepted', health.tokenIsValid ? 'Yes' : `No: ${platformLabel(platform)} refuses it`],
    ['Runs out', token.expiresAt ? <Time key="expires" at={token.expiresAt} /> : 'Never by itself'],
    ['Renewed', token.refreshedAt ? <Time key="refreshed" at={token.refreshedAt} /> : 'Not yet'],
    ['Renewed next', token.refreshAt ? <Time key="next" at={token.refreshAt} /> : 'It needs none'],
    ...(kinds.length > 0
      ? [
          [
            'Refusals so far',
            kinds.map(([kind, times]) => `${sentence(kind)}: ${times.toLocaleString('en')}`).join(', '),
          ] as const,
        ]
      : []),
  ];
}

const subscriptionWords = {
  wanted: 'Asked for, not confirmed yet',
  active: 'Yes',
  refused: 'No: it was refused',
  ended: 'No longer',
} as const;

function toldFacts({ subscription, lastEventAt }: Health): FactList {
  const { wantedFields, subscribedFields } = subscription;
  const missing = wantedFields.filter((field) => !subscribedFields.includes(field));
  return [
    ['Told', subscriptionWords[subscription.status]],
    ['Of', subscribedFields.length > 0 ? subscribedFields.map(sentence).join(', ') : 'Nothing'],
    ...(missing.length > 0 ? [['Not of', missing.map(sentence).join(', ')] as const] : []),
    ['Last event', lastEventAt ? <Time key="event" at={lastEventAt} /> : 'None yet'],
    [
      'Made sure of',
      subscription.verifiedAt ? <Time key="verified" at={subscription.verifiedAt} /> : 'Not yet',
    ],
    ...(subscription.verifyAt
      ? [['Next time', <Time key="verify" at={subscription.verifyAt} />] as const]
      : []),
    ...(subscription.lastFailureCode
      ? [
          [
            'Last refusal',
            `${sentence(subscription.lastFailureCode)}, ${count(subscription.failuresInARow, 'time')} in a row`,
          ] as const,
        ]
      : []),
  ];
}

function useAccountFacts({ figures, locationId, connectedAt, connectedBy, ...account }: Account): FactList {
  const { nameOf } = useLocationNames();
  const amounts = [
    figures.followers !== null && count(figures.followers, 'follower'),
    figures.posts !== null && count(figures.posts, 'post'),
    figures.views !== null && count(figures.views, 'view'),
  ].filter((amount) => amount !== false);
  return [
    ['Belongs to', locationId ? nameOf(locationId) : 'All locations'],
    ...(account.accountKind ? [['Kind', sentence(account.accountKind.toLowerCase())] as const] : []),
    ...(amounts.length > 0 ? [['Has', amounts.join(', ')] as const] : []),
    [
      'Connected',
      <span key="connected">
        <Time at={connectedAt} />
        {connectedBy && ` by ${connectedBy.name ?? 'somebody who left'}`}
      </span>,
    ],
    [
      'Its id there',
      <code key="id" className="font-mono text-xs break-all text-soft">
        {account.platformAccountId}
      </code>,
    ],
  ];
}
