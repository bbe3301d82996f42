import { invalid, missing, noSuch, StripeProblem } from './errors.ts';
import { happened } from './events.ts';
import { fieldsOf, listOf, type Params, textOf } from './form.ts';
import { changed, type Desk, make, type Thing } from './state.ts';

/** What a subscription becomes later: phases, of which it is in one. */
export function openSchedule(desk: Desk, params: Params): Thing {
  const id = textOf(params.from_subscription);
  if (id === undefined) throw missing('from_subscription');
  const subscription = desk.state.value.things[id];
  if (subscription?.object !== 'subscription') throw noSuch('subscription', id, 400, 'from_subscription');
  if (subscription.schedule !== null)
    throw new StripeProblem(400, 'You cannot migrate a subscription that is already attached to a schedule.');
  const [item] = subscription.items.data as Thing[];
  const phase = {
    items: [{ price: item!.price.id, quantity: item!.quantity, metadata: {} }],
    start_date: item!.current_period_start,
    end_date: item!.current_period_end,
    metadata: subscription.metadata,
    proration_behavior: 'create_prorations',
  };
  const schedule = make(desk, 'sub_sched', 'subscription_schedule', {
    canceled_at: null,
    completed_at: null,
    current_phase: { start_date: phase.start_date, end_date: phase.end_date },
    customer: subscription.customer,
    end_behavior: 'release',
    metadata: {},
    phases: [phase],
    released_at: null,
    released_subscription: null,
    status: 'active',
    subscription: id,
    test_clock: subscription.test_clock,
  });
  subscription.schedule = schedule.id;
  happened(desk, 'subscription_schedule.created', schedule);
  happened(desk, 'customer.subscription.updated', subscription, { schedule: null });
  return schedule;
}

export function rewriteSchedule(desk: Desk, schedule: Thing, params: Params): Thing {
  requireActive(schedule);
  const phases = listOf(params.phases).map((one, i) => phaseFrom(desk, fieldsOf(one), i));
  if (phases.length === 0) throw missing('phases');
  if (phases[0]!.start_date !== schedule.current_phase.start_date)
    throw invalid('phases[0][start_date]', 'You can not modify the start date of the current phase.');
  for (const [i, phase] of phases.entries()) {
    const next = phases[i + 1];
    if (next && phase.end_date !== next.start_date)
      throw invalid(`phases[${i}][end_date]`, 'Phases follow each other without a gap.');
  }
  const before = { phases: schedule.phases };
  Object.assign(schedule, { phases, end_behavior: textOf(params.end_behavior) ?? schedule.end_behavior });
  changed(desk);
  happened(desk, 'subscription_schedule.updated', schedule, before);
  return schedule;
}

function phaseFrom(desk: Desk, phase: Params, i: number) {
  const items = listOf(phase.items).map((one) => {
    const { price, quantity = '1' } = fieldsOf(one);
    if (desk.state.value.things[String(price)]?.object !== 'price')
      throw noSuch('price', String(price), 400, `phases[${i}][items][0][price]`);
    return { price: String(price), quantity: Number(quantity), metadata: {} };
  });
  if (items.length === 0) throw missing(`phases[${i}][items]`);
  const seconds = (name: string) => (phase[name] === undefined ? null : Number(phase[name]));
  return {
    items,
    start_date: seconds('start_date'),
    end_date: seconds('end_date'),
    metadata: fieldsOf(phase.metadata),
    proration_behavior: textOf(phase.proration_behavior) ?? 'create_prorations',
  };
}

function requireActive(schedule: Thing): void {
  if (schedule.status !== 'active')
    throw new StripeProblem(400, `This schedule is ${schedule.status}, and cannot be changed.`);
}

/** The subscription goes on as it is. */
export function releaseSchedule(desk: Desk, schedule: Thing): Thing {
  requireActive(schedule);
  const subscription = desk.state.value.things[schedule.subscription]!;
  Object.assign(schedule, {
    status: 'released',
    released_at: schedule.created,
    released_subscription: subscription.id,
    subscription: null,
    current_phase: null,
  });
  const before = { schedule: schedule.id };
  subscription.schedule = null;
  changed(desk);
  happened(desk, 'subscription_schedule.released', schedule);
  happened(desk, 'customer.subscription.updated', subscription, before);
  return schedule;
}

/** At the end of a period: what comes next, where something was scheduled. After the last one it goes on by itself. */
export function enterNextPhase(desk: Desk, subscription: Thing, at: number): void {
  const { things } = desk.state.value;
  const schedule = things[subscription.schedule ?? ''];
  const next = schedule?.phases.find((phase: { start_date: number }) => phase.start_date === at);
  if (!schedule || !next) return;
  const [item] = subscription.items.data as Thing[];
  Object.assign(item!, { price: things[next.items[0].price], quantity: next.items[0].quantity });
  subscription.metadata = { ...subscription.metadata, ...next.metadata };
  schedule.current_phase = { start_date: next.start_date, end_date: next.end_date };
  if (schedule.phases.at(-1) === next) releaseSchedule(desk, schedule);
  else happened(desk, 'subscription_schedule.updated', schedule);
}
