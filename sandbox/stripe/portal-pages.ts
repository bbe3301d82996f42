import { html, layout } from '../page.ts';
import type { World } from '../world.ts';
import { amountOf, cardChoices } from './pages.ts';
import { type State, type Thing, thingsOf } from './state.ts';

/** Where a customer looks after cards, invoices and subscriptions. */
export function portalPage(world: World, state: State, session: Thing) {
  const { things } = state.value;
  const of = (object: string) =>
    thingsOf({ state }, object).filter((one) => one.customer === session.customer);
  const subscriptions = of('subscription').filter(({ status }) => status !== 'canceled');
  const current = things[subscriptions[0]?.default_payment_method ?? ''];
  return layout({
    title: 'Billing',
    here: '/stripe',
    now: world.now(),
    body: html`
<h1>Billing</h1>
<p class="lead">${things[session.customer]?.name ?? 'Customer'}. No money moves here.</p>
<h2>Card</h2>
<p>${current ? html`Paid with the card that ends in <code>${current.card.last4}</code>.` : 'No card is kept.'}</p>
<form method="post" class="shop-form"><input type="hidden" name="act" value="card">${cardChoices()}
<p class="buttons shop-acts"><button>Pay with this card from now on</button></p></form>
<h2>Subscriptions</h2>
${
  subscriptions.length === 0
    ? html`<p class="empty">There is none.</p>`
    : html`<ul class="rows">${subscriptions.map((one) => subscriptionRow(state, one))}</ul>`
}
<h2>Invoices</h2>
<ul class="rows">${of('invoice').map(
      ({ id, number, amount_due: amount, currency, status, hosted_invoice_url: url }) => html`
<li><a class="row" href="${new URL(url).pathname.replace(/^/, '/invoice.stripe.com')}"><span class="grow"><b>${number ?? id}</b></span>
<span class="num">${amountOf(amount, currency)}</span><span class="tag">${status}</span></a></li>`,
    )}</ul>
${session.return_url !== null && html`<p class="back"><a href="${session.return_url}">Back</a></p>`}`,
  });
}

function subscriptionRow(state: State, one: Thing) {
  const [item] = one.items.data;
  const product = state.value.things[item.price.product];
  const until = new Date(item.current_period_end * 1000).toISOString().slice(0, 10);
  const [act, label] = one.cancel_at_period_end ? ['keep', 'Keep it after all'] : ['cancel', 'Cancel it'];
  return html`<li class="row shop-row"><span class="grow"><b>${product?.name ?? item.price.id}</b>
<small>${one.cancel_at_period_end ? 'ends' : 'until'} ${until}</small></span><span class="tag">${one.status}</span>
<form method="post"><input type="hidden" name="act" value="${act}">
<input type="hidden" name="subscription" value="${one.id}"><button class="quiet">${label}</button></form></li>`;
}

/** One invoice, to be read and, while it is open, to be paid. */
export const invoicePage = (world: World, invoice: Thing) =>
  layout({
    title: 'Invoice',
    here: '/stripe',
    now: world.now(),
    body: html`
<h1>${invoice.number ?? invoice.id}</h1>
<p class="lead">${amountOf(invoice.amount_due, invoice.currency)}, ${invoice.status}.</p>
<ul class="rows">${invoice.lines.data.map(
      ({ description, amount, currency }: Thing) => html`
<li class="row"><span class="grow"><b>${description}</b></span><span class="num">${amountOf(amount, currency)}</span></li>`,
    )}</ul>
${
  invoice.status === 'open' &&
  html`<form method="post" class="shop-form">${cardChoices()}
<p class="buttons shop-acts"><button>Pay it</button></p></form>`
}`,
  });
