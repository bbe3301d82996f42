export const searchEvents = [] as const;

export const searchErrors = {} as const;
