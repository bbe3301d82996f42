import { type Listener, listener } from '../../../kit/module.ts';
import { eventReceived } from '../../connections/contract.ts';
import type { PublishingOutside } from '../outside.ts';
import { takePost } from './taking.ts';

export const postsListeners: readonly Listener<PublishingOutside>[] = [
  listener('publishing.take_posts', eventReceived, takePost),
];
