import { authorizer } from '../../kit/ctx.ts';
import { workspacesPolicy } from './contract.ts';

export const authorize = authorizer(workspacesPolicy);
