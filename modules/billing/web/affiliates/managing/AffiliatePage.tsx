import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useParams } from 'react-router';
import { uuidv7 } from '../../../../../kit/ids.ts';
import { q, queryClient, useLoaded } from '../../../../../web/kit/api.ts';
import { Badge } from '../../../../../web/kit/Badge.tsx';
import { Button } from '../../../../../web/kit/Button.tsx';
import { dollars } from '../../../../../web/kit/dollars.ts';
import { Link } from '../../../../../web/kit/Link.tsx';
import { Page } from '../../../../../web/kit/Page.tsx';
import { Facts, Section } from '../../../../../web/kit/Section.tsx';
import { useSend } from '../../../../../web/kit/send.ts';
import { Time } from '../../../../../web/kit/time.tsx';
import { toast } from '../../../../../web/kit/toast.ts';
import { paths } from '../../../../../web/paths.ts';
import { administratorsLoader, forAdministrators } from '../../../../../web/shared.ts';
import {
  getManagedAffiliate,
  listAffiliatePayouts,
  type ManagedAffiliate,
  type PayoutId,
  payoutMinMicro,
  putAffiliatePayout,
} from '../../../contract.ts';
import { Sums } from '../Sums.tsx';
import { affiliateWords, percent, wordOf } from '../words.ts';

const ApproveDialog = lazy(() => import('./ApproveDialog.tsx'));
const NoteDialog = lazy(() => import('./NoteDialog.tsx'));
const RateDialog = lazy(() => import('./RateDialog.tsx'));

const paramsOf = ({ affiliateId }: Readonly<Record<string, string | undefined>>) =>
  getManagedAffiliate.params.parse({ affiliateId });

export const loader = administratorsLoader(({ params }) =>
  queryClient.ensureQueryData(q(getManagedAffiliate, { params: paramsOf(params) })),
);
export default forAdministrators('Affiliate', AffiliatePage);

type Step = 'approve' | 'reject' | 'suspend' | 'rate';

function AffiliatePage() {
  const affiliate = useLoaded(q(getManagedAffiliate, { params: paramsOf(useParams()) }));
  const [step, setStep] = useState<Step>();
  const close = () => setStep(undefined);
  const { status, name } = affiliate;
  return (
    <Page
      title={name}
      up={{ to: paths.adminAffiliates(), label: 'Affiliates' }}
      actions={<Steps status={status} onStep={setStep} />}
    >
      <Facts facts={factsOf(affiliate)} />
      <div className="h-8" />
      <Section title="What came of it" actions={<PayOut affiliate={affiliate} />}>
        <Sums sums={affiliate.sums} />
      </Section>
      <Rates affiliate={affiliate} />
      <Suspense>
        {step === 'approve' && <ApproveDialog affiliate={affiliate} onClose={close} />}
        {step === 'rate' && <RateDialog affiliate={affiliate} onClose={close} />}
        {(step === 'reject' || step === 'suspend') && (
          <NoteDialog affiliate={affiliate} step={step} onClose={close} />
        )}
      </Suspense>
    </Page>
  );
}

function Steps({ status, onStep }: Pick<ManagedAffiliate, 'status'> & { onStep: (step: Step) => void }) {
  if (status === 'approved')
    return (
      <>
        <Button onClick={() => onStep('rate')}>Change share</Button>
        <Button onClick={() => onStep('suspend')}>Suspend</Button>
      </>
    );
  return (
    <>
      {status === 'applied' && <Button onClick={() => onStep('reject')}>Refuse</Button>}
      <Button look="primary" onClick={() => onStep('approve')}>
        {status === 'suspended' ? 'Take on again' : 'Take on'}
      </Button>
    </>
  );
}

function factsOf(affiliate: ManagedAffiliate): [string, ReactNode][] {
  const { status, email, userId, about, appliedAt, decidedAt, decisionNote } = affiliate;
  const { payoutMethod, payoutEmail, rates } = affiliate;
  return [
    [
      'State',
      <Badge key="state" tone={affiliateWords[status].tone}>
        {affiliateWords[status].label}
      </Badge>,
    ],
    [
      'Who',
      <span key="who" className="wrap-anywhere">
        <Link to={paths.adminPerson({ userId })}>{email}</Link>
      </span>,
    ],
    ['Applied', <Time key="applied" at={appliedAt} />],
    [
      'What they wrote',
      <span key="about" className="block max-w-prose break-words whitespace-pre-line">
        {about}
      </span>,
    ],
    ...(decidedAt
      ? ([['Decided', <Decided key="decided" at={decidedAt} note={decisionNote} />]] satisfies [
          string,
          ReactNode,
        ][])
      : []),
    [
      'Link',
      <code key="link" className="font-mono text-sm">
        {paths.referral({ word: wordOf(affiliate) })}
      </code>,
    ],
    ['Share', status === 'approved' && rates[0] ? percent(shareNow(affiliate)) : 'None'],
    ['Paid as', payoutMethod === 'credits' ? 'Credits' : `Money, to ${payoutEmail}`],
  ];
}

const shareNow = ({ rates }: ManagedAffiliate): number =>
  rates.find(({ startsAt }) => startsAt.getTime() <= Date.now())?.ratePpm ?? 0;

const Decided = ({ at, note }: { at: Date; note: string | null }) => (
  <span className="break-words">
    <Time at={at} />
    {note && <>: {note}</>}
  </span>
);

function PayOut({ affiliate }: { affiliate: ManagedAffiliate }) {
  const { id: affiliateId, status, sums } = affiliate;
  const { send, isPending } = useSend(putAffiliatePayout, {
    stale: [[getManagedAffiliate.path], [listAffiliatePayouts.path]],
    failureTitle: 'No statement was made',
    onReply: ({ amountMicro }) => toast({ title: `A statement of ${dollars(amountMicro)} is made` }),
  });
  if (status !== 'approved') return null;
  const isTooLittle = sums.openMicro < payoutMinMicro;
  return (
    <Button
      busy={isPending}
      disabledReason={isTooLittle ? `Below ${dollars(payoutMinMicro)} it stays open.` : undefined}
      onClick={() => send({ params: { affiliateId, payoutId: uuidv7() as PayoutId } })}
    >
      Make a statement now
    </Button>
  );
}

function Rates({ affiliate: { rates } }: { affiliate: ManagedAffiliate }) {
  return (
    <Section title="What was agreed on" hint="A payment has the share of its own time.">
      {rates.length === 0 ? (
        <p className="text-soft">Nothing yet.</p>
      ) : (
        <ul aria-label="Shares" className="max-w-xl">
          {rates.map(({ id, startsAt, ratePpm }) => (
            <li key={id} className="flex justify-between gap-4 border-b border-line py-2.5 last:border-0">
              <span>{ratePpm === 0 ? 'Nothing, suspended' : percent(ratePpm)}</span>
              <span className="text-soft">
                from <Time at={startsAt} as="day" />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
