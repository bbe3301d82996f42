import { errorsOf } from '../../kit/errors.ts';
import { postsErrors } from './posts/contract.ts';

export * from './posts/contract.ts';
export * from './rights/contract.ts';

export const publishingError = errorsOf('publishing', { ...postsErrors });
