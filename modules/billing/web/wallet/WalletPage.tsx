import { useQuery } from '@tanstack/react-query';
import type { LoaderFunctionArgs } from 'react-router';
import { q, queryClient } from '../../../../web/kit/api.ts';
import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Failed, Loading, Refused } from '../../../../web/kit/states.tsx';
import { paths } from '../../../../web/paths.ts';
import { readWorkspace } from '../../../../web/session.ts';
import { useHere } from '../../../../web/workspace.ts';
import { getWallet } from '../../ledger/contract.ts';
import { askAgainMs } from '../moving.ts';
import { useWhyNotMay } from '../rights.ts';
import { BucketsSection } from './BucketsSection.tsx';
import { Headline } from './Headline.tsx';
import { LedgerSection } from './LedgerSection.tsx';
import { LowForm } from './LowForm.tsx';

/** Begun, not waited for; and not where it would only be refused. */
export async function loader({ params }: LoaderFunctionArgs) {
  const workspace = await readWorkspace(params.workspaceId);
  if (!workspace?.permissions.includes('billing.read')) return null;
  const ask = getWallet.params.parse({ workspaceId: params.workspaceId });
  void queryClient.prefetchQuery(q(getWallet, { params: ask }));
  return null;
}

export default function WalletPage() {
  const whyNot = useWhyNotMay('billing.read', 'see what there is to spend');
  const workspaceId = useHere().workspace.id;
  return (
    <Page
      title="Wallet"
      hint="What there is to spend, where it came from, and where it went."
      actions={!whyNot && <ButtonLink to={paths.plans({ workspaceId })}>Plans and credits</ButtonLink>}
    >
      {whyNot ? <Refused>{whyNot}</Refused> : <Wallet />}
    </Page>
  );
}

function Wallet() {
  const params = { workspaceId: useHere().workspace.id };
  const wallet = useQuery({ ...q(getWallet, { params }), refetchInterval: askAgainMs });
  if (wallet.isError && !wallet.data)
    return <Failed error={wallet.error} again={() => void wallet.refetch()} />;
  if (!wallet.data) return <Loading label="Loading the wallet" />;
  return (
    <>
      <Headline wallet={wallet.data} />
      <BucketsSection wallet={wallet.data} />
      <LedgerSection />
      <LowForm wallet={wallet.data} />
    </>
  );
}
