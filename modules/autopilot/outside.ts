import type { Ai } from '../../kit/ai/contract.ts';
import type { InboxOutside } from '../inbox/index.ts';
import type { ToolRegistry } from './answering/tools.ts';

/** A workspace's way to the models it has chosen. What a call costs is reserved and settled by whoever gives it. */
export interface WorkspaceAi {
  readonly ai: Ai;
  readonly chatModel: string;
  readonly embeddingModel: string;
  /** Whether a model can be asked by its name. Without this, it is the workspace's usual one. */
  readonly canAsk?: (model: string) => boolean;
  /** One for each text, in their order. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]>;
}

/** What a call is for, by which its cost is found again. */
export interface AiPurpose {
  /** `autopilot.decide` */
  readonly purpose: string;
  readonly subject: { readonly type: string; readonly id: string };
  /** Somebody is answered in public. */
  readonly isOnComment?: boolean;
}

/** What the machine asks of the world: a way to speak, and models. */
export interface AutopilotOutside extends InboxOutside {
  /** Undefined: no models are there, and whatever would need one is handed to a person. */
  readonly aiOf?: (
    unit: { readonly workspaceId: string },
    purpose: AiPurpose,
  ) => Promise<WorkspaceAi | undefined>;
  /** What the machine can look up. */
  readonly tools?: ToolRegistry;
}
