import { html, layout, many } from '../page.ts';
import type { Person } from '../people.ts';
import type { World } from '../world.ts';
import { lineItems } from './resources.ts';
import { type State, type Thing, thingsOf } from './state.ts';

const zeroDecimals = new Set(['jpy', 'krw', 'vnd', 'clp', 'xaf', 'xof']);

export const amountOf = (amount: number, currency: string | null) =>
  `${zeroDecimals.has(currency ?? '') ? amount : (amount / 100).toFixed(2)} ${(currency ?? '').toUpperCase()}`;

const choices: readonly (readonly [string, string, string])[] = [
  ['good', '4242 4242 4242 4242', 'works'],
  ['declined', '4000 0000 0000 0002', 'is declined'],
  ['insufficient', '4000 0000 0000 9995', 'has no money left'],
  ['expired', '4000 0000 0000 0069', 'has run out'],
  ['asks-bank', '4000 0025 0000 3155', 'asks the bank first (3-D Secure)'],
  ['fails-later', '4000 0000 0000 0341', 'works now, and never again'],
];

export const cardChoices = () => html`
<fieldset><legend>Card</legend>${choices.map(
  ([value, digits, does], i) => html`
<label class="shop-tick"><input type="radio" name="card" value="${value}"${i === 0 && html` checked`}>
<span class="grow"><code>${digits}</code><small>${does}</small></span></label>`,
)}</fieldset>`;

/** The page somebody pays on. */
export function payPage(
  world: World,
  state: State,
  session: Thing,
  { person, problem }: { person: Person | undefined; problem?: string },
) {
  const items = lineItems({ state }, session);
  const customer = session.customer ? state.value.things[session.customer] : undefined;
  const email = customer?.email ?? session.customer_email ?? (person ? `${person.key}@people.test` : '');
  return layout({
    title: 'Pay',
    here: '/stripe',
    now: world.now(),
    body: html`
<h1>${session.mode === 'setup' ? 'Save a card' : amountOf(session.amount_total ?? 0, session.currency)}</h1>
<p class="lead">${session.mode === 'subscription' ? 'Renews by itself until it is cancelled.' : 'Paid once.'}
No money moves here.</p>
${problem !== undefined && html`<p class="shop-problem" role="alert">${problem}</p>`}
<ul class="rows">${items.map(
      ({ description, quantity, amount_total: amount, currency }) => html`
<li class="row"><span class="grow"><b>${description}</b><small>${quantity} ×</small></span>
<span class="num">${amountOf(amount, currency)}</span></li>`,
    )}</ul>
<form method="post" action="/checkout.stripe.com/c/pay/${session.id}" class="shop-form">
<label>E-mail<input name="email" type="email" required value="${email}"></label>
<label>Name on the card<input name="name" required value="${customer?.name ?? person?.name ?? ''}"></label>
${cardChoices()}
<p class="buttons shop-acts"><button name="answer" value="pay">${session.mode === 'setup' ? 'Save' : 'Pay'}</button>
<button class="quiet" name="answer" value="cancel" formnovalidate>Back to the shop</button></p>
</form>`,
  });
}

export const bankPage = (world: World, session: Thing, fields: Readonly<Record<string, string>>) =>
  layout({
    title: 'Your bank asks',
    here: '/stripe',
    now: world.now(),
    body: html`
<h1>Your bank asks</h1>
<p class="lead">Do you want to pay ${amountOf(session.amount_total ?? 0, session.currency)}?</p>
<form method="post" action="/checkout.stripe.com/c/pay/${session.id}">
${['email', 'name'].map((name) => html`<input type="hidden" name="${name}" value="${fields[name] ?? ''}">`)}
<input type="hidden" name="card" value="asks-bank">
<p class="buttons shop-acts"><button name="bank" value="yes">Yes, that is me</button>
<button class="quiet" name="bank" value="no">No</button></p></form>`,
  });

export const closedPage = (world: World, session: Thing) =>
  layout({
    title: 'Pay',
    here: '/stripe',
    now: world.now(),
    body: html`<h1>${session.status === 'complete' ? 'This is paid' : 'This has run out'}</h1>
<p class="lead">Nothing more can be done on this page.</p>
<p class="back"><a href="/stripe">Stripe in this sandbox</a></p>`,
  });

