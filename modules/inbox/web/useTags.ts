import type { TagId } from '../contract.ts';

export interface Tag {
  readonly id: TagId;
  readonly name: string;
}

/** The words conversations are sorted by. */
export const useTags = (): readonly Tag[] => [];
