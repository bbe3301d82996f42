export const viewsEvents = [] as const;

export const viewsErrors = {} as const;
