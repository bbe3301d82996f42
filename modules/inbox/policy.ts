import { authorizer } from '../../kit/ctx.ts';
import { inboxPolicy } from './rights/contract.ts';

export const authorize = authorizer(inboxPolicy);
