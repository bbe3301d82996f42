import { html, layout } from '../page.ts';
import type { Person } from '../people.ts';
import { planOf, plans, plansOf, titleOf } from './catalogue.ts';
import { type House, key, type Membership, userFacts, webhookSecret } from './state.ts';

export function overviewPage(house: House) {
  const { memberships, hooks } = house.state.value;
  return layout({
    title: 'Whop',
    here: '/whop',
    now: house.world.now(),
    live: 'whop',
    body: html`
<h1>Whop</h1>
<p class="lead">Memberships. The key is <code>${key}</code>, the secret of webhooks
<code>${webhookSecret}</code>.</p>
<h2>Somebody joins</h2>
<form method="post" action="/whop/play/join" class="shop-form">
<label>Who<select name="person">${house.world.people
      .all()
      .map((one) => html`<option value="${one.key}">${one.name}</option>`)}</select></label>
<label>What<select name="plan">${plansOf(house).map(
      ({ id, title, product, price }) =>
        html`<option value="${id}">${titleOf(house, product)}, ${title.toLowerCase()}, ${price} USD</option>`,
    )}</select></label>
<p class="buttons shop-acts"><button>Join and pay</button>
<button class="quiet" name="card" value="declined">Pay with a card that fails</button></p></form>
<h2>Members</h2>
${
  memberships.length === 0
    ? html`<p class="empty">Nobody has joined yet.</p>`
    : html`<ul class="rows">${memberships.map((one) => memberRow(house, one))}</ul>`
}
<h2>Told to</h2>
${
  hooks.length === 0
    ? html`<p class="empty">No webhook has been made.</p>`
    : html`<ul class="rows">${hooks.map(
        ({ url, events }) =>
          html`<li class="row"><span class="grow"><b>${url}</b><small>${events.join(', ') || 'everything'}</small></span></li>`,
      )}</ul>`
}`,
  });
}

function memberRow(house: House, one: Membership, back = '/whop') {
  const { product, title } = planOf(house, one.plan);
  const act = (name: string, label: string) => html`
<form method="post" action="/whop/play/${name}"><input type="hidden" name="membership" value="${one.id}">
<input type="hidden" name="back" value="${back}"><button class="quiet">${label}</button></form>`;
  return html`
<li class="row shop-row"><span class="grow"><b>${userFacts(house, one.person).name}</b>
<small>${titleOf(house, product)}, ${title.toLowerCase()}${one.periodEnd !== null && `, until ${one.periodEnd.slice(0, 10)}`}</small></span>
<span class="tag${['past_due', 'canceled'].includes(one.status) && html` bad`}">${one.status}</span>
${['active', 'trialing'].includes(one.status) && [act('fail-next', 'Card fails next'), act('leave', 'Leave')]}
${one.status === 'past_due' && act('mend', 'Another card')}
${act('refund', 'Money back')}${act('refund-half', 'Half back')}
${isDisputed(house, one) ? [act('win', 'Seller wins'), act('lose', 'Buyer wins')] : act('dispute', 'Dispute')}</li>`;
}

const isDisputed = ({ state }: House, { id }: Membership) =>
  state.value.payments.some((one) => one.membership === id && one.disputed === 'needs_response');

/** On the front page, for whoever is played there. */
export function toJoin(house: House, person: Person) {
  const own = house.state.value.memberships.filter((one) => one.person === person.key);
  const back = `/?as=${encodeURIComponent(person.key)}&on=whop`;
  return html`
<ul class="rows">${plans.map(
    ({ id, title, product, price }) => html`
<li><form method="post" action="/whop/play/join" class="row">
<input type="hidden" name="person" value="${person.key}"><input type="hidden" name="plan" value="${id}">
<input type="hidden" name="back" value="${back}">
<span class="grow"><b>${titleOf(house, product)}</b><small>${title}, ${price} USD</small></span><button>Join</button>
</form></li>`,
  )}</ul>
${own.length > 0 && html`<h2>Joined</h2><ul class="rows">${own.map((one) => memberRow(house, one, back))}</ul>`}`;
}
