export const repliesEvents = [] as const;

export const repliesErrors = {} as const;
