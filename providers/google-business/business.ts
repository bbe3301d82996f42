import type { BusinessOptions } from './ask.ts';
import { openLocations } from './locations.ts';
import { openReviews } from './reviews.ts';

export type Business = ReturnType<typeof openBusiness>;

/** The places somebody looks after on Google, and what people think of them. */
export const openBusiness = (options: BusinessOptions) => ({
  ...openLocations(options),
  ...openReviews(options),
});
