import { authorizer } from '../../kit/ctx.ts';
import { publishingPolicy } from './rights/contract.ts';

export const authorize = authorizer(publishingPolicy);
