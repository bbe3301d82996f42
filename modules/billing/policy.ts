import { authorizer } from '../../kit/ctx.ts';
import { billingPolicy } from './contract.ts';

export const authorize = authorizer(billingPolicy);
