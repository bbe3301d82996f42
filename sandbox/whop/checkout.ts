import { jsonOf } from '../common/reading.ts';
import { isOwnAddress, leadingTo, withQuery } from '../common/returning.ts';
import { type Answer, json, page, Refusal, type Request, type Route, seeOther } from '../http.ts';
import { html, layout } from '../page.ts';
import { ensurePlan, makeProduct, type Plan, planOf, productsOf, routeOf, titleOf } from './catalogue.ts';
import { type Checkout, changed, companyId, type House, idOf, join } from './state.ts';

/** As the wire says no, given by whoever has the wire. */
export type Refuse = (status: number, type: string, message: string) => Answer;

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

export async function postProduct(house: House, request: Request, refuse: Refuse): Promise<Answer> {
  const { company_id: company, title, route } = recordOf(await jsonOf(request));
  if (company !== companyId) return refuse(403, 'forbidden', 'This company is not yours.');
  if (typeof title !== 'string' || title === '') return refuse(400, 'bad_request', 'title is required');
  if (typeof route !== 'string' || !/^[a-z0-9-]{1,80}$/.test(route))
    return refuse(400, 'bad_request', 'route is not one');
  if (productsOf(house).some((one) => routeOf(one) === route))
    return refuse(400, 'bad_request', 'Route has already been taken');
  return json(productFacts(makeProduct(house, { title, route })));
}

const firstDay = '2026-01-01T00:00:00.000Z';
export const productFacts = (product: ReturnType<typeof productsOf>[number]) => ({
  id: product.id,
  title: product.title,
  headline: product.headline,
  visibility: product.route === undefined ? 'visible' : 'hidden',
  route: routeOf(product),
  company: { id: companyId, title: 'Linen & Oak' },
  member_count: 0,
  created_at: product.created_at ?? firstDay,
  updated_at: product.created_at ?? firstDay,
});

export async function postCheckout(house: House, request: Request, refuse: Refuse): Promise<Answer> {
  const body = recordOf(await jsonOf(request));
  const wanted = recordOf(body.plan);
  const plan = readPlan(house, wanted);
  if (!plan) return refuse(400, 'bad_request', 'plan needs a product_id, a price and a plan_type');
  const redirect = body.redirect_url ?? null;
  if (redirect !== null && (typeof redirect !== 'string' || !isOwnAddress(redirect)))
    return refuse(400, 'bad_request', 'redirect_url is not on this machine');
  const made: Checkout = {
    id: idOf(house, 'ch'),
    plan: ensurePlan(house, plan).id,
    metadata: recordOf(body.metadata),
    redirect_url: redirect,
    created_at: house.world.now().toISOString(),
    paidBy: null,
  };
  house.state.value.checkouts = [made, ...(house.state.value.checkouts ?? [])];
  changed(house);
  return json(checkoutFacts(house, made));
}

function readPlan(house: House, wanted: Record<string, unknown>): Omit<Plan, 'id'> | undefined {
  const { company_id: company, product_id: product, plan_type: type, title } = wanted;
  const known = productsOf(house).find(({ id }) => id === product);
  const price = type === 'renewal' ? wanted.renewal_price : wanted.initial_price;
  const days = type === 'renewal' ? wanted.billing_period : null;
  if (company !== companyId || !known || typeof price !== 'number' || price < 0) return undefined;
  if (type !== 'one_time' && (type !== 'renewal' || typeof days !== 'number' || days < 1)) return undefined;
  const trialDays = typeof wanted.trial_period_days === 'number' ? wanted.trial_period_days : 0;
  return {
    product: known.id,
    ...{
      title: typeof title === 'string' ? title : known.title,
      price,
      days: days as number | null,
      trialDays,
    },
  };
}

export const checkoutsOf = ({ state }: House): readonly Checkout[] => state.value.checkouts ?? [];

