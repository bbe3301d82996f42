import { module } from '../../kit/module.ts';
import { postsEvents, publishingError } from './contract.ts';
import type { PublishingOutside } from './outside.ts';
import { authorize } from './policy.ts';
import { postsListeners, postsSweeps, postsWork } from './posts/background.ts';
import { routes } from './routes.ts';

export const publishing = module<PublishingOutside>({
  name: 'publishing',
  routes,
  authorize,
  errors: publishingError,
  events: [...postsEvents],
  work: [...postsWork],
  listeners: [...postsListeners],
  sweeps: [...postsSweeps],
});

export type { PublishingOutside } from './outside.ts';
export { knowPost } from './posts/taking.ts';
