import Check from 'lucide-react/icons/check';
import X from 'lucide-react/icons/x';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useParams } from 'react-router';
import { useActions } from '../../../../web/kit/actions.ts';
import { q, queryClient, useLoaded } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { Link } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Facts, Section } from '../../../../web/kit/Section.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import {
  type Application,
  getApplication,
  listApplications,
  patchApplication,
} from '../../applications/contract.ts';
import { administratorsLoader, forAdministrators } from './AdminPage.tsx';
import type { Decision } from './decisions.ts';
import { NotesField } from './NotesField.tsx';
import { applicationWords, sentence, typeWords } from './words.ts';

const DecisionDialog = lazy(() => import('./DecisionDialog.tsx'));
const notesLengthMax = 10_000;

const paramsOf = ({ applicationId }: Readonly<Record<string, string | undefined>>) =>
  getApplication.params.parse({ applicationId });

export const loader = administratorsLoader(({ params }) =>
  queryClient.ensureQueryData(q(getApplication, { params: paramsOf(params) })),
);
export default forAdministrators('Application', ApplicationPage);

function ApplicationPage() {
  const at = paramsOf(useParams());
  const application = useLoaded(q(getApplication, { params: at }));
  const [decision, setDecision] = useState<Decision>();
  const decide = (kind: Decision['kind']) => setDecision({ kind, on: [application] });
  const isOpen = application.status === 'pending';
  const { name } = application;
  const group = 'This application';
  useActions(
    isOpen
      ? [
          {
            ...{ id: 'application.approve', title: `Approve ${name}`, group, keys: 'a', icon: Check },
            run: () => decide('approved'),
          },
          {
            ...{ id: 'application.reject', title: `Reject ${name}`, group, keys: 'r', icon: X },
            run: () => decide('rejected'),
          },
        ]
      : [],
  );
  return (
    <Page
      title={name}
      up={{ to: paths.adminApplications(), label: 'Applications' }}
      actions={isOpen && <Steps onDecide={decide} />}
    >
      <Facts facts={factsOf(application)} />
      <div className="h-8" />
      <Section title="What they wrote">
        <Facts facts={answersOf(application)} />
      </Section>
      <Section title="Notes" hint="For administrators. Never shown to whoever applied.">
        <Notes key={application.id} application={application} />
      </Section>
      <Suspense>
        {decision && (
          <DecisionDialog
            decision={decision}
            onClose={() => setDecision(undefined)}
            onDone={() => setDecision(undefined)}
          />
        )}
      </Suspense>
    </Page>
  );
}

function Steps({ onDecide }: { onDecide: (kind: Decision['kind']) => void }) {
  return (
    <>
      <Button look="quiet" icon={X} onClick={() => onDecide('rejected')}>
        Reject
      </Button>
      <Button look="primary" icon={Check} onClick={() => onDecide('approved')}>
        Approve
      </Button>
    </>
  );
}

type Fact = readonly [name: string, value: ReactNode];

function factsOf(application: Application): Fact[] {
  const { status, email, accountType, submittedAt, decidedAt, decidedBy, rejectionReason, userId } =
    application;
  const word = applicationWords[status];
  return [
    [
      'State',
      <span key="state" className="flex flex-wrap items-center gap-2">
        <Badge tone={word.tone}>{word.label}</Badge>
        {decidedAt && (
          <span>
            by {decidedBy?.name ?? 'somebody who is gone'}, <Time at={decidedAt} />
          </span>
        )}
      </span>,
    ],
    ...(rejectionReason ? [['Reason', rejectionReason] as const] : []),
    [
      'Address',
      <span key="email" className="break-all">
        {email}
      </span>,
    ],
    ['Applies as', typeWords[accountType]],
    ['Sent', <Time key="sent" at={submittedAt} />],
    [
      'Account',
      userId ? (
        <Link key="account" to={paths.adminPerson({ userId })}>
          Has one
        </Link>
      ) : (
        'None yet'
      ),
    ],
  ];
}

/** Shown above already. */
const known = ['email', 'name', 'accountType'];

function answersOf({ details }: Application): Fact[] {
  return Object.entries(details)
    .filter(([name, value]) => !known.includes(name) && value !== null && value !== '')
    .map(([name, value]) => [sentence(name), <Answer key={name} value={value} />]);
}

/** What a stranger wrote is shown as text, an address as a link that tells the other side nothing about us. */
function Answer({ value }: { value: unknown }) {
  if (Array.isArray(value)) return value.map(String).join(', ');
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (/^https?:\/\//.test(text) && URL.canParse(text)) {
    return (
      <a
        href={text}
        target="_blank"
        rel="noreferrer noopener nofollow"
        className="break-all text-accent underline decoration-1 underline-offset-[0.2em] decoration-current/40 hover:decoration-current"
      >
        {text}
      </a>
    );
  }
  return <span className="break-words whitespace-pre-wrap">{text}</span>;
}

function Notes({ application }: { application: Application }) {
  const params = { applicationId: application.id };
  const { send, isPending, error } = useSend(patchApplication, {
    stale: [[listApplications.path]],
    onReply: (reply) => void queryClient.setQueryData(q(getApplication, { params }).queryKey, reply),
  });
  return (
    <NotesField
      name="notes"
      label="Notes"
      hint="Saved by itself."
      maxLength={notesLengthMax}
      value={application.notes}
      isSaving={isPending}
      error={error}
      onSave={(notes) => send({ params, body: { notes } })}
    />
  );
}
