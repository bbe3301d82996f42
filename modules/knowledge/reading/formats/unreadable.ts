import type { Refusal } from '../contract.ts';

/** Thrown in the child; its code is how the process outside knows it again. */
export class Unreadable extends Error {
  readonly code: Refusal;

  constructor(code: Refusal, detail = '') {
    super(detail);
    this.name = 'Unreadable';
    this.code = code;
  }
}
