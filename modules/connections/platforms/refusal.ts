import { Trouble } from '../../../providers/trouble.ts';
import type { PlatformName } from './contract.ts';

/** What no platform need be asked for, since it would be refused. */
export const rejected = (provider: PlatformName, call: string, code: string, words: string) =>
  new Trouble('rejected', `${provider} cannot do this: ${words}`, { provider, call, code });

/** What a platform would not do, for modules above. */
export interface Refused {
  /** The same would be refused again. */
  readonly isFinal: boolean;
  readonly code: string | undefined;
}

/** Undefined for what is no platform's word. */
export const refusalWords = (error: unknown): Refused | undefined =>
  error instanceof Trouble ? { isFinal: error.kind === 'rejected', code: error.facts.code } : undefined;
