import type { Outside } from '../../kit/outside.ts';
import type { Login, PlatformName } from './platforms/contract.ts';
import type { Door, Hook, Platform } from './platforms/platform.ts';

/** What connections asks of the world: other platforms, real or the sandbox's. */
export interface ConnectionsOutside extends Outside {
  readonly platforms: Platforms;
}

export interface Platforms {
  /** Those this installation has credentials for. */
  readonly all: readonly Platform[];
  readonly doors: ReadonlyMap<Login, Door>;
  readonly hooks: ReadonlyMap<string, Hook>;
  get(name: PlatformName): Platform | undefined;
}
