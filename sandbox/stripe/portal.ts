import { isOwnAddress } from '../common/returning.ts';
import { invalid, missing, noSuch } from './errors.ts';
import { type Params, textOf } from './form.ts';
import { type Desk, idFor, make, type Thing } from './state.ts';

const sessionLivesS = 3_600;

/** A page for one customer: cards, invoices, subscriptions. */
export function openPortal(desk: Desk, params: Params): Thing {
  const customer = textOf(params.customer);
  if (customer === undefined) throw missing('customer');
  if (desk.state.value.things[customer]?.object !== 'customer')
    throw noSuch('customer', customer, 400, 'customer');
  const returnUrl = textOf(params.return_url);
  if (returnUrl !== undefined && !isOwnAddress(returnUrl))
    throw invalid('return_url', 'Invalid URL: nothing leaves this machine.', 'url_invalid');
  const id = idFor('bps');
  const session = make(desk, 'bps', 'billing_portal.session', {
    id,
    configuration: 'bpc_sandbox',
    customer,
    flow: null,
    locale: null,
    on_behalf_of: null,
    return_url: returnUrl ?? null,
    url: `https://billing.stripe.com/p/session/${id}`,
  });
  return session;
}

export const isPortalOpen = (session: Thing, nowS: number) => session.created + sessionLivesS > nowS;
