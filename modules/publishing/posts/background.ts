import { type Listener, listener, type Sweep, type Work, work } from '../../../kit/module.ts';
import { eventReceived } from '../../connections/contract.ts';
import type { PublishingOutside } from '../outside.ts';
import { keepPostPicture } from './jobs.ts';
import { lookForPictures, runKeepPicture } from './pictures.ts';
import { takePost } from './taking.ts';

export const postsWork: readonly Work<PublishingOutside>[] = [work(keepPostPicture, runKeepPicture)];

export const postsListeners: readonly Listener<PublishingOutside>[] = [
  listener('publishing.take_posts', eventReceived, takePost),
];
export const postsSweeps: readonly Sweep[] = [
  { name: 'publishing.look_for_pictures', cron: '43 * * * *', run: lookForPictures },
];
