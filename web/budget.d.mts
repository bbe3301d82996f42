/** The types of `budget.mjs`, which is plain JavaScript so that it runs without anything installed. */
export const firstLoadMax: number;
export function firstLoadBytes(distFolder: string): number;
export function firstLoads(
  distFolder: string,
): Record<string, { bytes: number; files: Record<string, number> }>;
