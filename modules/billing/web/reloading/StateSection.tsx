import PowerOff from 'lucide-react/icons/power-off';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Facts, Section } from '../../../../web/kit/Section.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { Time } from '../../../../web/kit/time.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import {
  type AutoReload,
  deleteAutoReload,
  getAutoReload,
  listReloads,
  postReloadTry,
} from '../../contract.ts';
import { KeepsFocus } from '../KeepsFocus.tsx';
import { providerNames, stateOf } from './words.ts';

interface Props {
  settings: AutoReload;
  whyNot: string | undefined;
}

export function StateSection({ settings, whyNot }: Props) {
  const isOn = settings.enabledAt !== null;
  return (
    <Section title="Now">
      <KeepsFocus />
      {isOn && settings.waitsFor && <WaitNote settings={settings} />}
      {settings.offReason === 'refused_too_often' && (
        <p className="mb-4 max-w-prose text-danger">
          The card was refused four times, so nothing is tried any more. See to the card, and switch it on
          again.
        </p>
      )}
      <Facts facts={factsOf(settings)} />
      {isOn && <Deeds settings={settings} whyNot={whyNot} />}
    </Section>
  );
}

function WaitNote({ settings: { waitsFor, nextTryAt, failedAttempts } }: { settings: AutoReload }) {
  const when = nextTryAt && <Time at={nextTryAt} />;
  return (
    <p className="mb-4 max-w-prose text-warn">
      {waitsFor === 'day_max' ? (
        <>As much was bought within 24 hours as you allow. The next is bought {when}.</>
      ) : (
        <>
          {failedAttempts === 1 ? 'The last attempt was' : `The last ${failedAttempts} attempts were`}{' '}
          refused. It is tried again {when}. Once the card is seen to, you need not wait for that.
        </>
      )}
    </p>
  );
}

function factsOf(settings: AutoReload) {
  const { provider, enabledAt, enabledBy, offAt, boughtMicro, lastReloadAt } = settings;
  const since = enabledAt ?? offAt;
  return [
    [
      'Auto-reload',
      <span key="state" className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <Badge tone={enabledAt ? 'good' : 'quiet'}>{stateOf(settings)}</Badge>
        {since && (
          <span className="text-faint">
            <Time at={since} />
            {enabledAt && enabledBy && `, by ${enabledBy}`}
          </span>
        )}
      </span>,
    ],
    ['Left of what was bought', dollars(boughtMicro)],
    ...(provider ? [['Card', `Kept at ${providerNames[provider]}, and known there alone.`] as const] : []),
    ['Last bought', lastReloadAt ? <Time key="last" at={lastReloadAt} /> : 'Never'],
  ] as const;
}

function Deeds({ settings, whyNot }: Props) {
  const params = { workspaceId: useHere().workspace.id };
  const stale = [[getAutoReload.path], [listReloads.path]];
  const off = useSend(deleteAutoReload, {
    stale,
    failureTitle: 'Auto-reload is still on',
    onReply: () => toast({ title: 'Auto-reload is off', body: 'Nothing more is bought by itself.' }),
  });
  const again = useSend(postReloadTry, {
    stale,
    failureTitle: 'It is not tried again',
    onReply: () => toast({ title: 'It is tried again', body: 'What comes of it appears here by itself.' }),
  });
  const reason = { disabledReason: whyNot, reasonShown: false };
  return (
    <div className="mt-4 flex flex-wrap gap-2">
      {settings.waitsFor === 'after_refusal' && (
        <Button {...reason} icon={RotateCcw} busy={again.isPending} onClick={() => again.send({ params })}>
          Try again now
        </Button>
      )}
      <Button {...reason} icon={PowerOff} busy={off.isPending} onClick={() => off.send({ params })}>
        Switch off
      </Button>
    </div>
  );
}
