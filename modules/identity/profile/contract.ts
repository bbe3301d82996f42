/** What may be refused here. */
export const profileErrors = {} as const;
