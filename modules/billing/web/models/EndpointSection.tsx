import KeyRound from 'lucide-react/icons/key-round';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import Undo from 'lucide-react/icons/undo-2';
import { lazy, Suspense, useState } from 'react';
import { useActions } from '../../../../web/kit/actions.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { Facts, Section } from '../../../../web/kit/Section.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { Time } from '../../../../web/kit/time.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type AiSettings, getAiSettings, postAiCheck } from '../../contract.ts';
import { failureWords } from '../words.ts';

const EndpointDialog = lazy(() => import('./EndpointDialog.tsx'));
const BackDialog = lazy(() => import('./BackDialog.tsx'));

interface Props {
  settings: AiSettings;
  whyNot: string | undefined;
}

export function EndpointSection({ settings, whyNot }: Props) {
  const [open, setOpen] = useState<'endpoint' | 'back'>();
  const check = useChecking();
  const canCheck = whyNot === undefined && settings.used !== null;
  useActions(
    canCheck
      ? [
          {
            ...{ id: 'models.check', title: 'Read the list of models again', group: 'Models' },
            ...{ icon: RefreshCw, run: check.run },
          },
        ]
      : [],
  );
  const close = () => setOpen(undefined);
  return (
    <Section title="Where they are" hint={whereWords(settings)}>
      <Facts facts={factsOf(settings)} />
      <Deeds settings={settings} whyNot={whyNot} check={check} open={setOpen} />
      <Suspense>
        {open === 'endpoint' && <EndpointDialog settings={settings} onClose={close} />}
        {open === 'back' && <BackDialog settings={settings} onClose={close} />}
      </Suspense>
    </Section>
  );
}

interface DeedsProps extends Props {
  check: ReturnType<typeof useChecking>;
  open: (dialog: 'endpoint' | 'back') => void;
}

function Deeds({ settings, whyNot, check, open }: DeedsProps) {
  const isOwn = settings.baseUrl !== null;
  const off = { disabledReason: whyNot, reasonShown: false };
  return (
    <div className="mt-4 flex flex-wrap gap-2">
      <Button
        {...off}
        icon={KeyRound}
        onClick={() => open('endpoint')}
        look={settings.used ? 'plain' : 'primary'}
      >
        {isOwn ? 'Change address or key' : 'Use your own'}
      </Button>
      {settings.used && (
        <Button {...off} icon={RefreshCw} busy={check.isPending} onClick={check.run}>
          Read the list again
        </Button>
      )}
      {isOwn && (
        <Button {...off} look="quiet" icon={Undo} onClick={() => open('back')}>
          Give up your own
        </Button>
      )}
    </div>
  );
}

function whereWords({ baseUrl, installationHasModels }: AiSettings): string {
  if (baseUrl !== null) return 'At an address of your own. Its bill is yours.';
  return installationHasModels
    ? 'Where this installation has its own. You can bring your own instead.'
    : 'Nowhere yet. Name an address that speaks as OpenAI does: OpenRouter, OpenAI, a machine of yours.';
}

function factsOf(settings: AiSettings) {
  const { baseUrl, keyHint, checkedAt } = settings;
  return [
    ...(baseUrl === null
      ? []
      : ([
          [
            'Address',
            <code key="address" className="font-mono text-sm break-all">
              {baseUrl}
            </code>,
          ],
          ['Key', keyHint === null ? 'None' : `Ends in ${keyHint}. Nobody can read it here.`],
        ] as const)),
    [
      'List of models',
      <span key="list" className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <ListState settings={settings} />
        {checkedAt && (
          <span className="text-faint">
            <Time at={checkedAt} />
          </span>
        )}
      </span>,
    ] as const,
  ] as const;
}

function ListState({ settings: { failureCode, checkedAt, used } }: { settings: AiSettings }) {
  if (failureCode) {
    return (
      <>
        <Badge tone="danger">Not read</Badge> <span>{failureWords[failureCode]}</span>
      </>
    );
  }
  if (checkedAt) return <Badge tone="good">Read</Badge>;
  return <span>{used ? 'Not read yet. What is built in is on offer.' : 'There is none yet.'}</span>;
}

function useChecking() {
  const params = { workspaceId: useHere().workspace.id };
  const { send, isPending } = useSend(postAiCheck, {
    stale: [[getAiSettings.path]],
    failureTitle: 'The list is not read',
    onReply: () => toast({ title: 'The list is being read', body: 'It appears here by itself.' }),
  });
  return { run: () => send({ params }), isPending };
}
