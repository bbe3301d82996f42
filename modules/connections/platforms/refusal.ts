import { Trouble } from '../../../providers/trouble.ts';
import type { PlatformName } from './contract.ts';

/** What no platform need be asked for, since it would be refused. */
export const rejected = (provider: PlatformName, call: string, code: string, words: string) =>
  new Trouble('rejected', `${provider} cannot do this: ${words}`, { provider, call, code });
