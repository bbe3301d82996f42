import { StripeProblem } from './errors.ts';
import { happened } from './events.ts';
import { changed, type Desk, make, type Thing } from './state.ts';

/** Somebody asks their bank for their money back: it is taken away until that is decided. */
export function dispute(desk: Desk, charge: Thing, reason: string): Thing {
  if (charge.status !== 'succeeded') throw new StripeProblem(400, 'Nothing was paid there.');
  if (charge.disputed) throw new StripeProblem(400, 'That is disputed already.');
  const left = charge.amount - charge.amount_refunded;
  if (left === 0) throw new StripeProblem(400, 'All of that was given back.');
  charge.disputed = true;
  const made = make(desk, 'dp', 'dispute', {
    amount: left,
    balance_transactions: [],
    charge: charge.id,
    currency: charge.currency,
    evidence: {},
    evidence_details: { due_by: null, has_evidence: false, past_due: false, submission_count: 0 },
    is_charge_refundable: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason,
    status: 'needs_response',
  });
  happened(desk, 'charge.dispute.created', made);
  happened(desk, 'charge.dispute.funds_withdrawn', made);
  return made;
}

export function decideDispute(desk: Desk, made: Thing, status: 'won' | 'lost'): Thing {
  if (made.status === 'won' || made.status === 'lost')
    throw new StripeProblem(400, `This dispute is ${made.status} already.`);
  const before = { status: made.status };
  made.status = status;
  changed(desk);
  if (status === 'won') happened(desk, 'charge.dispute.funds_reinstated', made);
  happened(desk, 'charge.dispute.closed', made, before);
  return made;
}
