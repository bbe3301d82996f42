import { authorizer } from '../../kit/ctx.ts';
import { autopilotPolicy } from './rights/contract.ts';

export const authorize = authorizer(autopilotPolicy);
