import { type Answer, page, Refusal, type Request, type Route, seeOther } from '../http.ts';
import type { Counter } from './api.ts';
import { cardOf, cards, collect, end, refund } from './billing.ts';
import { changeSubscription } from './changing.ts';
import { pay } from './checkout.ts';
import { decideDispute, dispute } from './disputing.ts';
import { StripeProblem } from './errors.ts';
import { keptCard } from './kept-cards.ts';
import { isPortalOpen } from './portal.ts';
import { invoicePage, portalPage } from './portal-pages.ts';
import { changed, type Desk, nowFor, type Thing } from './state.ts';

/** What a person does: with the words they sent along. */
export interface Played {
  readonly counter: Counter;
  readonly desk: Desk;
  readonly fields: Readonly<Record<string, string>>;
  readonly request: Request;
}

function thingAt({ state }: Counter, object: string, id: string | undefined): Thing {
  const found = state.value.things[id ?? ''];
  if (found?.object !== object) throw new Refusal(404, `There is no such ${object.replace(/[._]/g, ' ')}.`);
  return found;
}

export function sessionAt({ state }: Counter, id: string): Thing {
  const found = state.value.things[id];
  if (found?.object !== 'checkout.session') throw new Refusal(404, 'There is no such payment page.');
  return found;
}

/** Somebody who plays is told in words what an API is told in an error. */
export function refusing<T>(deed: () => T): T {
  try {
    return deed();
  } catch (error) {
    if (error instanceof StripeProblem) throw new Refusal(error.status, error.message);
    throw error;
  }
}

export function payHere({ desk, fields }: Pick<Played, 'desk' | 'fields'>, session: Thing): void {
  const { email = 'somebody@people.test', name = 'Somebody', card = 'good' } = fields;
  pay(desk, session, { email, name, card });
}

/** By their names, as the overview's buttons and tests call them. */
export const deeds: Readonly<Record<string, (played: Played) => void>> = {
  pay: (played) => payHere(played, sessionAt(played.counter, played.fields.session ?? '')),
  cancel: ({ counter, desk, fields }) => end(desk, thingAt(counter, 'subscription', fields.subscription)),
  'fail-next': ({ counter, desk, fields }) => {
    const subscription = thingAt(counter, 'subscription', fields.subscription);
    const method = counter.state.value.things[subscription.default_payment_method]!;
    method.card.last4 = cards['fails-later']!.last4;
    changed(desk);
  },
  refund: ({ counter, desk, fields }) => {
    const charge = thingAt(counter, 'charge', fields.id);
    const left = charge.amount - charge.amount_refunded;
    const amount = Number(fields.amount ?? left);
    if (!Number.isInteger(amount) || amount < 1 || amount > left)
      throw new StripeProblem(400, 'That much is not left of it.');
    refund(desk, thingAt(counter, 'payment_intent', charge.payment_intent), amount, 'requested_by_customer');
  },
  dispute: ({ counter, desk, fields }) =>
    void dispute(desk, thingAt(counter, 'charge', fields.id), fields.reason ?? 'fraudulent'),
  win: ({ counter, desk, fields }) => void decideDispute(desk, thingAt(counter, 'dispute', fields.id), 'won'),
  lose: ({ counter, desk, fields }) =>
    void decideDispute(desk, thingAt(counter, 'dispute', fields.id), 'lost'),
};

/** The portal and the page of an invoice. */
export function billingRoutes(counter: Counter, desk: () => Desk): Route[] {
  const portal = '/billing.stripe.com/p/session/:id';
  const invoice = '/invoice.stripe.com/i/:account/:id';
  const { world, state } = counter;
  return [
    {
      method: 'GET',
      path: portal,
      handle: ({ params }) => page(portalPage(world, state, portalAt(counter, params.id))),
    },
    { method: 'POST', path: portal, handle: (request) => lookAfter(counter, desk(), request) },
    {
      method: 'GET',
      path: invoice,
      handle: ({ params }) => page(invoicePage(world, thingAt(counter, 'invoice', params.id))),
    },
    { method: 'POST', path: invoice, handle: (request) => payInvoice(counter, desk(), request) },
  ];
}

function portalAt(counter: Counter, id: string | undefined): Thing {
  const session = thingAt(counter, 'billing_portal.session', id);
  if (!isPortalOpen(session, nowFor(counter))) throw new Refusal(404, 'This page has run out.');
  return session;
}

async function lookAfter(counter: Counter, desk: Desk, request: Request): Promise<Answer> {
  const session = portalAt(counter, request.params.id);
  const { act, card = 'good', subscription } = await request.fields();
  refusing(() => {
    if (act === 'card') chooseCard(counter, desk, session.customer, card);
    else
      changeSubscription(desk, thingAt(counter, 'subscription', subscription), {
        cancel_at_period_end: String(act === 'cancel'),
      });
  });
  return seeOther(request.url.pathname);
}

/** For all that is paid from now on. */
function chooseCard(counter: Counter, desk: Desk, customer: string, card: string): void {
  const refusal = cards[card];
  if (!refusal || refusal.code !== undefined) throw new StripeProblem(402, 'Your card was declined.');
  const method = cardOf(desk, customer, card);
  const { things } = counter.state.value;
  things[customer]!.invoice_settings.default_payment_method = method.id;
  for (const one of Object.values(things))
    if (one.object === 'subscription' && one.customer === customer && one.status !== 'canceled')
      changeSubscription(desk, one, { default_payment_method: method.id });
  changed(desk);
}

async function payInvoice(counter: Counter, desk: Desk, request: Request): Promise<Answer> {
  const invoice = thingAt(counter, 'invoice', request.params.id);
  const { card = 'good' } = await request.fields();
  if (invoice.status !== 'open') throw new Refusal(409, `This invoice is ${invoice.status}.`);
  const { subscription: id } = invoice.parent.subscription_details;
  const subscription = thingAt(counter, 'subscription', id);
  refusing(() => chooseCard(counter, desk, invoice.customer, card));
  const method = counter.state.value.things[subscription.default_payment_method]!;
  collect(desk, subscription, invoice, keptCard(method));
  return seeOther(request.url.pathname);
}
