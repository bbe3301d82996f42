import { errorsOf } from '../errors.ts';

/**
 * How dangerous work ends when it does not end well. What it is about (a file, an image) is its caller's to
 * say.
 */
export const childError = errorsOf('child', {
  failed: [422, 'This could not be read.'],
  timed_out: [422, 'This takes too long to read.'],
  out_of_memory: [422, 'This becomes too large when it is opened.'],
  too_much_output: [422, 'There is more in this than can be taken.'],
  crashed: [422, 'Reading this went wrong.'],
  cancelled: [503, 'This was stopped before it was done.'],
});
