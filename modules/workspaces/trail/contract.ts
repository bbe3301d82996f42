/** What may be refused here. */
export const trailErrors = {} as const;
