import { digitsOf } from '../people.ts';
import { changed, type House } from './state.ts';

export interface Product {
  readonly id: string;
  readonly title: string;
  readonly headline: string;
  readonly route?: string;
  readonly created_at?: string;
}

export interface Plan {
  readonly id: string;
  readonly product: string;
  readonly title: string;
  /** Of each period, or once. */
  readonly price: number;
  /** Null: paid once. */
  readonly days: number | null;
  readonly trialDays?: number;
}

/** There from the beginning; what was made is in the state. */
export const products: readonly Product[] = [
  { id: 'prod_sandboxclub', title: 'Linen club', headline: 'First to see what is new.' },
  { id: 'prod_sandboxguide', title: 'The guide to natural fibres', headline: 'Eighty pages, once.' },
];
export const plans: readonly Plan[] = [
  { id: 'plan_clubmonthly', product: 'prod_sandboxclub', title: 'Monthly', price: 9, days: 30 },
  { id: 'plan_clubyearly', product: 'prod_sandboxclub', title: 'Yearly', price: 90, days: 365 },
  { id: 'plan_guideonce', product: 'prod_sandboxguide', title: 'Once', price: 24, days: null },
];

export const routeOf = ({ id, route }: Product) => route ?? id.slice(5);
export const productsOf = ({ state }: House): readonly Product[] => [
  ...(state.value.products ?? []),
  ...products,
];
export const plansOf = ({ state }: House): readonly Plan[] => [...(state.value.plans ?? []), ...plans];
export const planOf = (house: House, id: string): Plan => plansOf(house).find((plan) => plan.id === id)!;
export const titleOf = (house: House, product: string): string =>
  productsOf(house).find(({ id }) => id === product)!.title;

export function makeProduct(house: House, { title, route }: { title: string; route: string }): Product {
  const made: Product = {
    id: `prod_${digitsOf(`whop:product:${route}`, 13)}`,
    ...{ title, headline: '', route, created_at: house.world.now().toISOString() },
  };
  house.state.value.products = [made, ...(house.state.value.products ?? [])];
  changed(house);
  return made;
}

/** One of the same kind and price is the same one. */
export function ensurePlan(house: House, wanted: Omit<Plan, 'id'>): Plan {
  const { product, title, price, days, trialDays = 0 } = wanted;
  const known = plansOf(house).find(
    (one) =>
      one.product === product &&
      one.title === title &&
      one.price === price &&
      one.days === days &&
      (one.trialDays ?? 0) === trialDays,
  );
  if (known) return known;
  const said = `whop:plan:${product}:${title}:${price}:${days}:${trialDays}`;
  const made: Plan = { id: `plan_${digitsOf(said, 13)}`, product, title, price, days, trialDays };
  house.state.value.plans = [made, ...(house.state.value.plans ?? [])];
  changed(house);
  return made;
}
