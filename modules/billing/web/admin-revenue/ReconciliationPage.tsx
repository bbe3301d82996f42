import Check from 'lucide-react/icons/check';
import CircleAlert from 'lucide-react/icons/circle-alert';
import { useParams } from 'react-router';
import { q, queryClient, useLoaded } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Progress } from '../../../../web/kit/Progress.tsx';
import { Quiet } from '../../../../web/kit/Quiet.tsx';
import { Facts } from '../../../../web/kit/Section.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { paths } from '../../../../web/paths.ts';
import { administratorsLoader, forAdministrators } from '../../../../web/shared.ts';
import {
  differenceKinds,
  differencesMax,
  getReconciliation,
  type ReconciliationShown,
} from '../../revenue/contract.ts';
import { count } from '../words.ts';
import { lookAgainMs, useComparison, useProviders } from './comparing.ts';
import { DifferencesSection } from './DifferencesSection.tsx';
import { notFinishedWords, providerNames } from './words.ts';

const paramsOf = ({ reconciliationId }: Readonly<Record<string, string | undefined>>) =>
  getReconciliation.params.parse({ reconciliationId });

export const loader = administratorsLoader(({ params }) =>
  queryClient.ensureQueryData(q(getReconciliation, { params: paramsOf(params) })),
);
export default forAdministrators('Comparison', ReconciliationPage);

function ReconciliationPage() {
  const params = paramsOf(useParams());
  const found = useLoaded({
    ...q(getReconciliation, { params }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? lookAgainMs : false),
  });
  const name = providerNames[found.provider];
  return (
    <Page
      title={`Comparison with ${name}`}
      up={{ to: paths.adminReconciliations(), label: 'Comparisons' }}
      hint={
        <>
          Begun <Time at={found.startedAt} />
        </>
      }
      actions={found.state !== 'running' && <Again found={found} />}
    >
      {found.state === 'running' ? <Running found={found} /> : <Over found={found} />}
    </Page>
  );
}

interface Props {
  found: ReconciliationShown;
}

const lookedAt = ({ customersCount, paymentsCount }: ReconciliationShown): string =>
  `${count(customersCount, 'customer')}, ${count(paymentsCount, 'payment')}`;

function Again({ found: { provider } }: Props) {
  const { compare, isPending } = useComparison();
  if (!useProviders()?.includes(provider)) return null;
  return (
    <Button busy={isPending} onClick={() => compare(provider)}>
      Compare again
    </Button>
  );
}

function Running({ found }: Props) {
  return (
    <div className="max-w-xl">
      <Progress
        label={`Asking ${providerNames[found.provider]}, one customer after the other`}
        note={lookedAt(found)}
      />
      {found.asksCount > 0 && (
        <p role="status" className="mt-4">
          {providerNames[found.provider]} does not answer. It is asked again within two minutes.
        </p>
      )}
      <p className="mt-4 text-soft">
        You can leave: it goes on, and stands in the list when it is over. What gets no answer for some
        minutes counts as not finished.
      </p>
    </div>
  );
}

function Over({ found }: Props) {
  const { state, differences, provider, failure } = found;
  if (state === 'failed')
    return (
      <Quiet
        role="alert"
        picture={<CircleAlert size={28} strokeWidth={1.25} aria-hidden />}
        title="It was not finished"
      >
        {notFinishedWords(failure, providerNames[provider])} Nothing was changed.
      </Quiet>
    );
  if (differences.length === 0)
    return (
      <Quiet picture={<Check size={28} strokeWidth={1.25} aria-hidden />} title="Nothing differs">
        <p role="status">
          {lookedAt(found)}: all of it is here as {providerNames[provider]} has it, and as the ledger has it.
        </p>
      </Quiet>
    );
  return <Differences found={found} />;
}

function Differences({ found }: Props) {
  const { differences, provider } = found;
  const isCut = differences.length >= differencesMax;
  return (
    <>
      <Facts
        facts={[
          ['Looked at', lookedAt(found)],
          [
            'Differs',
            isCut ? `${differencesMax} or more: the first of them are below` : String(differences.length),
          ],
        ]}
      />
      <p className="mt-4 mb-8 max-w-prose text-soft">
        What {providerNames[provider]} told late is here within ten minutes: compare again before you do
        something about it.
      </p>
      {differenceKinds.map((kind) => (
        <DifferencesSection
          key={kind}
          kind={kind}
          provider={providerNames[provider]}
          differences={differences.filter((one) => one.kind === kind)}
        />
      ))}
    </>
  );
}
