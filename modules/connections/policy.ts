import { authorizer } from '../../kit/ctx.ts';
import { connectionsPolicy } from './contract.ts';

export const authorize = authorizer(connectionsPolicy);