export function checkoutFacts(house: House, one: Checkout) {
  const plan = planOf(house, one.plan);
  return {
    id: one.id,
    company_id: companyId,
    affiliate_code: null,
    mode: 'payment',
    currency: 'usd',
    metadata: one.metadata,
    plan: {
      id: plan.id,
      plan_type: plan.days === null ? 'one_time' : 'renewal',
      initial_price: plan.days === null ? plan.price : 0,
      renewal_price: plan.days === null ? 0 : plan.price,
      billing_period: plan.days,
      trial_period_days: plan.trialDays ?? null,
      currency: 'usd',
    },
    purchase_url: `https://whop.com/checkout/${plan.id}?session=${one.id}`,
    redirect_url: one.redirect_url,
  };
}

/** Where a browser is led to, to pay. Without a session it is the page of a plan that anybody joins by. */
export const checkoutPages = (house: House): Route[] => [
  { method: 'GET', path: '/whop.com/checkout/:plan', handle: (request) => showPage(house, request) },
  { method: 'POST', path: '/whop.com/checkout/:plan', handle: (request) => answer(house, request) },
];

function sessionOf(house: House, { url, params }: Request): Checkout | undefined {
  const id = url.searchParams.get('session');
  return checkoutsOf(house).find((one) => one.id === id && one.plan === params.plan);
}

function showPage(house: House, request: Request): Answer {
  const session = sessionOf(house, request);
  if (!session) return seeOther('/whop');
  const shown = page(payPage(house, session));
  return session.redirect_url === null ? shown : leadingTo(shown, session.redirect_url);
}

async function answer(house: House, request: Request): Promise<Answer> {
  const session = sessionOf(house, request);
  if (!session) throw new Refusal(404, 'There is nothing to pay here.');
  const fields = await request.fields();
  const back = session.redirect_url ?? '/whop';
  if (fields.answer === 'back') return seeOther(back);
  const person = house.world.people.find(fields.person ?? '') ?? house.world.people.all()[0]!;
  const made = join(house, {
    ...{ person: person.key, plan: session.plan, metadata: session.metadata, failure: undefined },
    isCardGood: fields.card !== 'declined',
  });
  if (!house.state.value.memberships.includes(made)) {
    const declined = page(payPage(house, session, 'Your card was declined. Try another one.'), 402);
    return session.redirect_url === null ? declined : leadingTo(declined, session.redirect_url);
  }
  if (fields.card === 'fails-later') made.isCardBad = true;
  session.paidBy = made.id;
  changed(house);
  return seeOther(
    withQuery(back.startsWith('/') ? `${request.url.origin}${back}` : back, { status: 'success' }),
  );
}

function payPage(house: House, session: Checkout, problem?: string) {
  const plan = planOf(house, session.plan);
  const every = plan.days === null ? 'Paid once.' : `Every ${plan.days} days, until it is cancelled.`;
  const { trialDays = 0 } = plan;
  const isPaid = session.paidBy !== null;
  return layout({
    title: 'Pay at Whop',
    here: '/whop',
    now: house.world.now(),
    body: html`
<h1>${plan.price.toFixed(2)} USD</h1>
<p class="lead">${titleOf(house, plan.product)}: ${plan.title}. ${every}
${trialDays > 0 && `The first ${trialDays} days are free.`} No money moves here.</p>
${problem !== undefined && html`<p class="shop-problem" role="alert">${problem}</p>`}
${isPaid && html`<p class="lead">This is paid. Paid again, it is another one.</p>`}
<form method="post" action="/whop.com/checkout/${plan.id}?session=${session.id}" class="shop-form">
<label>Who pays<select name="person">${house.world.people
      .all()
      .map((one) => html`<option value="${one.key}">${one.name}</option>`)}</select></label>
<fieldset><legend>Card</legend>${cards.map(
      ([value, does], i) => html`
<label class="shop-tick"><input type="radio" name="card" value="${value}"${i === 0 && html` checked`}>
<span class="grow">${does}</span></label>`,
    )}</fieldset>
<p class="buttons shop-acts"><button name="answer" value="pay">Pay</button>
<button class="quiet" name="answer" value="back">Back</button></p></form>`,
  });
}

const cards = [
  ['good', 'One that works'],
  ['declined', 'One that is declined'],
  ['fails-later', 'One that works now, and never again'],
] as const;
