import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { BillingOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { getPlans } from './offering.ts';

export const plansRoutes: readonly Route<BillingOutside>[] = [route(wire.getPlans, (ctx) => getPlans(ctx))];
