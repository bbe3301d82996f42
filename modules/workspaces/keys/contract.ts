/** What may be refused here. */
export const keysErrors = {} as const;
