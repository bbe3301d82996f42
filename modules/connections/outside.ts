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
  /**
   * Tells the platforms where our hooks are, once per application, where they can be told. `callbackBase`: where they
   * reach this installation, without a slash at the end. Never throws: what failed is in the answer.
   */
  subscribeApps(callbackBase: string, signal: AbortSignal): Promise<readonly AppSubscribed[]>;
}

export interface AppSubscribed {
  /** `meta/instagram`: the hook, and what it is told about. */
  readonly name: string;
  /** Undefined when it is done. */
  readonly failure: unknown;
}
