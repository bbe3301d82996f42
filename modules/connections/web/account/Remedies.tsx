import { useQuery } from '@tanstack/react-query';
import CircleAlert from 'lucide-react/icons/circle-alert';
import type { ReactNode } from 'react';
import { q } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { type Account, keptDaysAfterDisconnect } from '../../accounts/contract.ts';
import { getHealth, type Remedy } from '../../health/contract.ts';
import { scopesInWords } from '../scope-words.ts';
import { brokenWhy, platformLabel, remedyWords } from '../words.ts';
import type { Steps } from './AccountPage.tsx';
import { useAt } from './useAt.ts';

/** What is the matter and what to do about it, the first thing first. Nothing when all is well. */
export function Remedies({ account, steps }: { account: Account; steps: Steps }) {
  const params = useAt(account);
  const { data: health } = useQuery(q(getHealth, { params }));
  if (account.state === 'disconnected') return <Disconnected account={account} steps={steps} />;
  const said: readonly Remedy[] = [
    ...(account.state === 'broken' ? (['connect_again'] as const) : []),
    ...(account.lackingScopes.length > 0 ? (['grant_scopes'] as const) : []),
  ];
  const others = (health?.remedies ?? []).filter((remedy) => !said.includes(remedy));
  // An account that lets nothing in or out has nothing else the matter that could be mended first.
  const shown = account.state === 'broken' ? said : [...said, ...others];
  if (shown.length === 0) return null;
  return (
    <ul aria-label="What to do" className="mb-6 flex flex-col gap-2">
      {shown.map((remedy) => (
        <RemedyLine key={remedy} remedy={remedy} account={account} steps={steps} />
      ))}
    </ul>
  );
}

const grave: ReadonlySet<Remedy> = new Set(['connect_again']);

function RemedyLine({ remedy, account, steps }: { remedy: Remedy; account: Account; steps: Steps }) {
  return (
    <Notice
      as="li"
      tone={grave.has(remedy) ? 'danger' : 'warn'}
      step={<Step {...{ remedy, account, steps }} />}
    >
      {remedy === 'connect_again' && account.state === 'broken' && (
        <span className="block font-[550]">{brokenWhy(account.brokenReason, account.platform)}</span>
      )}
      {remedy === 'grant_scopes' && account.lackingScopes.length > 0 ? (
        <Lacking account={account} />
      ) : (
        remedyWords[remedy](platformLabel(account.platform))
      )}
      {remedy === 'connect_again' && account.brokenAt && (
        <span className="block">
          Since <Time at={account.brokenAt} />. What it brought in is kept.
        </span>
      )}
    </Notice>
  );
}

function Lacking({ account: { platform, lackingScopes } }: { account: Account }) {
  return (
    <>
      <span className="block font-[550]">Not all of it was allowed on {platformLabel(platform)}.</span>
      Connect again and tick: {scopesInWords(lackingScopes).join(' · ')}
    </>
  );
}

function Step({ remedy, account, steps }: { remedy: Remedy; account: Account; steps: Steps }) {
  const { workspaceId, accountId } = useAt(account);
  switch (remedy) {
    case 'connect_again':
    case 'grant_scopes':
      return (
        <Button
          size="small"
          busy={steps.isLeaving}
          onClick={steps.connectAgain}
          disabledReason={steps.whyNotConnect}
          reasonShown={false}
        >
          Connect again
        </Button>
      );
    case 'subscribe_again':
    case 'platform_is_down':
      return (
        <Button
          size="small"
          busy={steps.isLooking}
          onClick={steps.look}
          disabledReason={steps.whyNotOperate}
          reasonShown={false}
        >
          {remedy === 'subscribe_again' ? 'Ask to be told' : 'Try now'}
        </Button>
      );
    case 'look_at_failed_events': {
      const query = new URLSearchParams({ account: accountId, show: 'failed' });
      return (
        <ButtonLink size="small" to={`${paths.connectionEvents({ workspaceId })}?${query}`}>
          See what failed
        </ButtonLink>
      );
    }
    case 'wait_for_limit':
      return null;
  }
}

function Disconnected({ account, steps }: { account: Account; steps: Steps }) {
  const { disconnectedAt, disconnectedBy, emptiedFrom } = account;
  return (
    <div className="mb-6">
      <Notice
        as="div"
        tone="quiet"
        step={
          <Button
            size="small"
            busy={steps.isLeaving}
            onClick={steps.connectAgain}
            disabledReason={steps.whyNotConnect}
            reasonShown={false}
          >
            Connect again
          </Button>
        }
      >
        <span className="block font-[550]">
          It was disconnected
          {disconnectedAt && (
            <>
              {' '}
              <Time at={disconnectedAt} />
            </>
          )}
          {disconnectedBy?.name && ` by ${disconnectedBy.name}`}.
        </span>
        Nothing goes in or out. What it brought in is kept{' '}
        {emptiedFrom ? (
          <>
            until <Time at={emptiedFrom} as="day" />
          </>
        ) : (
          `for ${keptDaysAfterDisconnect} days`
        )}
        , and is all there again when it is connected before then.
      </Notice>
    </div>
  );
}

interface NoticeProps {
  as: 'li' | 'div';
  tone: 'danger' | 'warn' | 'quiet';
  step: ReactNode;
  children: ReactNode;
}

const tones = {
  danger: 'bg-danger-wash text-danger',
  warn: 'bg-warn-wash text-warn',
  quiet: 'bg-hover text-soft',
};

const Notice = ({ as: Tag, tone, step, children }: NoticeProps) => (
  <Tag
    className={cx(
      'flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-md px-4 py-3 text-sm',
      tones[tone],
    )}
  >
    <span className="flex min-w-0 flex-1 basis-80 items-start gap-2.5">
      <CircleAlert size={16} strokeWidth={1.75} className="mt-0.5 shrink-0" aria-hidden />
      <span className="min-w-0">{children}</span>
    </span>
    {step}
  </Tag>
);
