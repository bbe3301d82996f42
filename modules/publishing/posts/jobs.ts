import { z } from 'zod';
import { job } from '../../../kit/jobs/job.ts';
import { PostId } from './contract.ts';

/** What is shown of a post is brought here while the platform's address of it is good. */
export const keepPostPicture = job({
  name: 'publishing.keep_post_picture',
  payload: z.object({ postId: PostId }),
  retryLimit: 4,
  retryDelaySeconds: 60,
  timeoutSeconds: 120,
  priority: -5,
  perWorkspaceMax: 2,
  oncePer: ({ postId }) => postId,
});
