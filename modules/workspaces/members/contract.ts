/** What may be refused here. */
export const membersErrors = {} as const;
