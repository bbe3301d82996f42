import { sliceAfter } from '../common/reading.ts';
import { type Answer, json, type Request } from '../http.ts';
import type { Refuse } from './checkout.ts';
import { companyId } from './state.ts';

const pageMax = 100;
const pageUsual = 20;

const listTakes = new Set([
  ...['first', 'after', 'last', 'before', 'company_id', 'account_id', 'direction', 'order'],
  ...['product_ids[]', 'payment_id', 'plan_id', 'created_after'],
]);

interface Listed {
  readonly id: string;
  readonly created_at?: string;
  readonly product?: { readonly id: string };
  readonly payment?: { readonly id: string };
  readonly plan?: { readonly id: string };
}

/** Newest first, by cursor; what belongs to another company is nobody's here. */
export function listed({ url }: Request, all: readonly Listed[], refuse: Refuse): Answer {
  const asked = url.searchParams;
  const strange = [...asked.keys()].find((name) => !listTakes.has(name));
  if (strange !== undefined) return refuse(400, 'bad_request', `Unknown parameter: ${strange}`);
  const company = asked.get('company_id') ?? asked.get('account_id');
  if (company !== null && company !== companyId)
    return refuse(403, 'forbidden', 'This company is not yours.');
  const limit = Number(asked.get('first') ?? asked.get('last') ?? pageUsual);
  if (!Number.isInteger(limit) || limit < 1 || limit > pageMax)
    return refuse(400, 'bad_request', `first must be between 1 and ${pageMax}`);
  const [after, before] = [asked.get('after') ?? undefined, asked.get('before') ?? undefined];
  const slice = sliceAfter(narrowed(all, asked), { limit, after, before });
  if (!slice) return refuse(400, 'bad_request', 'Invalid cursor.');
  const isBackwards = before !== undefined && after === undefined;
  return json({
    data: slice.data,
    page_info: {
      start_cursor: slice.data[0]?.id ?? null,
      end_cursor: slice.data.at(-1)?.id ?? null,
      has_next_page: isBackwards || slice.hasMore,
      has_previous_page: isBackwards ? slice.hasMore : after !== undefined,
    },
  });
}

function narrowed(all: readonly Listed[], asked: URLSearchParams): readonly Listed[] {
  const productIds = asked.getAll('product_ids[]');
  const [paymentId, planId, since] = [
    asked.get('payment_id'),
    asked.get('plan_id'),
    asked.get('created_after'),
  ];
  return all.filter(
    (one) =>
      (productIds.length === 0 || productIds.includes(one.product?.id ?? '')) &&
      (paymentId === null || one.payment?.id === paymentId) &&
      (planId === null || one.plan?.id === planId) &&
      (since === null || Date.parse(one.created_at ?? '') >= Date.parse(since)),
  );
}
