import { authorizer } from '../../kit/ctx.ts';
import { knowledgePolicy } from './rights/contract.ts';

export const authorize = authorizer(knowledgePolicy);
