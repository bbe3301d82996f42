import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type LoaderFunctionArgs, useParams, useSearchParams } from 'react-router';
import { q } from '../../../../web/kit/api.ts';
import { buttonClass, Spinner } from '../../../../web/kit/Button.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { ButtonLink } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Failed, Loading, Refused } from '../../../../web/kit/states.tsx';
import { paths } from '../../../../web/paths.ts';
import { readWorkspace } from '../../../../web/session.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type Checkout, CheckoutId, getCheckout } from '../../paying/contract.ts';
import { useWhyNotMay } from '../rights.ts';

/** Told by an event as well; this is for where none comes through. */
const askAgainMs = 3_000;

export async function loader({ params }: LoaderFunctionArgs) {
  await readWorkspace(params.workspaceId);
  return null;
}

export default function CheckoutPage() {
  const whyNot = useWhyNotMay('billing.read', 'see its payments');
  return <Page title="Payment">{whyNot ? <Refused>{whyNot}</Refused> : <Waiting />}</Page>;
}

const waits = new Set<Checkout['state']>(['queued', 'open']);

function Waiting() {
  const workspaceId = useHere().workspace.id;
  const [search, setSearch] = useSearchParams();
  const checkoutId = CheckoutId.parse(useParams().checkoutId);
  const checkout = useQuery({
    ...q(getCheckout, { params: { workspaceId, checkoutId } }),
    refetchInterval: ({ state: { data } }) => (!data || waits.has(data.state) ? askAgainMs : false),
  });
  const isLeaving = search.has('pay');
  const url = checkout.data?.state === 'open' ? checkout.data.url : null;
  useEffect(() => {
    if (!isLeaving || !url) return;
    // Whoever comes back by the browser's own button is not sent there again.
    setSearch({}, { replace: true });
    window.location.assign(url);
  }, [isLeaving, url, setSearch]);
  if (checkout.isError && !checkout.data)
    return <Failed error={checkout.error} again={() => void checkout.refetch()} />;
  if (!checkout.data) return <Loading label="Loading the payment" />;
  return <Shown checkout={checkout.data} isLeaving={isLeaving} />;
}

function Shown({ checkout, isLeaving }: { checkout: Checkout; isLeaving: boolean }) {
  const workspaceId = useHere().workspace.id;
  const { title, body } = wordsOf(checkout, isLeaving);
  return (
    <section aria-label="What became of it" className="max-w-xl">
      <p className="flex items-baseline justify-between gap-6 border-b border-line pb-3">
        <span>{checkout.name}</span>
        <span className="title text-xl">{dollars(checkout.priceMicro)}</span>
      </p>
      <p role="status" className="mt-5 flex items-center gap-3 text-lg">
        {waits.has(checkout.state) && <Spinner />}
        {title}
      </p>
      <p className="mt-1 mb-6 text-soft">{body}</p>
      <div className="flex flex-wrap gap-2">
        {checkout.url && checkout.state === 'open' && !isLeaving && (
          <a href={checkout.url} className={buttonClass('primary', 'medium')}>
            Go to the payment page
          </a>
        )}
        <ButtonLink to={paths.plans({ workspaceId })}>Plans and credits</ButtonLink>
        {checkout.state === 'paid' && (
          <ButtonLink to={paths.invoices({ workspaceId })}>Invoices and payments</ButtonLink>
        )}
      </div>
    </section>
  );
}

function wordsOf({ state, kind, creditsMicro }: Checkout, isLeaving: boolean) {
  const isPlan = kind === 'plan';
  if (state === 'queued' || isLeaving)
    return { title: 'The payment page is being opened', body: 'You are taken there in a moment.' };
  if (state === 'open')
    return {
      title: 'We are waiting for the payment',
      body: 'Where you have paid already, this changes by itself within a moment. Nothing is charged twice.',
    };
  if (state === 'paid')
    return {
      title: 'It is paid',
      body: isPlan ? 'Your plan has begun.' : `${dollars(creditsMicro)} is yours to spend.`,
    };
  if (state === 'expired')
    return {
      title: 'This page has run out',
      body: 'Nothing was charged. Begin anew where you want it still.',
    };
  return {
    title: 'The payment page could not be opened',
    body: 'Nothing was charged. Try it again, or ask whoever looks after this installation.',
  };
}
