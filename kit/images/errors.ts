import { errorsOf } from '../errors.ts';

/** Whose picture it is, and what to do about it, is its caller's to say. */
export const imageError = errorsOf('image', {
  unreadable: [422, 'This is no picture that can be read.'],
  too_large: [422, 'This picture has more pixels than can be taken.'],
});
