import type { WorkspaceId } from '../../kit/ids.ts';
import type { Outside } from '../../kit/outside.ts';
import type { Embedder } from './pieces/embedder.ts';

/** What knowledge asks of the world: whatever makes vectors of texts. */
export interface KnowledgeOutside extends Outside {
  /**
   * The model a workspace embeds by; with `model`, that one, while search still goes by it. Undefined: none is there,
   * and what is written down is found by its words alone. `subject` is what its calls are for.
   */
  readonly embedder?: (
    workspace: { readonly workspaceId: WorkspaceId },
    model?: string,
    subject?: { readonly type: string; readonly id: string },
  ) => Promise<Embedder | undefined>;
  /** Undefined: somebody else, in whatever process, is at what has this name. Without it there is one process. */
  readonly alone?: <T>(name: string, work: () => Promise<T>) => Promise<T | undefined>;
  /** Between two requests to a host; as long as it is told to, unless somebody knows better. */
  readonly pauseAtHost?: (ms: number) => Promise<void>;
}