export function overviewPage(world: World, state: State) {
  const desk = { state };
  const open = thingsOf(desk, 'checkout.session').filter(({ status }) => status === 'open');
  const subscriptions = thingsOf(desk, 'subscription');
  const endpoints = thingsOf(desk, 'webhook_endpoint');
  const charges = thingsOf(desk, 'charge').slice(0, chargesShownMax);
  return layout({
    title: 'Stripe',
    here: '/stripe',
    now: world.now(),
    live: 'stripe',
    body: html`
<h1>Stripe</h1>
<p class="lead">Customers, prices, checkout and subscriptions that renew as the sandbox's time goes on. The key is
<code>sk_test_sandbox</code>.</p>
<h2>To be paid</h2>
${sessionsOf(open, undefined)}
<h2>Subscriptions</h2>
${
  subscriptions.length === 0
    ? html`<p class="empty">Nobody has subscribed.</p>`
    : html`<ul class="rows">${subscriptions.map((one) => subscriptionRow(state, one))}</ul>`
}
<h2>Payments</h2>
${
  charges.length === 0
    ? html`<p class="empty">Nobody has paid.</p>`
    : html`<ul class="rows">${charges.map((one) => chargeRow(state, one))}</ul>`
}
<h2>Told to</h2>
${
  endpoints.length === 0
    ? html`<p class="empty">No webhook endpoint has been made.</p>`
    : html`<ul class="rows">${endpoints.map(
        ({ url, enabled_events: events }) => html`
<li class="row"><span class="grow"><b>${url}</b><small>${events.join(', ')}</small></span></li>`,
      )}</ul>`
}
<h2>What happened</h2>
<ul class="rows">${state.value.events
      .slice(0, 20)
      .map(
        ({ id, type }) =>
          html`<li class="row"><span class="grow"><b>${type}</b><small>${id}</small></span></li>`,
      )}</ul>`,
  });
}

const chargesShownMax = 20;

/** With what may become of it: the shop gives it back, or the bank is asked to. */
function chargeRow(state: State, one: Thing) {
  const disputed = thingsOf({ state }, 'dispute').find(({ charge }) => charge === one.id);
  const isOpen = disputed !== undefined && disputed.status !== 'won' && disputed.status !== 'lost';
  const act = (name: string, label: string, id: string) => html`
<form method="post" action="/stripe/play/${name}"><input type="hidden" name="id" value="${id}">
<button class="quiet">${label}</button></form>`;
  const isLeft = one.status === 'succeeded' && !one.refunded;
  return html`<li class="row shop-row"><span class="grow">
<b>${amountOf(one.amount, one.currency)}</b><small>${state.value.things[one.customer]?.email ?? one.id}</small></span>
<span class="tag${one.status === 'failed' && html` bad`}">${chargeWords(one, disputed)}</span>
${isLeft && !one.disputed && [act('refund', 'Give it back', one.id), act('dispute', 'Dispute it', one.id)]}
${isOpen && [act('win', 'The shop wins', disputed.id), act('lose', 'The shop loses', disputed.id)]}</li>`;
}

function chargeWords(one: Thing, disputed: Thing | undefined): string {
  if (disputed) return `dispute ${disputed.status}`;
  if (one.refunded) return 'given back';
  return one.amount_refunded > 0 ? 'given back in part' : one.status;
}

function subscriptionRow(state: State, one: Thing) {
  const customer = state.value.things[one.customer];
  const [item] = one.items.data;
  const until = new Date(item.current_period_end * 1000).toISOString().slice(0, 10);
  const act = (name: string, label: string) => html`
<form method="post" action="/stripe/play/${name}"><input type="hidden" name="subscription" value="${one.id}">
<button class="quiet">${label}</button></form>`;
  return html`<li class="row shop-row"><span class="grow"><b>${customer?.email ?? one.customer}</b>
<small>${amountOf(item.price.unit_amount * item.quantity, one.currency)} until ${until}</small></span>
<span class="tag${['past_due', 'canceled'].includes(one.status) && html` bad`}">${one.status}</span>
${one.status !== 'canceled' && [act('fail-next', 'Card fails from now on'), act('cancel', 'Cancel')]}</li>`;
}

const sessionsOf = (sessions: readonly Thing[], person: Person | undefined) =>
  sessions.length === 0
    ? html`<p class="empty">Nothing is to be paid.</p>`
    : html`<ul class="rows">${sessions.map(
        ({ id, amount_total: amount, currency, mode, customer_email: email }) => html`
<li><a class="row" href="/checkout.stripe.com/c/pay/${id}${person && `?as=${person.key}`}"><span class="grow">
<b>${mode === 'setup' ? 'A card to save' : amountOf(amount ?? 0, currency)}</b><small>${email ?? mode}</small></span></a></li>`,
      )}</ul>`;

/** On the front page, for whoever is played there: what waits to be paid. */
export function toBePaid(state: State, person: Person) {
  const open = thingsOf({ state }, 'checkout.session').filter(({ status }) => status === 'open');
  return html`<p class="hint">${many(open.length, 'payment page')} open.</p>${sessionsOf(open, person)}`;
}
